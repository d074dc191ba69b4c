"""Watches the folder of articles and builds when what changed has settled."""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpus.errors import FolderMissing, YuanwenError
from index.errors import IndexLocked
from index.records import BuildReport

_QUIET_MS = 300  # without a change for so long, a file is taken as written
_LONGEST_MS = 5_000  # a folder that never rests is built at least this often
_LOOK_MS = 500  # between two looks whether the folder is still there
_RETRY_SECONDS = 1.0  # after another builder held the lock


def changes(folder: Path, stop: threading.Event | None = None) -> Iterator[None]:
    """Once at the start, then whenever files of the folder have changed and been quiet for a while. Ends with `stop`.

    Raises FolderMissing, when the folder is not there at the start; one that goes and comes again is watched again.
    """
    stop = stop or threading.Event()
    if not folder.is_dir():
        raise FolderMissing(path=folder)
    while not stop.is_set():
        if folder.is_dir():
            yield from _watched(folder, stop)
            yield None  # the folder has gone, or is another one now
        else:
            stop.wait(_LOOK_MS / 1000)


def _watched(folder: Path, stop: threading.Event) -> Iterator[None]:
    """Changes for as long as the folder is the same one."""
    from watchfiles import watch

    one, first = folder.stat().st_ino, True
    # the first look at the folder comes after the watch has begun, so that nothing falls between the two
    for found in watch(
        folder,
        watch_filter=None,
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        if not folder.is_dir() or folder.stat().st_ino != one:
            return
        if first or any(_counts(folder, Path(path)) for _, path in found):
            yield None
        first = False


def settled_builds(
    changed: Iterable[None], build: Callable[[], BuildReport], told: Callable[[YuanwenError], None]
) -> Iterator[BuildReport]:
    """A build after each change; those that change nothing are not reported, except the first one. Errors are told."""
    before: tuple[object, ...] | None = None
    for _ in changed:
        report = _built(build, told)
        if report is None:
            continue
        state = (report.generation, report.skipped, tuple(report.copies.items()))
        if state != before:
            yield report
        before = state


def _built(build: Callable[[], BuildReport], told: Callable[[YuanwenError], None]) -> BuildReport | None:
    """A build, tried again while another process holds the lock; None after an error, which was told."""
    waiting = False
    while True:
        try:
            return build()
        except IndexLocked as error:
            if not waiting:
                told(error)
            waiting = True
            threading.Event().wait(_RETRY_SECONDS)
        except YuanwenError as error:
            told(error)
            return None


def _counts(folder: Path, path: Path) -> bool:
    """Whether a change of this path can change an article: hidden files and folders hold none."""
    try:
        parts = path.relative_to(folder.resolve()).parts
    except ValueError:
        parts = path.parts[-1:]
    return not any(part.startswith(".") for part in parts)
