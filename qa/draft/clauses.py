"""The clauses of a Chinese sentence, and what each of them speaks of.

Words and parts of speech are jieba's; its tags are those of ICTCLAS: n nouns, v verbs, m numbers, r pronouns, d adverbs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.keywords import tag

_MARKS = "，；：。！？,;:!?"
_OPENING = re.compile(
    r"^(?:其中|此外|另外|同时|如今|现在|目前|过去|首先|其次|再次|第[一二三四]|最后|而且|而|并且|并|但是|但|所以|因此|从而|可见|据了解|据介绍)[，,]?"
)
#: How a clause opens that points at something outside of it.
POINTING = re.compile(r"^(?:[它他她]们?|这|那|该|此|其|我们?|你们?|您|咱们?|自己|大家|人们|有的|前者|后者|两者|上述)")
_NOUNS = ("n", "eng", "j", "l", "vn", "an", "i")
_NO_SUBJECT = frozenset(["着力", "主要目的", "目的", "原因", "结果", "作者", "故事"])


class Token(NamedTuple):
    """A word, its part of speech, and where it begins and ends in the sentence."""

    word: str
    flag: str
    start: int
    end: int

    @property
    def noun(self) -> bool:
        """Whether it names something."""
        return self.flag.startswith("n") or self.flag in _NOUNS


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence between two marks; `subject` is what it speaks of, its own or the one before it."""

    start: int
    text: str
    tokens: tuple[Token, ...]
    subject: str
    own: bool

    def question(self, start: int, end: int, words: str) -> str:
        """The clause with some of its characters replaced by question words, with its subject in front."""
        body = self.text[: start - self.start] + words + self.text[end - self.start :]
        body = re.sub(r"(?:到|截至)?(?:目前|现在)(?:为止)?[，,]?", "", without_opening(body))
        body = re.sub(r"(?<=[\u4e00-\u9fff])(?:又|还|也)(?=[\u4e00-\u9fff])", "", body, count=1)
        return (body if self.own else self.subject + body) + "？"


def without_opening(text: str) -> str:
    """A clause without the words that tie it to what came before.

    >>> without_opening("其中，华为在全球")
    '华为在全球'
    """
    opening = _OPENING.match(text)
    return text[opening.end() :] if opening else text


def without_brackets(text: str) -> str:
    """A text without what stands in brackets."""
    return re.sub(r"[（(][^）)]*[）)]", "", text)


def clauses(sentence: str, speaker: str = "") -> list[Clause]:
    """The clauses of a sentence, each with the subject it has or, lacking one, the one that all clauses before it share."""
    tokens, place = [], 0
    for word, flag in tag(sentence):
        tokens.append(Token(word, flag, place, place + len(word)))
        place += len(word)
    found: list[Clause] = []
    subjects: list[str] = []
    for part in _split(tokens):
        start = part[0].start
        text = sentence[start : part[-1].end]
        if speaker and (pointed := re.match(r"我们(?:已经|已)?", text)):
            # the clause without its pronoun, spoken of whom it means
            part = [token for token in part if token.start >= start + pointed.end()]
            subjects.append(speaker)
            if part:
                text = sentence[part[0].start : part[-1].end]
                found.append(Clause(part[0].start, text, tuple(part), speaker, False))
            continue
        own, topic = _subject(part), topic_of(part)
        subjects += [name for name in (own or topic,) if name]
        bare = part[0].noun or part[0].flag in ("a", "m", "r")  # another subject, which is not understood
        shared = subjects[-1] if len(set(subjects)) == 1 and not bare else ""
        found.append(Clause(start, text, tuple(part), own or shared, bool(own)))
    return found


def topic_of(tokens: Sequence[Token]) -> str:
    """A clause that is a noun phrase and nothing else."""
    text = "".join(token.word for token in tokens)
    only = all(token.noun or token.flag in ("a", "b", "uj", "t") for token in tokens)
    return text if only and tokens[-1].noun and 3 <= len(text) <= 12 and not POINTING.match(text) else ""


def _split(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        if token.word in _MARKS:
            if part:
                yield part
            part = []
        elif part or token.word.strip():
            part.append(token)
    if part:
        yield part


def _subject(tokens: Sequence[Token]) -> str:
    """The noun phrase that a clause opens with and a verb, adverb or preposition follows; empty when there is none."""
    kept = list(tokens)
    while kept and (kept[0].flag in ("c", "t") or _OPENING.fullmatch(kept[0].word)):
        kept.pop(0)
    phrase: list[Token] = []
    for token in kept:
        if token.noun or token.flag in ("a", "b", "uj", "ud", "k", "m", "q") or token.word in "“”‘’《》（）() 、":
            phrase.append(token)
        else:
            break
    rest = kept[len(phrase) :]
    text = "".join(token.word for token in phrase).strip()
    follows = rest and rest[0].flag[:1] in ("v", "d", "p")
    named = bool(phrase) and phrase[0].flag not in ("m", "q", "uj") and any(token.noun for token in phrase)
    if not (follows and named and phrase[-1].flag not in ("uj", "a", "x")) or len(without_brackets(text)) > 16:
        return ""
    return (
        ""
        if POINTING.match(text) or text in _NO_SUBJECT or "、" in text or text.count("“") != text.count("”")
        else text
    )
