"""The process that reads complex files, started by `corpus.sandbox`: python -m corpus.worker '{"memory_mb": …}'.

Frames on stdin and stdout: four bytes of length (big end first), then as many bytes. A request is a JSON frame {"name", "suffix"}
and a frame with the file's bytes; the reply is one JSON frame an article or unread part, and {"end": true} or {"error": …}.
Nothing is ever unpickled, and the process opens no file but Python's own, no socket and no process.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from typing import IO, Any

from corpus.errors import CorpusError, Malformed, OverLimit
from corpus.formats import COMPLEX
from corpus.formats.base import Parsed, Source, Unread
from corpus.limits import Limits

#: The exit code of a worker that ran out of memory.
OUT_OF_MEMORY = 86

_HALF = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "ctypes.dlopen",
)


def serve(limits: Limits, requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests until the other side is gone."""
    _limit_memory(limits)
    try:
        while (header := read_frame(requests)) is not None and (data := read_frame(requests)) is not None:
            request = json.loads(header)
            _limit_cpu(limits)
            for frame in _answers(Source(data, request["name"], request["suffix"], limits)):
                write_frame(replies, json.dumps(frame).encode())
            replies.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is left of the process is not to be trusted


def read_frame(stream: IO[bytes], most: int = 1 << 31) -> bytes | None:
    """The next frame, or None at the end of the stream. Raises ValueError for one that is cut short or over `most`."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = int.from_bytes(head, "big")
    if size > most:
        raise ValueError(size)
    data = stream.read(size)
    if len(data) < size:
        return None
    return data


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one frame."""
    stream.write(len(data).to_bytes(4, "big"))
    stream.write(data)


def _answers(source: Source) -> Iterator[dict[str, Any]]:
    try:
        yield from (_frame(found) for found in _bounded(source))
        yield {"end": True}
    except CorpusError as error:
        yield {"error": _error(error)}
    except MemoryError:
        raise
    except RecursionError:
        yield {"error": _error(OverLimit(path=source.name, detail="it is nested too deeply", detail_zh="嵌套过深"))}
    except Exception as error:  # a library's own bug fails this file alone
        detail = f"{type(error).__name__}: {error}"[:200]
        yield {"error": _error(Malformed(path=source.name, format=source.suffix[1:], detail=detail, detail_zh=detail))}


def _bounded(source: Source) -> Iterator[Parsed | Unread]:
    """What the format's reader gives, as long as it stays inside the limits on its output."""
    characters = 0
    for count, found in enumerate(COMPLEX[source.suffix](source), 1):
        characters += found.content.length if isinstance(found, Parsed) else 0
        if characters > source.limits.characters:
            most = source.limits.characters
            raise OverLimit(path=source.name, detail=f"more than {most} characters", detail_zh=f"超过 {most} 个字符")
        if count > source.limits.articles:
            most = source.limits.articles
            raise OverLimit(path=source.name, detail=f"more than {most} articles", detail_zh=f"超过 {most} 篇文章")
        yield found


def _frame(found: Parsed | Unread) -> dict[str, Any]:
    part = _clean(found.part)
    if isinstance(found, Unread):
        return {"part": part, "unread": _error(found.error)}
    content = found.content
    return {
        "part": part,
        "text": _clean(content.text()),
        "blocks": [(block.kind, block.start, block.end, block.level) for block in content.blocks],
        "lines": content.lines,
        "about": {key: _clean(value) for key, value in found.about.items()},
        "numbers": found.numbers,
    }


def _clean(text: str) -> str:
    """As long as before, without half characters, which no database takes, and control characters."""
    return _CONTROL.sub(" ", _HALF.sub("\ufffd", text))


def _error(error: CorpusError) -> dict[str, Any]:
    values = {key: value if isinstance(value, int) else str(value) for key, value in error.values.items()}
    return {"kind": type(error).__name__, "values": values}


def _limit_memory(limits: Limits) -> None:
    """Bound the address space and forbid writing, where the platform can."""
    try:
        import resource
    except ImportError:  # Windows: the wall clock and the limits on output remain
        return
    memory = limits.memory_mb << 20
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):  # macOS knows no bound on the address space
            continue


def _limit_cpu(limits: Limits) -> None:
    """Allow this file its seconds, counted from what the process has used so far."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + limits.cpu_seconds + 1, hard))


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Python's audit hook: no socket, no process, no file but those that Python itself is made of."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[0], str | bytes):
        path, mode = os.fsdecode(arguments[0]), arguments[1] or "r"
        if set(str(mode)) & set("wax+") or not os.path.abspath(path).startswith(_OWN):  # noqa: PTH100 - called early
            raise PermissionError(path)


_OWN = tuple(
    {*(os.path.abspath(path) for path in sys.path), sys.prefix, sys.base_prefix, "/dev/urandom", "/usr/share/zoneinfo"}  # noqa: PTH100
)


def main() -> None:
    """Serve on the standard streams; stray prints of a library go to stderr."""
    limits = Limits(**json.loads(sys.argv[1]))
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.addaudithook(_guard)
    serve(limits, requests, replies)


if __name__ == "__main__":
    main()
