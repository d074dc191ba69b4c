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
    """The readable text of one file.

    `id` is the file's path within the articles folder (with /), `hash` the SHA-256 of its bytes, `lines` pairs of
    (character offset, 1-based source line) in ascending order, `language` as `corpus.language.detect` names it.
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

    def line_at(self, offset: int) -> int:
        """The line of the source file that the character at `offset` stands on."""
        place = bisect_right(self.lines, (offset, 1 << 62)) - 1
        return self.lines[max(place, 0)][1] if self.lines else 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences that belong together; `section` is the nearest heading that is not the title, or None."""

    article: str
    ordinal: int
    start: int
    end: int
    section: str | None
    sentences: tuple[Span, ...]
