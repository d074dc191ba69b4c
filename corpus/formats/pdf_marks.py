"""Pieces of text on a page; marks of another font, which some programs paint before the text that they stand in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_LONGEST_MARK = 3
_MOST_MARKS = 200  # on one height


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text: where it begins on the page and its size, in points (y grows upwards), and about where it ends.

    `spaces` of its characters are spaces that nothing painted: the reading program put them where it saw a gap.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    end: float = 0.0
    spaces: int = 0


def width(text: str) -> float:
    """About how wide a text is, in its size."""
    return sum(
        1.0 if ord(one) > 0x2E7F else 0.28 if one in " .,;:'il|!ftj" else 0.7 if one.isupper() else 0.52 for one in text
    )


def marks_in_place(fragments: Iterable[Fragment]) -> Iterator[Fragment]:
    """The fragments in their order, but marks that were painted too early where they stand on their line."""
    run: list[Fragment] = []
    for fragment in fragments:
        if not fragment.text.strip("\n"):
            continue  # where a line ends, the places say
        if run and abs(fragment.y - run[-1].y) > 0.15 * fragment.size:
            yield from _put(run)
            run = []
        run.append(fragment)
    yield from _put(run)


def _put(run: list[Fragment]) -> list[Fragment]:
    """Pieces on one height: each early mark into the gap that was left for it, or between the pieces around it."""
    early, left = [], float("inf")  # the leftmost text that comes later
    whole = list(run)
    for place in reversed(range(len(run))):
        fragment = run[place]
        if not _is_mark(fragment):
            left = min(left, fragment.x)
        elif left < fragment.x - 0.2 * fragment.size:
            early.append(replace(fragment, text=fragment.text.strip() or fragment.text, spaces=0))
            del run[place]
    if not early or len(early) > _MOST_MARKS:
        return whole
    found = run
    for mark in sorted(early, key=lambda mark: mark.x):
        slack = 0.2 * mark.size
        inside = (n for n, one in enumerate(found) if one.x + slack < mark.x < one.end - slack and not _is_mark(one))
        hole = next(inside, None)
        if hole is not None:
            found[hole] = _woven(mark, found[hole])
        else:
            after = (n for n, one in enumerate(found) if one.x >= mark.x - slack)
            found.insert(next(after, len(found)), mark)
    return found


def _is_mark(fragment: Fragment) -> bool:
    text = fragment.text
    return (
        0 < len(text) <= _LONGEST_MARK
        and "\n" not in text
        and not (fragment.spaces and not text.strip())
        and not any(map(str.isalnum, text))
    )


def _woven(mark: Fragment, fragment: Fragment) -> Fragment:
    """The fragment with the mark in the gap that was left for it, or at the nearest place."""
    text, size = fragment.text, fragment.size
    places = [fragment.x + width(text[:place]) * size for place in range(len(text) + 1)]
    near = sorted(range(len(text) + 1), key=lambda place: abs(places[place] - mark.x))
    gap = next((n for n in near if text[n : n + 1] == " " and abs(places[n] - mark.x) < 2 * size), None)
    start, rest = (near[0], near[0]) if gap is None else (gap, gap + 1)
    return replace(fragment, text=text[:start] + mark.text + text[rest:], spaces=max(fragment.spaces - 1, 0))
