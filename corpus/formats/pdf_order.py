"""Reading order: most programs paint a page as it is read, but some paint boxes that can scroll, or notes, at the end."""

from itertools import groupby

from corpus.formats.pdf_lines import Line


def in_reading_order(lines: list[Line]) -> list[Line]:
    """What was painted after lines that stand below it in the same column is moved up to its place."""
    found: list[Line] = []
    for _, page in groupby(lines, key=lambda line: line.page):
        placed: list[Line] = []
        for run in _runs(list(page)):
            _insert(run, placed)
        found += placed
    return found


def _runs(page: list[Line]) -> list[list[Line]]:
    """Lines that were painted downwards one after the other."""
    runs: list[list[Line]] = []
    for line in page:
        if not runs or line.y > runs[-1][-1].y + 0.5 * line.size:
            runs.append([])
        runs[-1].append(line)
    return runs


def _insert(run: list[Line], placed: list[Line]) -> None:
    """Each line before the first one below it in its column, where there is room for all of them; else after the rest."""
    column = [line for line in placed if any(_share_column(line, one) for one in run)]
    if any(abs(line.y - one.y) < 0.6 * line.size for line in column for one in run if _share_column(line, one)):
        placed += run  # no hole was left for them: this is another column, or a page that was painted otherwise
        return
    for line in run:
        below = (number for number, one in enumerate(placed) if one.y < line.y and _share_column(line, one))
        place = next(below, len(placed))
        placed[place:place] = [line]


def _share_column(line: Line, other: Line) -> bool:
    overlap = min(line.end, other.end) - max(line.x, other.x)
    return overlap > 0.3 * min(line.end - line.x, other.end - other.x)
