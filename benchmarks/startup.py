"""How long whole commands take, beside a Python that does nothing, and how long the page takes until it answers.

python -m benchmarks.startup [--runs N] [--data DIR]

Then how long a question takes that is asked of a bot which is there already: over the shipped article and, where the development
sets are, over the contexts of CMRC.
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
from benchmarks.dev_sets import DATA
from benchmarks.dev_sets import load as load_set
from index.build import build, build_from
from index.encoders import load
from qa.bot import Bot

_CLI = [sys.executable, "-m", "qa.cli"]
_QUESTION = "华为和多少所高校共建了ICT学院？"
_QUESTIONS = [
    _QUESTION,
    "谁发表了主题演讲？",
    "华为云部署了多少个可用区？",
    "How many developers are there?",
    "红烧肉怎么做？",
]


def main() -> None:
    """Time each command several times, in turn, and print medians in seconds and as multiples of an idle Python."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--data", type=Path, default=DATA)
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
        print("\n| a question of a bot that is there | median ms | least | most |\n|---|---|---|---|")
        _warm("the shipped article", index, _QUESTIONS)
        if arguments.data.is_dir():
            contexts, asked = load_set("cmrc2018.zh", arguments.data)
            index = Path(folder) / "cmrc.yuanwen"
            started = time.perf_counter()
            build_from(index, contexts, load())
            name = f"{len(contexts)} contexts of CMRC, built in {time.perf_counter() - started:.0f} s"
            _warm(name, index, [one.question for one in asked[::400]])


def _warm(name: str, index: Path, questions: list[str]) -> None:
    """Print the milliseconds of each question, asked three times after a first one."""
    bot = Bot(index)
    bot.ask(questions[0])
    values = sorted(1000 * bot.ask(question).seconds for question in questions * 3)
    print(f"| {name} | {statistics.median(values):.0f} | {values[0]:.0f} | {values[-1]:.0f} |")
    bot.close()


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
