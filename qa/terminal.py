"""What the commands of the command line share: their options, the bot they ask, and where they write."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.settings import Settings

if TYPE_CHECKING:
    from index.library import Library
    from qa.bot import Bot

Articles = Annotated[Path | None, typer.Option("--articles", help="Folder of articles.", metavar="DIR")]
Index = Annotated[Path | None, typer.Option("--index", help="Index file.", metavar="FILE")]
EncoderName = Annotated[
    str | None,
    typer.Option("--encoder", help="`bundled`, or a sentence-transformers model: hub name or folder.", metavar="NAME"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def open_bot(chosen: Settings) -> "Bot":
    """A bot on the index of these settings; notices go to stderr."""
    from qa.bot import Bot

    upgraded(chosen)
    return Bot(chosen.index, chosen.encoder, notify=lambda notice: say(notice.message(chosen.language)))


@contextmanager
def open_library(chosen: Settings) -> Iterator["Library"]:
    """The library of these settings, for reading."""
    from index.library import Library

    upgraded(chosen)
    library = Library.read(chosen.index)
    try:
        library.check_built()
        yield library
    finally:
        library.close()


def upgraded(chosen: Settings) -> None:
    """Bring an index file of an older version up to date, and say so."""
    from index.upgrade import upgrade

    if notice := upgrade(chosen.index):
        say(notice.message(chosen.language))


def print_json(value: Any) -> None:
    """Data, on stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_line(value: Any) -> None:
    """Data as one line, at once, for whoever follows along."""
    typer.echo(json.dumps(value, ensure_ascii=False))
    sys.stdout.flush()


def say(message: str) -> None:
    """A message, on stderr."""
    typer.echo(message, err=True)
