"""The contract of a format. Text formats take decoded text; the others take bytes and are read by the worker."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from corpus.clean import TextBuilder
from corpus.errors import CorpusError
from corpus.limits import Limits

#: What a file beside an article is called that says more of it: the article's name and this.
SIDECAR = ".meta.json"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's readable text with its blocks, and what the file says of itself: title, author, date, source, language.

    `part` names one of several articles in a file, as it follows the file's name: `/one.md` in an archive, `#3` for
    a row; empty when the file is one article. `numbers` says what the builder's line numbers count.
    """

    content: TextBuilder
    about: dict[str, str] = field(default_factory=dict)
    part: str = ""
    numbers: Literal["line", "page", "nothing"] = "line"


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file that could not be read, and why."""

    part: str
    error: CorpusError


@dataclass(frozen=True, slots=True)
class Begun:
    """An archive's reader begins this member: should the worker stop now, it is this one's fault."""

    part: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader in the worker gets: the file's bytes, its name for messages, its suffix, and the limits.

    `depth` counts the archives around it; `done` names members that need not be read again.
    """

    data: bytes
    name: str
    suffix: str
    limits: Limits
    depth: int = 0
    done: frozenset[str] = frozenset()


#: Reads the decoded text of a file; lines end in \\n. Never raises on any text.
Reader = Callable[[str], Parsed]

#: Reads bytes, article by article. Raises CorpusError.
Parser = Callable[[Source], Iterator[Parsed | Unread | Begun]]
