"""What the index hands out: levels of text, scored rows, documents to be indexed, hits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from corpus.records import Span

#: Rows of a store with their scores, best first; a higher score is better.
Scored = list[tuple[int, float]]

#: A sentence's row is its passage's row times this, plus its place in the passage.
SENTENCE_STRIDE = 1024

#: Words that may stand for one word of the question, with weights in (0, 1].
WordGroup = Mapping[str, float]


class Level(StrEnum):
    """The two sizes of text that are searched."""

    PASSAGE = "passage"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Document:
    """One passage or sentence as a store takes it: its row, its search words, its unit vector (d,)."""

    row: int
    words: Sequence[str]
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the library keeps it: `row` is its number in the stores, spans are characters of the article."""

    row: int
    article: str
    ordinal: int
    start: int
    end: int
    section: str | None
    sentences: tuple[Span, ...]

    def sentence_row(self, place: int) -> int:
        """The row of the sentence at this place (0-based) in the passage."""
        return self.row * SENTENCE_STRIDE + place


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question: `score` is the fused score, `legs` what each leg gave (0 where it found nothing)."""

    passage: StoredPassage
    text: str
    score: float
    legs: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was not read, and why, in both languages of the messages.

    With a `digest` it need not be looked at again until that changes; where another try may succeed it has none.
    """

    path: str
    reason: str
    reason_zh: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """What the library knows of an article besides its text; a carried one was imported and has no file in the folder."""

    id: str
    file: str
    digest: str
    text_key: bytes
    carried: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """An article whose text is that of another one, which is the one that is indexed; `path` is its id."""

    path: str
    file: str
    digest: str
    article: str
    text_key: bytes


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two articles that share most of what the shorter one says: `share` of its runs of five characters."""

    article: str
    other: str
    share: float


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one build did: counts of what the index now holds, what was encoded anew, what was skipped, seconds."""

    articles: int
    passages: int
    sentences: int
    added: int
    changed: int
    removed: int
    encoded: int
    skipped: tuple[SkippedFile, ...]
    generation: int
    encoder: str
    seconds: float
    copies: Mapping[str, str] = field(default_factory=dict)
    near: tuple[NearDuplicate, ...] = ()
