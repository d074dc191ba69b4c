"""One builder at a time: the lock beside an index, and who holds it."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexLocked, IndexUnwritable


@contextmanager
def locked(index: Path, seconds: float) -> Iterator[None]:
    """Hold the builder's lock, waiting at most so long for it. Raises IndexLocked, IndexUnwritable.

    Who holds it may take it again. The system frees the lock of a process that dies.
    """
    with writable(index):
        if index.is_dir():
            raise IsADirectoryError(EISDIR, "it is a folder")
        index.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index.absolute().with_name(index.name + ".lock"), is_singleton=True)
    with writable(index):
        _acquire(lock, index, seconds)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writable(index: Path) -> Iterator[None]:
    """What the system refuses while the index is written becomes an error that names the file."""
    try:
        yield
    except OSError as error:
        raise IndexUnwritable(path=index, detail=error.strerror or str(error)) from error


def _acquire(lock: FileLock, index: Path, seconds: float) -> None:
    holder = index.with_name(index.name + ".holder")  # the lock file itself is emptied by whoever tries it
    try:
        lock.acquire(timeout=seconds)
    except Timeout as error:
        en, zh = _told(holder)
        raise IndexLocked(path=index, holder=en, holder_zh=zh) from error
    about = {"process": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    with suppress(OSError):  # a courtesy alone
        holder.write_text(json.dumps(about), encoding="utf-8")


def _told(holder: Path) -> tuple[str, str]:
    """Who holds the lock, in both languages; nothing where that is not known."""
    try:
        found = json.loads(holder.read_text(encoding="utf-8"))
        process, host, since = int(found["process"]), str(found["host"]), str(found["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""
    return f" (number {process} on {host}, since {since})", f"（{host} 上的 {process} 号进程，始于 {since}）"
