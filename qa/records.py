"""What an answer is made of: quotes that are slices of their articles, and the decision whether they answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.records import Span


@dataclass(frozen=True, slots=True)
class Context:
    """The passage around a quote: characters `start` to `end` of the article, and their text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `start` to `end` of an article, character for character, and where they stand.

    `file` is the source file, within the folder of articles. `page` and `line` (1-based, in it) are None where it has no
    such thing. `marks` are the spans of the article, inside the quote, that share words with the question; `answer` is
    the one that answers most exactly.
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
            "answer": self.answer
            and {
                "start": self.answer.start,
                "end": self.answer.end,
                "text": self.text[self.answer.start - self.start : self.answer.end - self.start],
            },
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: quotes, best first, or none and the nearest passages instead.

    `probability` is that the first quote answers; `searched` is the question as it was searched, resolved against the
    history; `features` is the evidence that the probability was computed from.
    """

    question: str
    answered: bool
    probability: float
    text: str
    quotes: tuple[Quote, ...]
    nearest: tuple[Quote, ...]
    searched: str
    generation: int
    encoder: str
    seconds: float
    features: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The shape that `ask --json` prints."""
        return {
            "question": self.question,
            "answered": self.answered,
            "probability": round(self.probability, 6),
            "text": self.text,
            "quotes": [quote.to_json() for quote in self.quotes],
            "nearest": [quote.to_json() for quote in self.nearest],
            "searched": self.searched,
            "generation": self.generation,
            "encoder": self.encoder,
            "seconds": round(self.seconds, 4),
        }
