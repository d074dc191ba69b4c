"""How long a whole evaluation takes: every question of a development set, with its report.

    python -m benchmarks.evaluation [--data DIR] [--set NAME] [--limit N] [--index FILE]

The commands are run as a person runs them, each in a process of its own; the index is built before.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.dev_sets import Asked, load, parse
from index.build import build_from
from index.encoders import load as load_encoder


def main() -> None:
    """Build, write the test set, time the commands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="cmrc2018.zh", metavar="NAME")
    parser.add_argument("--index", type=Path, help="an index of the set, built here before")
    arguments = parse(parser, limit=100_000)
    articles, asked = load(arguments.set, arguments.data)
    with tempfile.TemporaryDirectory() as folder:
        index = arguments.index or Path(folder) / "index.yuanwen"
        if not index.exists():
            build_from(index, articles, load_encoder())
        testset, run = Path(folder) / "set.jsonl", Path(folder) / "run.json"
        write_testset(testset, asked[: arguments.limit])
        commands = {
            "yuanwen eval": ["eval", testset, "--index", index, "--out", run],
            "yuanwen report": ["report", run, Path(folder) / "report.html"],
        }
        print(f"{min(len(asked), arguments.limit)} questions over {len(articles)} articles\n")
        print("| command | seconds |\n|---|---|")
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, "-m", "qa.cli", *map(str, command)], check=True, stdout=subprocess.DEVNULL)
            print(f"| {name} | {time.perf_counter() - started:.1f} |", flush=True)


def write_testset(path: Path, asked: Sequence[Asked]) -> None:
    """The questions as a test set."""
    rows = [
        {"id": one.id, "question": one.question, "answerable": one.answerable, "answers": list(one.answers)}
        for one in asked
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
