"""What is inside, as the page lists it: searched, sorted, a screenful at a time."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.folding import fold
from qa.bot import Bot
from qa.listing import State, listing
from qa.settings import Settings

PAGE = 50  # rows on a screen
_FRESH = 5.0  # seconds for which a look at the folder holds
COLUMNS = ("title", "date", "size", "passages", "state")
_URGENT = (State.SKIPPED, State.DUPLICATE, State.CHANGED, State.REMOVED, State.NEW, State.CARRIED, State.INDEXED)


@dataclass(frozen=True, slots=True)
class View:
    """What one visitor looks at: the search, the order, the screen (from 0), the articles and files shown there,
    the article that is read, and the number of the work that is watched.
    """

    query: str = ""
    sort: str = "title"
    down: bool = False
    screen: int = 0
    shown: tuple[tuple[str, str], ...] = ()
    opened: str = ""
    watched: int = 0


class Inventory:
    """The listing of an index, looked up again when the index or the folder may have changed."""

    def __init__(self, bot: Bot, chosen: Settings) -> None:
        """Nothing is looked up yet."""
        self._bot, self._chosen = bot, chosen
        self._lock = threading.Lock()
        self._rows: list[dict[str, Any]] = []
        self._key: tuple[int, float] = (-1, 0.0)

    def rows(self, look: bool = True) -> list[dict[str, Any]]:
        """A row an article, duplicate or skipped file, as `qa.listing` makes them; the folder is looked at again on `look`."""
        generation, now = self._bot.library.generation, time.monotonic()
        with self._lock:
            if self._key[0] != generation or (look and now - self._key[1] > _FRESH):
                found = listing(self._chosen.index, self._chosen.articles)
                self._rows = [{**row, **_reasons(row, self._chosen.articles)} for row in found]
                self._key = generation, now
            return self._rows


def arranged(rows: Sequence[dict[str, Any]], view: View) -> list[dict[str, Any]]:
    """The rows that hold every word of the search, in the order that was asked for; what lacks a value comes last."""
    words = fold(view.query).split()
    found = [row for row in rows if all(word in _words_of(row) for word in words)]
    found.sort(key=lambda row: str(row["title"] or row["article"]))
    having = [row for row in found if _value(row, view.sort) is not None]
    having.sort(key=lambda row: _value(row, view.sort), reverse=view.down)
    return having + [row for row in found if _value(row, view.sort) is None]


def counts(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """How many articles and passages, and how many files are skipped, duplicates, or not built yet."""
    states = [row["state"] for row in rows]
    waiting = sum(states.count(state) for state in (State.CHANGED, State.REMOVED, State.NEW))
    skipped, copies = states.count(State.SKIPPED), states.count(State.DUPLICATE)
    articles = len(rows) - skipped - copies - states.count(State.NEW)
    passages = sum(row["passages"] for row in rows)
    return {"articles": articles, "passages": passages, "skipped": skipped, "copies": copies, "waiting": waiting}


def inside(row: dict[str, Any], folder: Path) -> tuple[str, str]:
    """Why a file was skipped, in English and Chinese, with its path within the folder of articles alone."""
    reasons = [row["reason"] or "", row["reason_zh"] or ""]
    for top in (f"{folder.resolve()}/", f"{folder}/"):
        reasons = [reason.replace(top, "") for reason in reasons]
    return reasons[0], reasons[1]


def _reasons(row: dict[str, Any], folder: Path) -> dict[str, str]:
    return dict(zip(("reason", "reason_zh"), inside(row, folder), strict=True))


def _words_of(row: dict[str, Any]) -> str:
    return fold(" ".join(str(row[name] or "") for name in ("title", "article", "date", "source")))


def _value(row: dict[str, Any], column: str) -> Any:
    if column == "state":
        return _URGENT.index(row["state"])
    if column == "title":
        return row["title"] or row["article"]
    return row[column]
