"""Pieces of text with places become the lines of a page: gaps, cells of tables, and the columns that lines stand in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.formats.pdf_marks import Fragment, marks_in_place, width
from corpus.formats.radicals import letters

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_MARKER = re.compile(r"(?:[•·●▪◦‣○■□➢–\uf0b7-]|\(?\d{1,3}[.)、）]|[（(]?[一二三四五六七八九十]{1,3}[)）、]|[a-z][.)])$")
_NOTE_MARK = re.compile(r"\s*[\[(（]?(?:\d{1,3}|[*†‡])[\])）]?\s*$")
_UNSURE = 0.12  # of a guessed width, by which the guess may be short
_MOST_CELLS = 60
_EDGE = 36.0  # points: lines that begin within about as much begin at one edge
_CELL_GAP_WIDE, _CELL_GAP, _WIDE_GAP = 0.5, 0.9, 3.0  # times the size


@dataclass(slots=True)
class Line:
    """A line of a page; `end` is about where it ends.

    `pieces` are what it was painted of, with the place where each begins; `breaks` those of them that stand after a gap
    and begin a cell, if the line is a `row` of a table.
    """

    page: int
    pieces: list[tuple[float, str]]
    x: float
    y: float
    end: float
    size: float
    bold: bool
    breaks: set[int] = field(default_factory=set)
    edge: float = 0.0  # how far to the right the lines of its column reach
    row: bool = False
    beside: bool = False  # another line stands at its height, as in a table or a second column
    note: bool = False  # it begins with a small raised number, as a footnote does
    wide: bool = False  # a gap is so wide that it alone parts two cells

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(piece for _, piece in self.pieces).strip()

    @property
    def last(self) -> str:
        """The character that stands last on it."""
        return self.pieces[-1][1][-1:]

    @property
    def cells(self) -> list[str]:
        """The line's parts between its breaks."""
        found = [""]
        for number, (_, piece) in enumerate(self.pieces):
            if number in self.breaks:
                found.append("")
            found[-1] += piece
        return [cell.strip() for cell in found if cell.strip()]


def lines_of(fragments: Iterable[Fragment], page: int) -> Iterator[Line]:
    """Fragments on one height follow one another on a line; a line break inside a fragment ends it."""
    line: Line | None = None
    for fragment in marks_in_place(fragments):
        text = letters(_CONTROL.sub("", fragment.text))
        if fragment.spaces:
            text = _without_gaps(text, fragment.spaces, line.last if line else "")
        for number, part in enumerate(text.split("\n")):
            if line and (number or not _same_line(line, fragment)):
                if line.text:
                    yield line
                line = None
            if line and _is_note_mark(line, part, fragment):
                line.end = max(line.end, fragment.end)
                continue
            if part.strip() or (line and part):
                line = _extended(line, part, fragment, page)
    if line and line.text:
        yield line


def _without_gaps(text: str, spaces: int, before: str) -> str:
    """Without the spaces beside wide characters that nothing painted: programs leave small gaps there."""
    found: list[str] = []
    for place, one in enumerate(text):
        around = (found[-1] if found else before) or " ", text[place + 1 : place + 2] or " "
        if one == " " and spaces > 0 and (any(ord(side) > 0x2E7F or side in "“”‘’—…·" for side in around)):
            spaces -= 1
            continue
        found.append(one)
    return "".join(found)


def _is_note_mark(line: Line, part: str, fragment: Fragment) -> bool:
    """A small raised number after a word or a full stop: a footnote's. After a digit or a unit it is an exponent."""
    raised = fragment.y > line.y + 0.15 * line.size and fragment.size < 0.85 * line.size
    if not raised or not _NOTE_MARK.match(part):
        return False
    last, word = line.text[-1:], re.search(r"[^\W\d_]*$", line.text[-9:])
    long_word = word is not None and len(word[0]) > 2
    return bool(last) and not last.isdigit() and (not last.isalnum() or ord(last) > 0x2000 or long_word)


def _same_line(line: Line, fragment: Fragment) -> bool:
    near = abs(line.y - fragment.y) < 0.5 * max(line.size, fragment.size)  # a raised number is on its line
    return not fragment.text.strip() or (near and fragment.x >= line.x - fragment.size)


def _extended(line: Line | None, part: str, fragment: Fragment, page: int) -> Line:
    wide = max(fragment.end, fragment.x) if fragment.end else fragment.x + width(part) * fragment.size
    if line is None:
        return Line(page, [(fragment.x, part)], fragment.x, fragment.y, wide, fragment.size, fragment.bold)
    gap = fragment.x - line.end
    exact = ord(line.last) > 0x2E7F  # of other letters the width is a guess
    if part.strip() and len(line.pieces) <= 2 and _MARKER.match(line.text):  # a gap after it parts no cells
        part = part if part[0].isspace() or line.last.isspace() else f" {part}"
    elif (
        part.strip()
        and gap > (_CELL_GAP_WIDE if exact else max(_CELL_GAP, _UNSURE * width(line.pieces[-1][1]))) * line.size
    ):
        line.wide = line.wide or gap > (_WIDE_GAP + (0 if exact else _UNSURE * width(line.pieces[-1][1]))) * line.size
        line.breaks.add(len(line.pieces))
    line.pieces.append((fragment.x, part))
    if part.strip():
        line.end = max(line.end, wide)
        line.bold = line.bold and fragment.bold
        if fragment.size > 1.15 * line.size and fragment.y < line.y and _NOTE_MARK.match(line.pieces[0][1]):
            line.note, line.y = True, fragment.y
        line.size = max(line.size, fragment.size)
    return line


def find_rows(lines: list[Line]) -> None:
    """Lines are rows of a table where their cells begin below one another, or where a gap is very wide."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.page == b.page and _may_be_row(a) and _may_be_row(b)]
    for a, b in pairs:
        if any(_near(x, y, a) for x in _starts(a) for y in _starts(b)):
            a.row = b.row = True
    for a, b in (*pairs, *reversed(pairs)):  # a heading row is often centred
        if len(a.breaks) == len(b.breaks) and (a.row or b.row):
            a.row = b.row = True
    for line in lines:
        line.row = line.row or line.wide
    for a, b in (*pairs, *((b, a) for a, b in reversed(pairs))):
        if a.row and b.row:
            _align(a, b)


def _may_be_row(line: Line) -> bool:
    return 0 < len(line.breaks) <= _MOST_CELLS


def _align(line: Line, other: Line) -> None:
    """Begin a cell where a piece of the line stands below a cell of the other one, though no gap was seen before it."""
    for number, (x, piece) in enumerate(line.pieces[1:], 1):
        apart = piece[:1].isspace() or line.pieces[number - 1][1][-1:].isspace()
        if apart and piece.strip() and any(_near(x, y, line) for y in _starts(other)):
            line.breaks.add(number)


def _starts(line: Line) -> list[float]:
    return [line.pieces[number][0] for number in line.breaks]


def _near(x: float, y: float, line: Line) -> bool:
    return abs(x - y) < 0.6 * line.size


def find_edges(lines: list[Line]) -> None:
    """Lines that stand below one another are a column; where a next column begins, this one began at its height."""
    column: list[Line] = []
    for line in lines:
        before = column[-1] if column else line
        if line.page != before.page or line.x < _start_of(column, line) - _EDGE or line.y > before.y + line.size:
            if line.page == before.page and line.y > before.y:
                _set_edge([one for one in column if one.y > line.y + line.size])
                column = [one for one in column if one.y <= line.y + line.size]
            _set_edge(column)
            column = []
        column.append(line)
    _set_edge(column)


def find_neighbours(lines: list[Line]) -> None:
    """Mark the lines that have another one beside them."""
    ordered = sorted(lines, key=lambda line: (line.page, line.y))
    for a, b in pairwise(ordered):
        if a.page == b.page and abs(a.y - b.y) < 0.8 * min(a.size, b.size):
            a.beside = b.beside = True


def _start_of(column: list[Line], line: Line) -> float:
    """Where the column's first line begins."""
    return column[0].x if column else line.x


def _set_edge(column: list[Line]) -> None:
    edge = max((line.end for line in column), default=0.0)
    for line in column:
        line.edge = edge
