"""What a page carries besides its text: running heads, page numbers, what a browser prints in its margins, footnotes."""

import re
from collections import Counter

from corpus.formats.pdf_lines import Line

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|第|p\.)?\s*(\d{1,4})\s*(?:页|頁)?(?:\s*(?:/|of|共)\s*\d{1,4}\s*(?:页|頁)?)?\W*$", re.I
)
_PRINTED = re.compile(r"(?:file|https?)://\S+.*\d+/\d+$|^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? +\d")
_NOTE = re.compile(r"[\[(（]?(?:\d{1,3}|[*†‡])[\])）]?\s*[^\s\d]")
_NOTE_SIZE = 0.92  # of the body text, at most
_MOST_NOTE_LINES = 30  # at the foot of a page
_MARGIN_LINES = 3  # at the top and the bottom of a page that may be running heads


def without_margins(lines: list[Line], pages: int) -> list[Line]:
    """Leave out what stands at one height of the margin of several pages and differs in digits alone, and page numbers."""
    margins: list[tuple[Line, str]] = []
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    for page in by_page.values():
        ordered = sorted(page, key=lambda line: -line.y)
        few = min(_MARGIN_LINES, max(len(ordered) // 3, 1))
        ends = ordered[:few] + ordered[max(len(ordered) - few, few) :]
        margins += [(line, f"{_DIGITS.sub('#', line.text)} {round(line.y / 4)}") for line in ends]
    often = Counter(key for _, key in margins)
    least = max(3, pages // 10)
    dropped = {id(line) for line, key in margins if often[key] >= least}
    dropped |= {id(line) for line, _ in margins if _PRINTED.search(line.text) and _outermost(line, by_page)}
    dropped |= _page_numbers([line for line, _ in margins], by_page)
    return [line for line in lines if id(line) not in dropped]


def _page_numbers(margins: list[Line], by_page: dict[int, list[Line]]) -> set[int]:
    """Lone numbers at the very top or bottom that count on with the pages (a single page's must be its own number)."""
    found = []
    for line in margins:
        match = _PAGE_NUMBER.match(line.text)
        if match and _outermost(line, by_page):
            found.append((line, int(match[1]) - line.page))
    steps = Counter(step for _, step in found)
    return {id(line) for line, step in found if steps[step] >= 2 or (step == 0 and len(by_page) == 1)}


def _outermost(line: Line, by_page: dict[int, list[Line]]) -> bool:
    heights = [one.y for one in by_page[line.page]]
    return len(heights) > 1 and line.y in (max(heights), min(heights))


def notes_last(lines: list[Line]) -> list[Line]:
    """Footnotes moved from the foot of their pages to the end, so that sentences go on from page to page."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    notes = {id(line) for page in by_page.values() for line in _notes(page, body)}
    return [line for line in lines if id(line) not in notes] + [line for line in lines if id(line) in notes]


def _notes(page: list[Line], body: float) -> list[Line]:
    """The lines at the foot of a page from the first that begins with a note's mark: smaller ones, or after a raised mark."""
    ordered = sorted(page, key=lambda line: line.y)
    found: list[Line] = []
    for place, line in enumerate(ordered[:_MOST_NOTE_LINES]):
        small = all(one.size <= _NOTE_SIZE * body for one in ordered[: place + 1])
        if line.note or (small and _NOTE.match(line.text)):
            found = ordered[: place + 1]
    return found if len(found) < len(page) else []
