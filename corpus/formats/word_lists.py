"""The numbers that Word puts before paragraphs, computed from the document's numbering definitions."""

import re
from typing import Any

from corpus.formats.numerals import numeral

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "chineseCounting": "一",
    "chineseCountingThousand": "一",
    "japaneseCounting": "一",
    "taiwaneseCounting": "一",
    "taiwaneseCountingThousand": "一",
    "ideographDigital": "一",
}
_SILENT = ("bullet", "none")
_DEEPEST = 9


class Numbering:
    """Counts the paragraphs of every list and level, in document order."""

    def __init__(self, document: Any) -> None:
        """Read the definitions; a document may have none."""
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # list → level → (kind, template, start)
        self._counts: dict[str, dict[int, int]] = {}
        self._same: dict[str, str] = {}  # lists of one abstract definition count on together,
        self._restarts: set[tuple[str, int]] = (
            set()
        )  # unless a list says that a level begins anew when it is first used
        root = next(
            (rel.target_part.element for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        abstract = {
            one.get(f"{_W}abstractNumId"): {
                int(level.get(f"{_W}ilvl") or 0): _level(level) for level in one.iterchildren(f"{_W}lvl")
            }
            for one in root.iterchildren(f"{_W}abstractNum")
        }
        for one in root.iterchildren(f"{_W}num"):
            name, base = one.get(f"{_W}numId"), one.find(f"{_W}abstractNumId")
            levels = dict(abstract.get(base.get(f"{_W}val"), {})) if base is not None else {}
            for override in one.iterchildren(f"{_W}lvlOverride"):
                start, place = override.find(f"{_W}startOverride"), int(override.get(f"{_W}ilvl") or 0)
                if start is not None and place in levels:
                    levels[place] = (*levels[place][:2], _int(start.get(f"{_W}val"), 1))
                    self._restarts.add((name, place))
            self._levels[name] = levels
            self._same[name] = f"abstract {base.get(f'{_W}val')}" if base is not None else name

    def number(self, paragraph: Any, styles: list[Any]) -> str | None:
        """What Word shows before a paragraph: "3. ", "" for a bullet, None outside lists. Counts the paragraph."""
        found = _num_pr(paragraph.find(f"{_W}pPr"), styles)
        if found is None:
            return None
        name, level = found
        levels = self._levels.get(name)
        if not levels or level not in levels:
            return "" if name != "0" else None
        counts = self._counts.setdefault(self._same[name], {})
        if (name, level) in self._restarts:
            self._restarts.remove((name, level))
            counts.pop(level, None)
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _shown(levels, counts, level)


def _level(level: Any) -> tuple[str, str, int]:
    def value(name: str) -> str:
        found = level.find(f"{_W}{name}")
        return str(found.get(f"{_W}val") or "") if found is not None else ""

    return value("numFmt"), value("lvlText"), _int(value("start"), 1)


def _shown(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], level: int) -> str:
    kind, template, _ = levels[level]
    if kind in _SILENT or not template:
        return ""

    def count(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        form, _, start = levels.get(place, ("decimal", "", 1))
        return numeral(counts.get(place, start), _KINDS.get(form, "1"))

    shown = re.sub(r"%([1-9])", count, template).strip()
    return shown if shown.endswith(("、", "）", "章", "条", "節", "节", "條")) else f"{shown} "


def _num_pr(properties: Any, styles: list[Any]) -> tuple[str, int] | None:
    """List and level: the paragraph's own, else the nearest style's."""
    name, level = None, None
    for holder in (properties, *(style.element.find(f"{_W}pPr") for style in styles)):
        found = holder.find(f"{_W}numPr") if holder is not None else None
        if found is None:
            continue
        number, depth = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
        name = name or (number.get(f"{_W}val") if number is not None else None)
        level = level if level is not None else (_int(depth.get(f"{_W}val"), 0) if depth is not None else None)
    return (name, min(level or 0, _DEEPEST - 1)) if name and name != "0" else None


def _int(value: str | None, default: int) -> int:
    return int(value) if value and value.isdigit() and len(value) < 7 else default
