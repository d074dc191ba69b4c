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
from qa.evaluate.significance import wilson
from qa.evaluate.testset import Case, read_testset
from qa.records import Answer

_CORPUS = Path(corpus.__file__).parent


def main() -> None:
    """Ask every question of the shipped test set and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="print every question that went wrong")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.yuanwen"
        build(index, _CORPUS / "articles", load())
        bot = Bot(index)
        for path in sorted((_CORPUS / "testsets").glob("*.jsonl")):
            cases = read_testset(path)
            answers = [bot.ask(case.question, case.history) for case in cases]
            print(f"\n{path.name}\n")
            _table(cases, answers)
            if arguments.failures:
                _failures(cases, answers)
        bot.close()


def right(case: Case, answer: Answer) -> bool:
    """The first quote holds an accepted answer; or, without one, nothing is quoted."""
    if not case.answerable:
        return not answer.answered
    return answer.answered and holds_answer(answer.quotes[0].text, case.answers)


def found(case: Case, answer: Answer) -> bool:
    """An accepted answer stands in one of the quotes, or in one of the nearest passages when it refused."""
    return any(holds_answer(one.text, case.answers) for one in (*answer.quotes, *answer.nearest))


def _table(cases: list[Case], answers: list[Answer]) -> None:
    rows = defaultdict(list)
    for case, answer in zip(cases, answers, strict=True):
        rows[case.kind].append((right(case, answer), answer.answered, found(case, answer)))
        rows["all answerable" if case.answerable else "all unanswerable"].append(rows[case.kind][-1])
    print("| kind | questions | right first (or refused) | 95 % | answered | found at all |\n|---|---|---|---|---|---|")
    for kind, outcomes in rows.items():
        count, good = len(outcomes), sum(one[0] for one in outcomes)
        low, high = wilson(good, count)
        answered, seen = sum(one[1] for one in outcomes) / count, sum(one[2] for one in outcomes) / count
        print(f"| {kind} | {count} | {good / count:.3f} | {low:.3f}–{high:.3f} | {answered:.3f} | {seen:.3f} |")


def _failures(cases: list[Case], answers: list[Answer]) -> None:
    for case, answer in zip(cases, answers, strict=True):
        if not right(case, answer):
            said = answer.quotes[0].text if answer.answered else f"(refused; nearest: {answer.nearest[0].text[:40]}…)"
            print(
                f"\n{case.id} p={answer.probability:.2f} {case.question}  [{answer.searched}]\n  wanted {case.answers[:2]}\n  got {said}"
            )


if __name__ == "__main__":
    main()
