"""A run: every question of a test set asked once, and what came of it, saved with what it was made with."""

import hashlib
import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa import decide
from qa.bot import Bot
from qa.errors import BadRun
from qa.evaluate.files import write_whole
from qa.evaluate.quoting import holds_answer
from qa.evaluate.testset import Case

_FORMAT = 1
DEPTH = 10  # passages whose order is measured


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question.

    `first` is the best sentence whether or not it was quoted, `article` and `context` where it stands; `gains` tells of the
    first passages found, in order, which hold an accepted answer (1) and which do not (0); `relevant` is how many passages
    of the index do.
    """

    id: str
    question: str
    lang: str
    tags: tuple[str, ...]
    answerable: bool
    answers: tuple[str, ...]
    answered: bool
    probability: float
    first: str
    article: str
    context: str
    quotes: tuple[str, ...]
    nearest: tuple[str, ...]
    gains: tuple[int, ...]
    relevant: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """The outcomes in the order of the test set; `about` says what they were made with."""

    about: dict[str, Any]
    outcomes: tuple[Outcome, ...]


def evaluate(
    bot: Bot, path: Path, cases: Sequence[Case], tell: Callable[[int, int], None] = lambda _done, _all: None
) -> Run:
    """Ask every question. `tell` is called with how many of how many are done."""
    texts = _passages(bot)
    outcomes = []
    for number, case in enumerate(cases, 1):
        answer, evidence = bot.examine(case.question, case.history)
        best = evidence.sentences[0] if evidence.sentences else None
        outcomes.append(
            Outcome(
                id=case.id,
                question=case.question,
                lang=case.lang,
                tags=case.tags,
                answerable=case.answerable,
                answers=case.answers,
                answered=answer.answered,
                probability=answer.probability,
                first=best.text if best else "",
                article=best.hit.passage.article if best else "",
                context=best.hit.text if best else "",
                quotes=tuple(quote.text for quote in answer.quotes),
                nearest=tuple(quote.text for quote in answer.nearest),
                gains=tuple(int(holds_answer(hit.text, case.answers)) for hit in evidence.passages[:DEPTH]),
                relevant=sum(holds_answer(text, case.answers) for text in texts) if case.answers else 0,
                seconds=answer.seconds,
            )
        )
        tell(number, len(cases))
    return Run(_about(bot, path), tuple(outcomes))


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
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    return Outcome(**values)


def _passages(bot: Bot) -> list[str]:
    library = bot.library
    found = []
    for article_id in library.article_ids():
        text = library.article(article_id).text
        found += [text[passage.start : passage.end] for passage in library.passages_of(article_id)]
    return found


def _about(bot: Bot, path: Path) -> dict[str, Any]:
    articles, passages, _ = bot.library.counts()
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "testset": {"name": path.name, "sha256": _sum(path)},
        "index": {"generation": bot.library.generation, "articles": articles, "passages": passages},
        "encoder": bot.encoder.fingerprint,
        "reader": bot.reader.fingerprint,
        "calibration": _sum(decide.FITTED),
        "machine": {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()},
    }


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
