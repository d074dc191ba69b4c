"""From the lines of pages to blocks: paragraphs over columns and pages, headings by size, lists, rows of tables."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from corpus.clean import TextBuilder
from corpus.formats.pdf_lines import Line, find_edges, find_neighbours, find_rows, lines_of
from corpus.formats.pdf_margins import notes_last, without_margins
from corpus.formats.pdf_marks import Fragment, width
from corpus.formats.pdf_order import in_reading_order
from corpus.records import BlockKind

_ENDS = re.compile(r"[。．！？!?.:：；;…”\"』」）)\]]\s*$")
_ITEM = re.compile(
    r"^\s*(?:[•·●▪◦‣○■□➢–-]\s*|\(?\d{1,3}(?:\.(?!\d)|[)、）])\s*|[（(]?[一二三四五六七八九十]{1,3}[)）、]\s*|[a-z][.)]\s)\S"
)
_BULLET = re.compile(r"^\s*[•·●▪◦‣○■□➢]\s*")
_GONE = re.compile("\u00ad|\\s*\u21a9\ufe0e?\\s*$")  # soft hyphens, and the arrow back from a footnote
_COMPOUND = re.compile(r"\b[^\W\d_]{1,40}-[^\W\d_]{1,40}")  # bounded, so that no line takes quadratic time
_HYPHEN = re.compile(r"([^\W\d_]{2,})[-\u2010\u00ad]$")
_LONGEST_HEADING = 90
_LONGEST_ROW = 400
_LONGEST_WORD = 60
_HEADING_SIZE = 1.12  # times the size of the body text


def lay_out(pages: list[list[Fragment]], content: TextBuilder) -> None:
    """Add the blocks of a document to the builder; its line numbers are page numbers, from 1."""
    lines = [line for number, page in enumerate(pages, 1) for line in lines_of(page, number)]
    find_rows(lines)
    find_neighbours(lines)
    lines = in_reading_order(notes_last(without_margins(lines, len(pages))))
    body, levels = _sizes(lines)
    compounds = {word.lower() for line in lines for word in _COMPOUND.findall(line.text)}
    for kind, group, level in _blocks(lines, body, levels):
        rows = [group] if kind is not BlockKind.TABLE else [[line] for line in group]
        for row in rows:
            content.add(kind, _joined(row, kind, compounds), level)


def _sizes(lines: list[Line]) -> tuple[float, dict[float, int]]:
    """The size of the body text, and the heading level of each larger size, largest first."""
    counts: Counter[float] = Counter()
    for line in lines:
        counts[line.size] += len(line.text)
    if not counts:
        return 1.0, {}
    body = counts.most_common(1)[0][0]
    larger = sorted((size for size in counts if size >= body * _HEADING_SIZE), reverse=True)
    levels: dict[float, int] = {}
    for size in larger:
        near = next((known for known in levels if known / size < 1.05), None)
        levels[size] = levels[near] if near else min(len(set(levels.values())) + 1, 6)
    return body, levels


def _blocks(lines: list[Line], body: float, levels: dict[float, int]) -> Iterator[tuple[BlockKind, list[Line], int]]:
    """Runs of lines that belong together, with their kind and heading level."""
    group: list[Line] = []
    kind, level = BlockKind.PARAGRAPH, 0
    leading = _leading(lines)
    find_edges(lines)
    for line in lines:
        new_kind, new_level = _kind(line, lines, levels, body)
        same = (new_kind, new_level) == (kind, level) or (
            kind is BlockKind.LIST_ITEM and new_kind is BlockKind.PARAGRAPH
        )
        if group and not (same and _goes_on(group[-1], line, leading, kind)):
            yield kind, group, level
            group = []
        if not group:
            kind, level = new_kind, new_level
        group.append(line)
    if group:
        yield kind, group, level


def _kind(line: Line, lines: list[Line], levels: dict[float, int], body: float) -> tuple[BlockKind, int]:
    if line.row and len(line.cells) > 1 and len(line.text) < _LONGEST_ROW:
        return BlockKind.TABLE, 0
    text = line.text
    if line.size in levels and len(text) <= _LONGEST_HEADING and any(one.isalnum() for one in text):
        return BlockKind.HEADING, levels[line.size]
    if (
        line.bold
        and line.size >= body
        and len(text) <= _LONGEST_HEADING // 2
        and not _ENDS.search(text)
        and len(lines) > 3
    ):
        return BlockKind.HEADING, max(levels.values(), default=0) + 1
    return (BlockKind.LIST_ITEM if _ITEM.match(text) else BlockKind.PARAGRAPH), 0


def _goes_on(before: Line, line: Line, leading: float, kind: BlockKind) -> bool:
    """Whether a line belongs to the block of the line before it."""
    if kind is BlockKind.TABLE:
        return True
    if _ITEM.match(line.text) and kind is not BlockKind.HEADING:
        return False
    if line.page != before.page or line.y > before.y:  # the next page or column
        return kind is not BlockKind.HEADING and not _ENDS.search(before.text) and not _ended(before, line)
    gap = before.y - line.y
    if gap > 1.35 * leading * max(before.size, line.size) or abs(before.size - line.size) > 0.15 * before.size:
        return False
    if kind is BlockKind.HEADING:
        return True
    indented = line.x > before.x + 1.2 * line.size and kind is BlockKind.PARAGRAPH
    return not indented and not _ended(before, line)


def _ended(before: Line, line: Line) -> bool:
    """Whether the line before had room for the first word of this one: it was ended, not wrapped."""
    text = line.text
    word = text[:1] if ord(text[0]) > 0x2E7F else re.split(r"[\s\u2e80-\uffff]", text, maxsplit=1)[0]
    guess = 0.08 * (before.edge - before.x) if ord(before.last) < 0x2E7F else 0.0  # widths of letters are not known
    return before.edge - before.end > 1.3 * width(word) * line.size + 1.5 * line.size + guess


def _leading(lines: list[Line]) -> float:
    """The usual distance of lines, in their size."""
    steps: Counter[float] = Counter()
    for before, line in pairwise(lines):
        gap = (before.y - line.y) / max(line.size, 1.0)
        if before.page == line.page and before.size == line.size and 0.8 < gap < 3:
            steps[round(gap, 1)] += 1
    return steps.most_common(1)[0][0] if steps else 1.5


def _joined(lines: list[Line], kind: BlockKind, compounds: set[str]) -> list[tuple[int, str]]:
    """The lines with their pages; words that were parted by a hyphen at the end of a line are whole again."""
    if kind is BlockKind.TABLE:
        return [(lines[0].page, " | ".join(lines[0].cells))]
    found = [(line.page, re.sub(r"[ \t]+", " ", line.text)) for line in lines]
    if kind is BlockKind.LIST_ITEM:
        found[0] = (found[0][0], _BULLET.sub("", found[0][1]))
    for place in range(len(found) - 1):
        page, text = found[place]
        match, following = _HYPHEN.search(text[-_LONGEST_WORD:]), found[place + 1][1]
        if match and following[:1].islower():
            word, _, rest = following.partition(" ")
            kept = "-" if text[-1] == "-" and f"{match[1]}-{word}".rstrip(".,;:)").lower() in compounds else ""
            found[place] = (page, text[:-1] + kept + word)
            found[place + 1] = (found[place + 1][0], rest)
    return [(page, _GONE.sub("", text)) for page, text in found]
