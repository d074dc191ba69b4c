"""What a file becomes: an article with its blocks, cut into passages and sentences. All spans are characters."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Characters `start` to `end` (half-open) of an article's text."""

    start: int
    end: int


class BlockKind(StrEnum):
    """What a stretch of an article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text; `level` is a heading's depth from 1, and 0 for everything else."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """The readable text of one file, or of one of several articles in a file.

    `id` is the file's path within the articles folder (with /), `hash` the SHA-256 of its bytes, `lines` pairs of
    (character offset, 1-based source line) in ascending order, `language` as `corpus.language.detect` names it.
    `pages` are such pairs too, for files that have pages instead of lines. One of several articles has the id
    `books.zip/one.md` or `rows.csv#3`, names its `file`, and its hash is that of its text.
    """

    id: str
    text: str
    hash: str
    title: str
    blocks: tuple[Block, ...]
    lines: tuple[tuple[int, int], ...]
    language: str
    date: str | None = None
    source: str | None = None
    author: str | None = None
    pages: tuple[tuple[int, int], ...] = ()
    file: str | None = None

    def line_at(self, offset: int) -> int | None:
        """The line of the source file that the character at `offset` stands on; None where there are no lines."""
        return _number_at(self.lines, offset)

    def page_at(self, offset: int) -> int | None:
        """The page that the character at `offset` stands on, 1-based; None where there are no pages."""
        return _number_at(self.pages, offset)


def _number_at(places: tuple[tuple[int, int], ...], offset: int) -> int | None:
    place = bisect_right(places, (offset, 1 << 62)) - 1
    return places[max(place, 0)][1] if places else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences that belong together; `section` is the nearest heading that is not the title, or None."""

    article: str
    ordinal: int
    start: int
    end: int
    section: str | None
    sentences: tuple[Span, ...]
