"""Questions about a Chinese sentence. A question word stands where its answer stands, so each template replaces a part."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from corpus.records import Span
from qa.draft.clauses import POINTING, Clause, clauses, topic_of, without_brackets, without_opening
from qa.draft.names import asked_by
from qa.draft.records import Proposal

_DIGITS = "零〇一二三四五六七八九十百千万亿两几"
_MEASURE = (
    "个月|小时|分钟|公里|千米|公分|厘米|平方米|平方公里|美元|港元|欧元|"
    "[个家名位种条款项届座间所张门台层倍次篇本册部辆艘架颗人岁年天吨亩元]"
)
_HAN_COUNT = f"数?[{_DIGITS}]+(?:点[{_DIGITS}]+)?"
_COUNT = rf"(?:\d[\d,.]*|{_HAN_COUNT})[余多来]?[百千万亿]*[余多]?"
# a numeral is taken whole: none begins within another, nor within an ordinal, a share or a name of letters and digits
_WHOLE = rf"(?<![第\d.:：之点A-Za-z{_DIGITS}-])"
_NUMBER = re.compile(
    rf"{_WHOLE}(?P<number>{_COUNT}(?:(?:{_MEASURE})?[至到~～—–-]{_COUNT})?)(?P<measure>{_MEASURE})(?!代)"
)
_BARE_NUMBER = re.compile(
    rf"{_WHOLE}(?P<number>\d[\d,.]*(?:[余多]?[百千万亿]+[余多]?|[余多]))(?=[\u4e00-\u9fff])(?![月日至到]|{_MEASURE})"
)
# “one” is mostly an article; “several”, and hundreds or thousands without a digit, are no number that one could ask for
_VAGUE = re.compile(r"[一几数]|[百千万亿]+")
_ABOUT = re.compile("(?:大约|(?<![条节合契公])约)$")
_YEAR = re.compile(r"(?<![\d（(])(?:1[0-9]|20)\d{2}年(?!代|度|级)")
_DAY = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])日")
_SHARE = re.compile(rf"\d+/\d+|\d[\d.]*%|百分之(?:[\d.]+|{_HAN_COUNT})|(?<![{_DIGITS}])[{_DIGITS}]+分之[{_DIGITS}]+")
_MEANS = re.compile(r"(?:通过|借助|依托|依靠|凭借|基于)(?P<answer>[^，；。]{3,28})$")
_OWING = re.compile(r"^(?:这|也|主要|正)*(?P<verb>得益于|归功于|源于|来自于?|取决于)(?P<answer>[^，；。]{3,40})$")
_BECAUSE = re.compile(r"^(?:由于|因为)(?P<answer>[^，；。]{3,40})$")
_SKIPPED_VERBS = frozenset(
    "是 有 在 为 会 能 可 可以 要 应 应该 让 使 令 被 将 把 说 表示 认为 看来 介绍 指出 强调 来 去 到 成为 进行 没有 "  # noqa: SIM905
    "能够 不断 持续 致力于 努力 停止 停下 走向 看 做 想".split()
)
_SHORTEST, _LONGEST = 7, 42  # characters of a question


def propose(sentence: str, speaker: str = "") -> list[Proposal]:
    """Questions that this sentence answers; `speaker` is who an article's “we” is, where one knows."""
    if sentence.rstrip("”」』）)").endswith(("？", "?", "！", "!")):
        return []
    found: list[Proposal] = []
    known = clauses(sentence, speaker)
    for clause, previous in zip(known, [None, *known], strict=False):
        topic = previous and topic_of(previous.tokens)
        found += _numbers(clause)
        found += _names(clause)
        found += _definitions(clause, f"{topic}，" if topic else "")
        found += _objects(clause)
    found += _dates(sentence, known)
    found += _reasons(known)
    return [one for one in found if one.answer and _sound(one, sentence)]


def _numbers(clause: Clause) -> Iterator[Proposal]:
    """How many, how much, what share."""
    if not clause.subject or not any(token.flag.startswith("v") for token in clause.tokens):
        return
    for match in [*_NUMBER.finditer(clause.text), *_BARE_NUMBER.finditer(clause.text)]:
        measure = match.groupdict().get("measure") or ""
        number = match["number"]
        if _VAGUE.fullmatch(number) or _in_a_word(clause, match) or (measure == "年" and not _lasts(clause, match)):
            continue
        small = re.fullmatch("[二两三四五六七八九十]", number)
        yield _counted(clause, match, ("几" if small else "多少") + measure)
    for match in _SHARE.finditer(clause.text):
        words = "百分之多少" if re.search("%|百分之", match.group()) else "几分之几"
        yield _counted(clause, match, words)


def _in_a_word(clause: Clause, match: re.Match[str]) -> bool:
    """Whether what looks like a number is a part of a word, as in 五台山 and 三位一体."""
    ends = [clause.start + place for place in match.span()]
    words = (token for token in clause.tokens if not token.flag.startswith("m"))
    return any(token.start < end < token.end for token in words for end in ends)


def _lasts(clause: Clause, match: re.Match[str]) -> bool:
    """Whether so many years are a length of time, and not a date."""
    before = next((token for token in clause.tokens if token.end == clause.start + match.start()), None)
    named = before is not None and (before.noun or before.flag == "t")
    return bool(re.search("[多余十百千万亿]", match["number"])) and not named


def _counted(clause: Clause, match: re.Match[str], words: str) -> Proposal:
    """With several counted things in a clause, the question names only this one."""
    start, end = match.span()
    before, after = _ABOUT.sub("", clause.text[:start]), clause.text[end:]
    listed = re.search(r"[\d一二三四五六七八九十]", before)
    if "、" in before and listed:
        before = before[: listed.start()]
    if re.match(r"[^、]*、\d", after):
        after = after[: after.index("、")]
    # what goes on after the counted thing belongs to another thought
    short = Clause(clause.start, before + match.group() + after, clause.tokens, clause.subject, clause.own)
    place = clause.start + len(before)
    question = short.question(place, place + (end - start), words)
    return Proposal("number", question, Span(clause.start + start, clause.start + end), clause.subject)


def _names(clause: Clause) -> Iterator[Proposal]:
    """Who does it; of a thing, which one it is."""
    if words := asked_by(clause):
        first = clause.tokens[0]
        yield Proposal("name", clause.question(first.start, first.end, words), Span(first.start, first.end), first.word)


def _definitions(clause: Clause, before: str) -> Iterator[Proposal]:
    """What the subject is; of a short one, what it is that is so, after the topic that stands before it."""
    for token in clause.tokens[1:-1]:
        if token.word == "是" and clause.own:
            left = clause.text[: token.start - clause.start]
            begin = clause.start + len(left) - len(without_opening(left))
            left = without_brackets(left[begin - clause.start :])
            right = Span(token.end, clause.start + len(clause.text))
            said = clause.text[token.end - clause.start :]
            if 3 <= len(left) <= 18 and len(said) >= 4:
                what = "什么人" if left == clause.subject and asked_by(clause) == "谁" else "什么"
                yield Proposal("definition", f"{left}是{what}？", right, clause.subject)
            elif len(left) == 2 and 4 <= len(said) <= 20 and clause.tokens[-1].noun:
                yield Proposal("definition", f"{before}什么是{said}？", Span(begin, token.start), clause.subject)
            return


def _objects(clause: Clause) -> Iterator[Proposal]:
    """What does the subject do it to: the object of the clause's first verb."""
    if not clause.subject:
        return
    tokens = clause.tokens
    verb = next((n for n, token in enumerate(tokens) if token.flag == "v" and token.start > clause.start), None)
    if verb is None or tokens[verb].word in _SKIPPED_VERBS or len(tokens[verb].word) < 2:
        return
    if tokens[verb].word[-1] in "于为成在到作":  # what follows is a place, a time or a complement
        return
    rest = verb + 1
    while rest < len(tokens) and tokens[rest].flag in ("ul", "uz", "ug"):
        rest += 1
    if rest >= len(tokens):
        return
    first, last = tokens[rest], tokens[-1]
    text = clause.text[first.start - clause.start :]
    opens = first.noun or first.flag in ("a", "b") or first.word in "“《"
    if not (opens and last.noun and 3 <= len(text) <= 24) or re.search(r"[\d、]|一个", text):
        return
    words = "什么" + last.word if len(last.word) == 2 and tokens[-2].flag in ("eng", "nz") else "什么"
    yield Proposal("object", clause.question(first.start, last.end, words), Span(first.start, last.end), clause.subject)


def _dates(sentence: str, known: Sequence[Clause]) -> Iterator[Proposal]:
    """When: the year or day of a clause, or the one that stands before the clauses of a sentence."""
    for pattern, words in ((_YEAR, "哪一年"), (_DAY, "哪一天")):
        match = pattern.search(sentence)
        if not match or len(pattern.findall(sentence)) > 1:
            continue
        span = Span(*match.span())
        for clause in known:
            inside = clause.start <= span.start < clause.start + len(clause.text)
            if inside and clause.own and clause.text.find(match.group()) > 0 and "从" not in clause.text[:4]:
                yield Proposal("date", clause.question(*span, words), span, clause.subject)
                break
            says = any(token.flag == "v" for token in clause.tokens) and len(clause.text) >= 6
            if clause.start > span.start and clause.own and says and not re.search(r"\d", clause.text):
                body = clause.question(clause.start, clause.start, "").rstrip("？")
                yield Proposal(
                    "date",
                    f"{body}是从{words}开始的？" if "开始" in sentence[: clause.start] else f"{body}是在{words}？",
                    span,
                    clause.subject,
                )
                break


def _reasons(known: Sequence[Clause]) -> Iterator[Proposal]:
    """Why, owing to what, by what means."""
    for clause, following in zip_longest(known, known[1:]):
        if match := _OWING.match(clause.text):
            before = next((one for one in reversed(known[: known.index(clause)]) if one.own), None)
            if before:
                start = clause.start + match.start("answer")
                body = before.question(before.start, before.start, "").rstrip("？")
                yield Proposal(
                    "reason",
                    f"{body}，{match['verb']}什么？",
                    Span(start, start + len(match["answer"])),
                    before.subject,
                )
        if following is None:
            continue
        if (match := _BECAUSE.match(clause.text)) and following.own:
            start = clause.start + match.start("answer")
            body = following.question(following.start, following.start, "")
            yield Proposal("reason", f"为什么{body}", Span(start, start + len(match["answer"])), following.subject)
        elif (match := _MEANS.search(clause.text)) and (clause.own or following.own):
            start = clause.start + match.start("answer")
            subject = clause.subject if clause.own else following.subject
            means = match.group()[: match.start("answer") - match.start()]
            body = following.text.removeprefix(following.subject) if following.own else following.text
            goes_on = following.own or following.tokens[0].flag[:1] in ("v", "d", "p")
            if goes_on and not re.search(r"\d", body):
                yield Proposal(
                    "means", f"{subject}{means}什么{body}？", Span(start, start + len(match["answer"])), subject
                )


def _sound(proposal: Proposal, sentence: str) -> bool:
    """Whether the question can stand alone: of fair length, nothing pointed at, every quotation mark closed."""
    question, answer = proposal.question, proposal.answer
    if answer is None or not _SHORTEST <= len(question) <= _LONGEST or POINTING.match(question):
        return False
    if any(question.count(a) != question.count(b) for a, b in ("“”", "《》", "（）", "()")):
        return False
    if re.search(r"这|那|它|我们|他们|其(?!他|实|中)|上述|此", question) or re.search(r"\s$|^\W", question):
        return False
    said = sentence[answer.start : answer.end]
    return bool(said.strip()) and said not in question and not POINTING.match(said)
