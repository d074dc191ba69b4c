"""Which articles a question is asked of: by words of title or name, by folder, by date, or one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold
from qa.bot import Bot

_DAY = re.compile(r"(\d{4})(?:\D{1,3}(\d{1,2}))?(?:\D{1,3}(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to choose: its id, its title, its date as it stands in the article."""

    id: str
    title: str
    date: str | None

    @property
    def folder(self) -> str:
        """The folder it is in, with /; empty for the top one."""
        return self.id.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What articles are wanted: an empty condition leaves none out."""

    words: str = ""
    folder: str = ""
    since: str = ""
    until: str = ""

    @property
    def all(self) -> bool:
        """Whether no condition is set."""
        return not (self.words.strip() or self.folder or day(self.since) or day(self.until))


def entries(bot: Bot) -> Sequence[Entry]:
    """The articles that the bot answers from, by id; looked up once a generation."""
    library = bot.library
    return _entries(bot, library.generation)


def matching(listed: Sequence[Entry], wanted: Wanted) -> list[Entry]:
    """The articles that meet every condition; one without a date meets none about dates."""
    words = [fold(word) for word in wanted.words.split()]
    since, until = day(wanted.since), day(wanted.until)
    return [
        one
        for one in listed
        if all(word in fold(f"{one.title} {one.id}") for word in words)
        and (not wanted.folder or f"{one.folder}/".startswith(f"{wanted.folder}/"))
        and _between(day(one.date or ""), since, until)
    ]


def folders(listed: Sequence[Entry]) -> list[str]:
    """Every folder that holds articles, sorted."""
    return sorted({one.folder for one in listed} - {""})


def day(text: str) -> str:
    """The year, month and day of a date, as far as it is told, so that dates sort as texts; empty for what is none.

    >>> day("2003年6月"), day("2024-05-01T08:00"), day("5/1/99")
    ('2003-06', '2024-05-01', '')
    """
    found = _DAY.search(text)
    return "-".join(f"{int(part):02}" for part in found.groups() if part) if found else ""


def _between(date: str, since: str, until: str) -> bool:
    if not (since or until):
        return True
    # a bound of a month or a year takes in all of it
    return bool(date) and date[: len(since)] >= since[: len(date)] and (not until or date[: len(until)] <= until)


@lru_cache(maxsize=4)
def _entries(bot: Bot, generation: int) -> tuple[Entry, ...]:  # noqa: ARG001 - the generation tells one state from another
    return tuple(Entry(*row) for row in bot.library.headlines())
