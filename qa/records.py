"""What an answer is made of: quotes that are slices of their articles, and the decision whether they answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from corpus.records import Span


@dataclass(frozen=True, slots=True)
class Matched:
    """A word of the question and the words of the passage that stand for it; none when the passage lacks it."""

    asked: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A reading of a question that was tried: its text, how it came about, the probability that its first quote answers."""

    text: str
    way: str
    probability: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why the first quote was, or was not, taken for an answer.

    `legs` are what each way of searching gave its passage (`lexical` and `lexicon` as shares of a perfect match, `dense` and
    `dense_sentence` as cosines); `reader` is the reader's probability that the passage answers, None when it was not read;
    `weights` is what each feature adds to the log odds of an answer; `threshold` is the probability from which it is shown;
    `tried` are the readings of the question, the one as typed first.
    """

    words: tuple[Matched, ...]
    legs: Mapping[str, float]
    reader: float | None
    weights: Mapping[str, float]
    probability: float
    threshold: float
    tried: tuple[Tried, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape that `ask --explain --json` prints."""
        return {
            "words": [{"asked": one.asked, "found": list(one.found)} for one in self.words],
            "legs": {name: round(value, 4) for name, value in self.legs.items()},
            "reader": None if self.reader is None else round(self.reader, 4),
            "weights": {name: round(value, 3) for name, value in self.weights.items()},
            "probability": round(self.probability, 4),
            "threshold": round(self.threshold, 4),
            "tried": [{"text": t.text, "way": t.way, "probability": round(t.probability, 4)} for t in self.tried],
        }


@dataclass(frozen=True, slots=True)
class Context:
    """The passage around a quote: characters `start` to `end` of the article, and their text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another place that says the same as a quote: characters `start` to `end` of an article."""

    article: str
    title: str
    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        """The shape that `ask --json` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `start` to `end` of an article, character for character, and where they stand.

    `file` is the source file, within the folder of articles. `page` and `line` (1-based, in it) are None where it has no
    such thing. `marks` are the spans of the article, inside the quote, that share words with the question; `answer` is
    the one that answers most exactly; `also` are other places that say the same, best first.
    """

    article: str
    article_hash: str
    file: str
    title: str
    source: str | None
    section: str | None
    page: int | None
    line: int | None
    date: str | None
    start: int
    end: int
    text: str
    passage: Context
    score: float
    marks: tuple[Span, ...] = ()
    answer: Span | None = None
    also: tuple[Elsewhere, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The shape that `ask --json` prints."""
        return {
            "article": self.article,
            "article_hash": self.article_hash,
            "file": self.file,
            "title": self.title,
            "source": self.source,
            "section": self.section,
            "page": self.page,
            "line": self.line,
            "date": self.date,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "passage": {"start": self.passage.start, "end": self.passage.end, "text": self.passage.text},
            "score": round(self.score, 6),
            "answer": self.answer_json(),
            "also": [place.to_json() for place in self.also],
        }

    def answer_json(self) -> dict[str, Any] | None:
        """The words that answer most exactly, as `ask --json` prints them."""
        if self.answer is None:
            return None
        start, end = self.answer
        return {"start": start, "end": end, "text": self.text[start - self.start : end - self.start]}


class Kind(StrEnum):
    """What an answer is: quotes, that the articles do not say, or a word to someone who asked them nothing."""

    QUOTES = "quotes"
    NOT_ANSWERED = "not answered"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message: as it was asked and as it was understood, whether the articles answer it and with which of the
    answer's quotes (numbers from 1), and why.

    `quoted` are the same quotes with the words that decide this question: another one may share a quote for other words.
    """

    question: str
    searched: str
    answered: bool
    probability: float
    quotes: tuple[int, ...]
    quoted: tuple[Quote, ...]
    reasons: Reasons

    def to_json(self, explain: bool = False) -> dict[str, Any]:
        """The shape that `ask --json` prints; with the reasons if asked to `explain`."""
        return {
            "question": self.question,
            "searched": self.searched,
            "answered": self.answered,
            "probability": round(self.probability, 6),
            "quotes": list(self.quotes),
            "answers": [quote.answer_json() for quote in self.quoted],
            **({"reasons": self.reasons.to_json()} if explain else {}),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a message: quotes, those of its first question first and each question's best first; or none, and the nearest
    passages instead.

    `probability` is that the first quote answers; `searched` is the question as it was understood after those before it;
    `features` is the evidence that the probability was computed from. A message that asks several things has a part for each.
    """

    question: str
    kind: Kind
    probability: float
    text: str
    quotes: tuple[Quote, ...]
    nearest: tuple[Quote, ...]
    searched: str
    generation: int
    encoder: str
    seconds: float
    parts: tuple[Part, ...]
    features: Mapping[str, float] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether the articles answer any of what was asked."""
        return self.kind is Kind.QUOTES

    @property
    def read_otherwise(self) -> bool:
        """Whether the question was understood to ask something else than its words alone say."""
        return "".join(self.searched.split()) not in "".join(self.question.split())

    def to_json(self, explain: bool = False) -> dict[str, Any]:
        """The shape that `ask --json` prints; with the reasons if asked to `explain`."""
        return {
            "question": self.question,
            "kind": str(self.kind),
            "answered": self.answered,
            "probability": round(self.probability, 6),
            "text": self.text,
            "quotes": [quote.to_json() for quote in self.quotes],
            "nearest": [quote.to_json() for quote in self.nearest],
            "searched": self.searched,
            "parts": [part.to_json(explain) for part in self.parts],
            "generation": self.generation,
            "encoder": self.encoder,
            "seconds": round(self.seconds, 4),
        }
