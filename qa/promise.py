"""How often the shipped decision is wrong: the rates it was published with, from its data sheet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.decide import FITTED

#: A share with its 95 % interval (Wilson).
Interval = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Promise:
    """A set of questions that the decision was held out from: of the unanswerable ones how many were answered, of the answerable
    ones how many were refused, of the shown first quotes how many were wrong. None where there was no such question.
    """

    set: str
    questions: int
    false_answers: Interval | None
    false_refusals: Interval | None
    wrong_when_shown: Interval | None


def promises(path: Path = FITTED) -> list[Promise]:
    """The rates in the articles' language and across languages, the worst false answers first."""
    sheet = json.loads(path.read_text(encoding="utf-8"))
    found = [_promise(name, row) for side in ("same", "cross") for name, row in sheet[side]["held_out"].items()]
    return sorted(found, key=lambda one: -(one.false_answers or (0.0,))[0])


def as_json(found: Sequence[Promise]) -> list[dict[str, Any]]:
    """The shape that `doctor --json` prints."""
    return [{name: getattr(one, name) for name in Promise.__slots__} for one in found]


def lines(rows: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """A table for the terminal, of what `as_json` gave."""
    titles = _TITLES[language]
    width = max((len(row["set"]) for row in rows), default=0)
    return [
        titles["title"],
        *(
            f"  {row['set']:<{width}}  "
            + "  ".join(f"{titles[name]} {_percent(row[name])}" for name in _RATES if row[name] is not None)
            for row in rows
        ),
    ]


_RATES = ("false_answers", "false_refusals", "wrong_when_shown")
_TITLES = {
    "zh": {
        "title": "判断的误差（留出数据，95 % 区间）：",
        "false_answers": "不该答而答",
        "false_refusals": "该答而未答",
        "wrong_when_shown": "首条引用有误",
    },
    "en": {
        "title": "How often the decision is wrong (held-out questions, 95 % intervals):",
        "false_answers": "answered wrongly",
        "false_refusals": "refused wrongly",
        "wrong_when_shown": "first quote wrong",
    },
}


def _promise(name: str, row: Mapping[str, Any]) -> Promise:
    rates = {key: row[key] and tuple(row[key]) for key in _RATES}
    return Promise(name, row["questions"], **rates)


def _percent(rate: Interval) -> str:
    value, low, high = (round(100 * part) for part in rate)
    return f"{value} % ({low}–{high})"
