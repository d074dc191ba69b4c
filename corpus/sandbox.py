"""Complex files are read by a worker process with limits. It is started when first needed, and again after it died."""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import corpus
from corpus import errors
from corpus.clean import TextBuilder
from corpus.errors import CorpusError, ReaderStopped
from corpus.formats.base import Parsed, Unread
from corpus.limits import Limits
from corpus.records import Block, BlockKind
from corpus.worker import OUT_OF_MEMORY, read_frame, write_frame

_LARGEST_FRAME = 512 << 20
_ROOT = Path(corpus.__file__).parent.parent
_MOST_FAULTS = 5  # members of an archive that may stop the worker before the archive is given up
_KEPT = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # of the environment; settings and keys stay out


class Sandbox:
    """Holds the worker. One file is read at a time; other threads wait."""

    def __init__(self, limits: Limits) -> None:
        """Nothing is started yet."""
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return self._process.pid if self._process else None

    def read(self, data: bytes, name: str, suffix: str) -> list[Parsed | Unread]:
        """The articles of a file, and what of it could not be read. Raises CorpusError.

        A worker that has read other files before is given the benefit of the doubt: a new one tries again. What stops
        that one, too, costs the file, or the member of an archive that it was at.
        """
        work = _Work(name, suffix)
        with self._lock:
            while True:
                used = self._process is not None
                error = self._attempt(data, work)
                if error is None:
                    return work.found
                if used and not error.values.get("expired"):
                    work.again()
                elif work.part is None or work.faults >= _MOST_FAULTS:
                    raise error
                else:
                    work.give_up(error)

    def _attempt(self, data: bytes, work: "_Work") -> ReaderStopped | None:
        """Let the worker read what is left to be read; why it stopped, or None when it came to the end."""
        process, expired = self._started(), threading.Event()
        timer = threading.Timer(self.limits.wall_seconds, _end, (process, expired))
        timer.start()
        try:
            for frame in self._answers(process, data, work):
                work.take(frame)
            return None
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            stopped = self._stopped(work.name, expired.is_set())
            stopped.__cause__ = error
            return stopped
        finally:
            timer.cancel()
            if expired.is_set():  # it may have been ended just after it was done
                self.close()

    def close(self) -> None:
        """End the worker, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-B", "-X", "utf8", "-m", "corpus.worker", json.dumps(asdict(self.limits))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env=environment,
            )
        return self._process

    def _answers(self, process: subprocess.Popen[bytes], data: bytes, work: "_Work") -> Iterator[dict[str, Any]]:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        request = {"name": work.name, "suffix": work.suffix, "done": work.done}
        write_frame(process.stdin, json.dumps(request).encode())
        write_frame(process.stdin, data)
        process.stdin.flush()
        while True:
            frame = read_frame(process.stdout, _LARGEST_FRAME)
            if frame is None:
                raise EOFError
            found = json.loads(frame)
            if "error" in found:
                raise _error(found["error"])
            if "end" in found:
                return
            yield found

    def _stopped(self, name: str, expired: bool) -> ReaderStopped:
        """Why the worker is no more, after it is surely gone."""
        limits, process = self.limits, self._process
        code = None
        if process is not None:
            try:
                code = process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                code = None
        self.close()
        seconds = f"{limits.wall_seconds:g}" if expired else f"{limits.cpu_seconds}"
        if expired or code in (-getattr(signal, "SIGXCPU", 24), 128 + 24):
            detail, zh = f"it took over {seconds} seconds", f"用时超过 {seconds} 秒"
            return ReaderStopped(path=name, detail=detail, detail_zh=zh, expired=True)
        if code == OUT_OF_MEMORY:
            memory = limits.memory_mb
            return ReaderStopped(path=name, detail=f"it needs over {memory} MB", detail_zh=f"内存超过 {memory} MB")
        return ReaderStopped(path=name, detail=f"its reader crashed ({code})", detail_zh=f"读取程序崩溃（{code}）")


class _Work:
    """What was read of one file so far, over several workers if need be."""

    def __init__(self, name: str, suffix: str) -> None:
        self.name, self.suffix = name, suffix
        self.found: list[Parsed | Unread] = []
        self.done: list[str] = []  # members of an archive that are behind us
        self.part: str | None = None  # the member that is being read
        self.faults = 0
        self._before = 0  # how much was found before it

    def take(self, frame: dict[str, Any]) -> None:
        """Keep what the worker sent."""
        if "begun" not in frame:
            self.found.append(_parsed(frame))
            return
        if self.part is not None:
            self.done.append(self.part)
        self.part, self._before = str(frame["begun"]), len(self.found)

    def again(self) -> None:
        """Forget what was found of the member, or the file, that is being read."""
        del self.found[self._before :]
        self.part = None

    def give_up(self, error: ReaderStopped) -> None:
        """Go on after the member that is being read."""
        part = self.part or ""
        self.again()
        self.done.append(part)
        self.found.append(Unread(part, ReaderStopped(**{**error.values, "path": self.name + part})))
        self._before = len(self.found)
        self.faults += 1


@cache
def shared(limits: Limits) -> Sandbox:
    """The sandbox of this process for these limits; it ends with the process."""
    sandbox = Sandbox(limits)
    atexit.register(sandbox.close)
    return sandbox


def _end(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    process.kill()


def _error(found: dict[str, Any]) -> CorpusError:
    kind = getattr(errors, str(found["kind"]))
    if not (isinstance(kind, type) and issubclass(kind, CorpusError)):
        raise ValueError(kind)
    return kind(**found["values"])


def _parsed(found: dict[str, Any]) -> Parsed | Unread:
    if "unread" in found:
        return Unread(found["part"], _error(found["unread"]))
    text = found["text"]
    blocks = [Block(BlockKind(kind), start, end, level) for kind, start, end, level in found["blocks"]]
    lines = [(offset, number) for offset, number in found["lines"]]
    content = TextBuilder([text], blocks, lines, len(text))
    return Parsed(content, {key: str(value) for key, value in found["about"].items()}, found["part"], found["numbers"])
