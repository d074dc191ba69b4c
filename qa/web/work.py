"""Long work beside the chat: one piece at a time, in a process of its own, so that nobody who asks waits for it."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from corpus.errors import YuanwenError

_NICE = 10  # those who ask come first
_LOST = ("The work ended without a word. Try again.", "处理意外中止，请再试一次。")

#: How a piece of work tells of itself: with a `Stage`, or with anything else, which is kept in order.
Tell = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a stage is; `total` is 0 where nothing can be counted."""

    name: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a piece of work stands. `number` counts the pieces from 1, and is 0 before the first; times are in seconds.

    `failure` is a message in English and Chinese; `stopped` means that a person stopped it.
    """

    number: int = 0
    kind: str = ""
    running: bool = False
    stage: Stage = Stage("")
    since: float = 0.0
    told: tuple[Any, ...] = ()
    result: Any = None
    failure: tuple[str, str] | None = None
    stopped: bool = False

    def seconds_left(self, now: float) -> float | None:
        """What the stage still needs at its pace so far; None while that is not known."""
        done, total = self.stage.done, self.stage.total
        return (now - self.since) / done * (total - done) if 0 < done <= total else None


class Desk:
    """Where one piece of work at a time is done. Safe to call from several threads."""

    def __init__(self) -> None:
        """Nothing is done yet."""
        self._lock = threading.Lock()
        self._standing = Standing()
        self._process: BaseProcess | None = None

    @property
    def standing(self) -> Standing:
        """How the present or the last piece of work stands."""
        with self._lock:
            return self._standing

    def start(self, kind: str, function: Callable[..., Any], *arguments: Any) -> bool:
        """Call a function of a module with `Tell` and these arguments, elsewhere; False while other work is being done."""
        with self._lock:
            if self._standing.running:
                return False
            # a new interpreter: a process that was split from one with threads may hang
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe(duplex=False)
            self._process = context.Process(target=_work, args=(there, function, arguments), daemon=True)
            self._standing = Standing(self._standing.number + 1, kind, True, since=time.monotonic())
            self._process.start()
            there.close()
            threading.Thread(target=self._listen, args=(here, self._standing.number), daemon=True).start()
            return True

    def stop(self) -> None:
        """Stop what is being done; a build that is stopped leaves the generation before it."""
        with self._lock:
            if self._process is not None and self._standing.running:
                self._standing = replace(self._standing, stopped=True)
                self._process.terminate()

    def _listen(self, pipe: Connection, number: int) -> None:
        """Take what one piece of work tells; when it falls silent, the next piece may have begun."""
        with suppress(EOFError, OSError):
            while True:
                kind, value = pipe.recv()
                with self._lock:
                    if self._standing.number == number:
                        self._standing = _after(self._standing, kind, value)
        with self._lock:
            if self._standing.number == number and self._standing.running:
                lost = None if self._standing.stopped else _LOST
                self._standing = replace(self._standing, running=False, failure=lost)


def _after(before: Standing, kind: str, value: Any) -> Standing:
    if kind == "result":
        return replace(before, running=False, result=value)
    if kind == "failure":
        return replace(before, running=False, failure=value)
    if isinstance(value, Stage):
        since = before.since if value.name == before.stage.name else time.monotonic()
        return replace(before, stage=value, since=since)
    return replace(before, told=(*before.told, value))


def without_paths(error: YuanwenError) -> tuple[str, str]:
    """The message in English and Chinese with names in the place of paths: where files lie on the server is nobody's concern.

    >>> from corpus.errors import EmptyFile
    >>> without_paths(EmptyFile(path=Path("/srv/articles/a.md")))[0]
    'a.md is empty. Put text in, or remove the file.'
    """
    again = type(error)(**{key: _name(value) for key, value in error.values.items()})
    return again.message("en"), again.message("zh")


def _name(value: Any) -> Any:
    is_path = isinstance(value, Path) or (isinstance(value, str) and Path(value).is_absolute())
    return Path(value).name if is_path else value


def _work(pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    with suppress(OSError, AttributeError):  # Windows has no such call
        os.nice(_NICE)
    try:
        pipe.send(("result", function(lambda value: pipe.send(("told", value)), *arguments)))
    except YuanwenError as error:
        pipe.send(("failure", without_paths(error)))
    finally:
        pipe.close()
