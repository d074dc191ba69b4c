"""Follow-up questions: what a question that leans on an earlier one means, as a question that stands alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.words import segment
from index.lexicon import CHINESE_FUNCTION_WORDS, ENGLISH_FUNCTION_WORDS
from qa.expect import content_words
from qa.subject import subject_of

# Over folded text, so that Traditional questions lean as Simplified ones do.
_CHINESE_POINTER = re.compile(
    r"(?<!其)[它他她]们?|这|那(?!里是哪)|其(?!他|它|实|余)|(?<!应)该|(?<![因彼至])此|上述|前者|后者|两者|双方|同样|分别|呢[?？]?$"
)
_CHINESE_OPENING = re.compile(
    r"^(?:那|那么|还有|另外|除此|具体|为什么[?？]?$|怎么|包括|然后|后来|又|再|详细|举例|比如)"
)
_ENGLISH_POINTER = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|him|his|her|hers|there|then|one|ones|same|both)\b",
    re.IGNORECASE,
)
_ENGLISH_OPENING = re.compile(
    r"^(?:and|but|so|what about|how about|also|why\b.{0,8}$|how\b.{0,8}$|what else)\b", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z0-9]+")
_THIS = re.compile("[这這那该該此上]|th(?:is|ese)", re.IGNORECASE)

# What a pronoun stands in for is put in its place. Over the text as it was written, in both scripts.
_PUT_IN = re.compile(
    r"[它他她][们們]?(?!山|日)|其(?![他它实實余餘中])|(?:[这這那]|[该該]|(?<!除)(?<![因彼至])此)(?:些|个|個|一|种|種|项|項|家|位|"
    r"所)?(?![里裡边邊时時麼么])|上述|"
    r"\b(?:its|their|theirs|his|hers?|it|they|them|this|these|those|he|him|she)\b",
    re.IGNORECASE,
)
_ASKING_WORDS = re.compile(
    r"(?:分别|分別)?(?:[是有叫指在于於由])?(?:什[么麼](?:样|樣|时候|時候|时间|時間|地方|名字|意思|原因)?|哪[一几幾]?(?:些|个|個|"
    r"种|種|里|裡|年|位|家|所|条|條|项|項|次|天)?|"
    r"[谁誰]|多少[个個名人所家年]?|[几幾][个個种種名位]?|如何|怎[么麼]?[样樣]?|[为為]什[么麼]|[为為]何|何[时時地年]|[吗嗎呢])的?|[?？。]|"
    r"^(?:and |but |so )?(?:(?:in |of )?(?:what|who|whom|whose|when|where|why|how|which)(?: many| much| long| old|"
    r" about)?\b)(?: (?:is|are|was|were|did|does|do|has|have|had))?",
    re.IGNORECASE,
)
_TWICE = re.compile(r"([\u3400-\u9fff]{2,})\1")  # 这个战略 after All IP战略
_CONNECTIVE = re.compile(
    r"^(?:那么?|还有|還有|另外|具体|具體|and what about|what about|how about|and|but|so|also)[,，\s]*", re.IGNORECASE
)
_WHAT_ABOUT = re.compile(
    r"^(?:那么?|还有|還有)?[,，\s]*([^呢？?,，]{1,24}?)(?:呢|怎[么麼][样樣]|又如何)[？?]?$|"
    r"^(?:and|or|but)? ?(?:what|how) about (?:the )?([^?]{1,60}?)\??$|^and (?:the )?((?!what|who|how|when|where|why|which|is|are|"
    r"does|did)[^?]{1,40}?)\?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^[个個名家所位种種项項条條](?=..)")
_MARKS = re.compile(r"[,，。？?！!、；;：:]+")

#: How like a phrase is to each of some others.
Similar = Callable[[str, Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class FollowupOptions:
    """A question of at most so many Han characters (beside them a Latin word counts as two), or of so many Latin words, is too
    short to stand alone after another one.
    """

    short_han: int = 6
    short_words: int = 3


def standing_alone(
    question: str, history: Sequence[str], options: FollowupOptions | None = None, named: str | None = None
) -> str | None:
    """What a question means after earlier ones, oldest first, as one that stands alone; None when it does not lean on them.

    `named` is what the last answer names, where the last question asked for a name.

    >>> standing_alone("它包括哪些？", ["华为的智能化目标是什么？"])
    '华为的智能化目标包括哪些？'
    >>> standing_alone("谁发表了演讲？今天天气如何", ["华为的智能化目标是什么？"]) is None
    True
    """
    options = options or FollowupOptions()
    if not history or not leans(question, options):
        return None
    rest = _CONNECTIVE.sub("", question)
    pointer = _PUT_IN.search(rest)
    last = _meant(list(history), options)
    said = bool(content_words(rest)) and not (
        pointer and _THIS.match(pointer[0])
    )  # more than "why?", and not "this plan"
    topic = (said and (named or subject_of(last))) or topic_of(last)
    if not topic:
        return None
    if pointer:
        return _TWICE.sub(r"\1", f"{rest[: pointer.start()]}{topic}{rest[pointer.end() :]}")
    return rest if topic in rest else f"{topic} {rest}"


def swapped(question: str, history: Sequence[str], similar: Similar) -> str | None:
    """`What about X?`: the last question with X in place of the part that is most like it; None for any other question.

    `similar` says how like X each of some phrases is.

    >>> likeness = {"华为培养": 0.2, "教师": 0.9}
    >>> swapped("那学生呢？", ["华为培养多少教师？"], lambda _, phrases: [likeness[one] for one in phrases])
    '华为培养多少学生？'
    """
    found = _WHAT_ABOUT.match(question.strip())
    if not found or not history:
        return None
    other = next(part for part in found.groups() if part).strip()
    phrases = [part for part in _phrases(history[-1]) if part not in other]
    if not phrases or _PUT_IN.search(other):
        return None
    likeness = similar(other, phrases)
    best = max(range(len(phrases)), key=lambda place: likeness[place])
    before, _, after = history[-1].partition(phrases[best])
    shared = other.split(" ")[0]  # All IP, All Cloud
    before = re.sub(rf"{re.escape(shared)}\s$", "", before, flags=re.IGNORECASE) if shared != other else before
    return f"{before}{other}{after}"


def _phrases(question: str) -> list[str]:
    """The stretches of a question between the words that only ask or bind."""
    found, start, place = [], 0, 0
    for word in segment(question).split():
        at = question.find(word, place)
        if at < 0:  # the segmenter folds nothing, but an odd character may be lost
            continue
        key = fold(word)
        if key in CHINESE_FUNCTION_WORDS or key in ENGLISH_FUNCTION_WORDS or not any(c.isalnum() for c in key):
            found.append(question[start:at])
            start = at + len(word)
        place = at + len(word)
    parts = (part.strip() for stretch in [*found, question[start:]] for part in _MARKS.split(stretch))
    return [_COUNTED.sub("", part) for part in parts if part]


def leans(question: str, options: FollowupOptions | None = None) -> bool:
    """Whether a question points back: by a pronoun, by how it opens, or by being too short to stand alone."""
    return points_back(question) or is_short(question, options)


def points_back(question: str) -> bool:
    """Whether a question has a pronoun, or opens as one that goes on.

    >>> points_back("它包括哪些？"), points_back("红烧肉怎么做？")
    (True, False)
    """
    stripped = fold(question).strip()
    if _HAN.search(stripped):
        return bool(_CHINESE_POINTER.search(stripped) or _CHINESE_OPENING.search(stripped))
    return bool(_ENGLISH_POINTER.search(stripped) or _ENGLISH_OPENING.search(stripped))


def is_short(question: str, options: FollowupOptions | None = None) -> bool:
    """Whether a question has too few characters or words to stand alone."""
    options = options or FollowupOptions()
    stripped = fold(question).strip()
    han, latin = len(_HAN.findall(stripped)), len(_LATIN.findall(stripped))
    return han + 2 * latin <= options.short_han if han else len(stripped.split()) <= options.short_words


def topic_of(question: str) -> str:
    """A question without the words that only ask.

    >>> topic_of("华为的智能化目标是什么？"), topic_of("Where was the University Library founded?")
    ('华为的智能化目标', 'the University Library founded')
    """
    return " ".join(_ASKING_WORDS.sub(" ", question).strip(" ,，?").split())


def _meant(history: list[str], options: FollowupOptions) -> str:
    """The last question, as one that stands alone."""
    return standing_alone(history[-1], history[:-1], options) or history[-1]
