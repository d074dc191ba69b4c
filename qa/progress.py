"""Progress of a build or an evaluation: one line that is rewritten on a terminal, nothing elsewhere but what took long."""

import time
from types import TracebackType
from typing import TextIO

_STAGES = {
    "en": {"read": "Reading", "encode": "Encoding", "write": "Writing search files", "ask": "Asking"},
    "zh": {"read": "读取", "encode": "编码", "write": "写入检索文件", "ask": "提问"},
}
_PLAIN_EVERY = 5.0  # seconds between lines where there is no terminal


class Progress:
    """Call it with a stage, how many are done, and how many there are."""

    def __init__(self, stream: TextIO, language: str) -> None:
        """Write to a stream, in a language of messages."""
        self._stream, self._names = stream, _STAGES[language]
        self._last, self._started, self._stage = time.monotonic(), time.monotonic(), ""
        self._drawn = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far it is."""
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._started = stage, now
        if self._stream.isatty():
            self._stream.write(f"\r\033[K{self._line(done, total, now)}")
            self._stream.flush()
            self._drawn = True
        elif now - self._last >= _PLAIN_EVERY:
            self._stream.write(self._line(done, total, now) + "\n")
            self._last = now

    def __enter__(self) -> "Progress":
        """Start."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave a clean line."""
        if self._drawn:
            self._stream.write("\r\033[K")
            self._stream.flush()

    def _line(self, done: int, total: int, now: float) -> str:
        left = (now - self._started) / done * (total - done) if done else 0.0
        return f"{self._names[self._stage]} {done}/{total}" + (f"  ~{left:.0f} s" if left >= 1 else "")
