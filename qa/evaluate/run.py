"""A run: what came of every question of a test set, saved with what it was made with."""

import hashlib
import json
import os
import platform
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.bot import Bot
from qa.errors import BadRun
from qa.evaluate.files import write_whole

_FORMAT = 2


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of an article, and the characters `start` to `end` of it that matter."""

    article: str
    text: str
    start: int
    end: int

    @property
    def part(self) -> str:
        """What matters of it."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that was shown, and whether it holds an accepted answer."""

    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question.

    `best` is the best sentence whether or not it was quoted, in its passage, and `best_right` whether it holds an accepted
    answer; `wanted` is where the first passage holds one. `gains` tells of the first passages found, in order, which hold an
    accepted answer (1) and which do not (0); `relevant` is how many passages of the index do. `seconds` is None when other
    questions were asked at the same time.
    """

    id: str
    question: str
    lang: str
    tags: tuple[str, ...]
    answerable: bool
    answers: tuple[str, ...]
    answered: bool
    probability: float
    best: Excerpt | None
    best_right: bool
    wanted: Excerpt | None
    quotes: tuple[Shown, ...]
    nearest: tuple[Shown, ...]
    gains: tuple[int, ...]
    relevant: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """The outcomes in the order of the test set; `about` says what they were made with."""

    about: dict[str, Any]
    outcomes: tuple[Outcome, ...]


def save(run: Run, path: Path) -> None:
    """Write a run; a file of that name is replaced whole or not at all. Raises FileUnwritable."""
    rows = {"format": _FORMAT, "about": run.about, "outcomes": [asdict(one) for one in run.outcomes]}
    write_whole(path, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def load(path: Path) -> Run:
    """Read a saved run. Raises BadRun."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != _FORMAT:
            raise ValueError(f"format {found['format']}")
        outcomes = [_outcome(row) for row in found["outcomes"]]
        return Run(dict(found["about"]), tuple(outcomes))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadRun(path=path, detail=str(error)) from error


def _outcome(row: dict[str, Any]) -> Outcome:
    known = {field.name for field in fields(Outcome)}
    if set(row) != known:
        raise ValueError(f"a question with {', '.join(sorted(set(row) ^ known))}")
    for name in ("best", "wanted"):
        row[name] = row[name] and Excerpt(**row[name])
    for name in ("quotes", "nearest"):
        row[name] = [Shown(**one) for one in row[name]]
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Outcome(**values)


def about(bot: Bot, path: Path) -> dict[str, Any]:
    """What a run over this test set is made with."""
    articles, passages, _ = bot.library.counts()
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "testset": {"name": path.name, "sha256": _sum(path)},
        "index": {"generation": bot.library.generation, "articles": articles, "passages": passages},
        "encoder": bot.encoder.fingerprint,
        "reader": bot.reader.fingerprint,
        "calibration": bot.calibration.fingerprint,
        "machine": {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()},
    }


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
