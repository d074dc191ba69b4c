"""Time and memory of reading every hostile file of tests/hostile: python -m benchmarks.hostile

One line a file: how it ended and why, seconds, and the most memory that its worker held (MB; a worker each, so that the
peaks are apart; nothing for text, which this process reads itself).
"""

import sys
import tempfile
import time
from pathlib import Path

from corpus.errors import CorpusError
from corpus.formats import FORMATS
from corpus.limits import Limits
from corpus.read import read_file
from corpus.sandbox import shared
from tests.hostile.make import hostile


def main() -> None:
    """Print the table, then the totals."""
    limits, seconds, ended = Limits(), [], {"read": 0, "skipped": 0}
    sandbox = shared(limits)
    with tempfile.TemporaryDirectory() as folder:
        for one in hostile():
            path = Path(folder) / one.name
            path.write_bytes(one.make())
            started, why, how = time.monotonic(), "", "read"
            try:
                read_file(path, path.parent, limits)
            except CorpusError as error:
                how, why = "skipped", type(error).__name__
            seconds.append(time.monotonic() - started)
            ended[how] += 1
            peak = "" if path.suffix in FORMATS else _peak(sandbox.pid)
            sys.stdout.write(f"| {one.name} | {how} | {why} | {seconds[-1]:.2f} | {peak} |\n")
            sandbox.close()
            path.unlink()
    sys.stdout.write(f"{len(seconds)} files: {ended}; longest {max(seconds):.1f} s, all {sum(seconds):.0f} s\n")


def _peak(pid: int | None) -> str:
    """The most memory that a process has held, in MB; nothing where the system does not say or the process is gone."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return ""
    lines = [line for line in status.read_text(encoding="utf-8").split("\n") if line.startswith("VmHWM")]
    return str(int(lines[0].split()[1]) >> 10) if lines else ""


if __name__ == "__main__":
    main()
