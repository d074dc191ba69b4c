"""How long whole commands take, beside a Python that does nothing, and how long the page takes until it answers.

python -m benchmarks.startup [--runs N]
"""

import argparse
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import corpus
from index.build import build
from index.encoders import load

_CLI = [sys.executable, "-m", "qa.cli"]
_QUESTION = "华为和多少所高校共建了ICT学院？"


def main() -> None:
    """Time each command several times, in turn, and print medians in seconds and as multiples of an idle Python."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.yuanwen"
        build(index, Path(corpus.__file__).parent / "articles", load())
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "yuanwen --help": [*_CLI, "--help"],
            "yuanwen ask": [*_CLI, "ask", _QUESTION, "--index", str(index)],
            "yuanwen search": [*_CLI, "search", _QUESTION, "--index", str(index)],
        }
        taken: dict[str, list[float]] = {name: [] for name in (*commands, "page answers")}
        for _ in range(arguments.runs):
            for name, command in commands.items():
                started = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                taken[name].append(time.perf_counter() - started)
            taken["page answers"].append(_page(index))
    idle = statistics.median(taken["python -c pass"])
    print("| command | median s | × idle Python | least | most |\n|---|---|---|---|---|")
    for name, values in taken.items():
        median = statistics.median(values)
        print(f"| {name} | {median:.2f} | {median / idle:.0f} | {min(values):.2f} | {max(values):.2f} |")


def _page(index: Path) -> float:
    """Seconds from starting the chat to its page being served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    command = [*_CLI, "chat", "--no-browser", "--port", str(port), "--index", str(index)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - started < 60:
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                return time.perf_counter() - started
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("the page did not answer within a minute")
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
