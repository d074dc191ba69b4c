"""The shipped article's own questions: right quote first, and rightly refused, by kind.

python -m benchmarks.article [--failures]
"""

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

import corpus
from index.build import build
from index.encoders import load
from qa.bot import Bot
from qa.evaluate.quoting import holds_answer
from qa.evaluate.run import Outcome, evaluate
from qa.evaluate.score import PER_QUESTION
from qa.evaluate.significance import wilson
from qa.evaluate.testset import read_testset

_CORPUS = Path(corpus.__file__).parent
_RIGHT = PER_QUESTION["right"]


def main() -> None:
    """Ask every question of the shipped test sets and print a table of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="print every question that went wrong")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.yuanwen"
        build(index, _CORPUS / "articles", load())
        bot = Bot(index)
        for path in sorted((_CORPUS / "testsets").glob("*.jsonl")):
            outcomes = evaluate(bot, path, read_testset(path)).outcomes
            print(f"\n{path.name}\n")
            _table(outcomes)
            if arguments.failures:
                _failures(outcomes)
        bot.close()


def found(one: Outcome) -> bool:
    """An accepted answer stands in one of the quotes, or in one of the nearest passages when it refused."""
    return any(holds_answer(text, one.answers) for text in (*one.quotes, *one.nearest))


def _table(outcomes: tuple[Outcome, ...]) -> None:
    rows = defaultdict(list)
    for one in outcomes:
        for kind in (one.tags[0], "all answerable" if one.answerable else "all unanswerable"):
            rows[kind].append((_RIGHT(one) == 1, one.answered, found(one)))
    print("| kind | questions | right first (or refused) | 95 % | answered | found at all |\n|---|---|---|---|---|---|")
    for kind, seen in rows.items():
        right, answered, at_all = (sum(column) / len(seen) for column in zip(*seen, strict=True))
        low, high = wilson(sum(row[0] for row in seen), len(seen))
        print(f"| {kind} | {len(seen)} | {right:.3f} | {low:.3f}–{high:.3f} | {answered:.3f} | {at_all:.3f} |")


def _failures(outcomes: tuple[Outcome, ...]) -> None:
    for one in outcomes:
        if not _RIGHT(one):
            said = one.quotes[0] if one.answered else f"(refused; nearest: {one.nearest[0][:40]}…)"
            print(f"\n{one.id} p={one.probability:.2f} {one.question}\n  wanted {one.answers[:2]}\n  got {said}")


if __name__ == "__main__":
    main()
