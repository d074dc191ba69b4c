"""The shipped article's own questions: right quote first, and rightly refused, by kind.

python -m benchmarks.article [--failures]
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import corpus
from index.build import build
from index.encoders import load
from qa.bot import Bot
from qa.evaluate.ask import evaluate
from qa.evaluate.run import Outcome
from qa.evaluate.score import PER_QUESTION
from qa.evaluate.significance import wilson
from qa.evaluate.testset import read_testset

_CORPUS = Path(corpus.__file__).parent
_RIGHT = PER_QUESTION["right"]


def main() -> None:
    """Ask every question of the shipped test set and print a table of each author's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="print every question that went wrong")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.yuanwen"
        build(index, _CORPUS / "articles", load())
        bot = Bot(index)
        path = _CORPUS / "testsets" / "meng-wanzhou-2023.jsonl"
        outcomes = evaluate(bot, path, read_testset(path)).outcomes
        for author in ("first-author", "second-author"):
            part = [one for one in outcomes if author in one.tags]
            print(f"\n{author}\n")
            _table(part)
            if arguments.failures:
                _failures(part)
        bot.close()


def found(one: Outcome) -> bool:
    """An accepted answer stands in one of the quotes, or in one of the nearest passages when it refused."""
    return any(shown.right for shown in (*one.quotes, *one.nearest))


def _table(outcomes: Sequence[Outcome]) -> None:
    rows = defaultdict(list)
    for one in outcomes:
        for kind in (one.tags[0], "all answerable" if one.answerable else "all unanswerable"):
            rows[kind].append((_RIGHT(one) == 1, one.answered, found(one)))
    print("| kind | questions | right first (or refused) | 95 % | answered | found at all |\n|---|---|---|---|---|---|")
    for kind, seen in rows.items():
        right, answered, at_all = (sum(column) / len(seen) for column in zip(*seen, strict=True))
        low, high = wilson(sum(row[0] for row in seen), len(seen))
        print(f"| {kind} | {len(seen)} | {right:.3f} | {low:.3f}–{high:.3f} | {answered:.3f} | {at_all:.3f} |")


def _failures(outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        if not _RIGHT(one):
            said = one.quotes[0].text if one.answered else f"(refused; nearest: {one.nearest[0].text[:40]}…)"
            print(f"\n{one.id} p={one.probability:.2f} {one.question}\n  wanted {one.answers[:2]}\n  got {said}")


if __name__ == "__main__":
    main()
