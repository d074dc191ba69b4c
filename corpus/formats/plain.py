"""Plain text: blank lines part paragraphs; lines that were wrapped by a program are joined again."""

import re
from collections.abc import Iterator

from corpus.clean import TextBuilder
from corpus.formats.base import Parsed
from corpus.formats.front_matter import first_lines, split
from corpus.formats.lines import NARROW, ended, width
from corpus.records import BlockKind

_ENDS = re.compile(r"[。．！？!?.:：;；…”\"』」）)]\s*$")
_ITEM = re.compile(
    r"^\s*(?:[-*•·●▪]\s+|\(?\d{1,3}(?:\.(?!\d)|[)、）])\s*|[（(]?[一二三四五六七八九十]{1,3}[)）、]\s*)\S"
)
_LONGEST_TITLE = 60
_WRAPPED = 0.7  # of the widest line of its paragraph: a shorter line ends because its author ended it


def read(text: str) -> Parsed:
    """Paragraphs of plain text; the first short line that stands alone is the title."""
    about, skip = split(text)
    content = TextBuilder()
    lines = text.split("\n")[skip:]
    for number, paragraph in enumerate(_paragraphs(lines, skip + 1)):
        alone = len(paragraph) == 1 and len(paragraph[0][1].strip()) <= _LONGEST_TITLE
        if number == 0 and alone and not _ENDS.search(paragraph[0][1]):
            content.add(BlockKind.HEADING, paragraph, level=1)
            continue
        for place, unit in enumerate(_units(paragraph)):
            item = bool(_ITEM.match(unit[0][1]))
            content.add(BlockKind.LIST_ITEM if item else BlockKind.PARAGRAPH, unit, beside=place > 0)
    joined = [content.text()[block.start : block.end] for block in content.blocks[:12]]
    return Parsed(content, first_lines(lines) | first_lines(joined) | about)


def _paragraphs(lines: list[str], first: int) -> Iterator[list[tuple[int, str]]]:
    paragraph: list[tuple[int, str]] = []
    for number, line in enumerate(lines, first):
        if line.strip():
            paragraph.append((number, line))
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _units(paragraph: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Lines that belong together: a line is joined to the one before it only if that one looks wrapped."""
    widest = max(width(line) for _, line in paragraph)
    unit = [paragraph[0]]
    for line in paragraph[1:]:
        before = unit[-1][1]
        wrapped = width(before) >= _WRAPPED * widest and not _ENDS.search(before)
        long_lines = widest > NARROW and width(before) >= 0.9 * widest  # may end in a full stop by chance
        opens = _ITEM.match(line[1]) or line[1].startswith(("\u3000", "\t", "    ")) or ended(before, line[1], widest)
        if (wrapped or long_lines) and not opens:
            unit.append(line)
        else:
            yield unit
            unit = [line]
    yield unit
