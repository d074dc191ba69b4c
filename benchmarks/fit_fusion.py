"""Weights of the legs: every point of a grid, on public question sets.

    python -m benchmarks.fit_fusion [--data DIR] [--sets NAME …] [--limit N]

Prints, for each set, R@1 of the right context for every share of the vectors (and of the best sentence within them), the shipped
weights marked.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from benchmarks.dev_sets import Asked, parse, spread
from benchmarks.opened import searcher_over
from benchmarks.quality import SETS, load_set
from index.encoders import load as load_encoder
from index.fusion import Fusion, Weights, fused
from index.search import Searcher
from qa.evaluate.ranking import pessimistic_rank

_DENSE = (0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0)
_OF_SENTENCE = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Gathered:
    """One question with what was found for it: legs by passage row, owners of the rows."""

    asked: Asked
    cross: bool
    legs: dict[int, dict[str, float]]
    owner: dict[int, str]


def main() -> None:
    """Measure every point of the grid and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=SETS, metavar="NAME")
    arguments = parse(parser, limit=1_000)
    encoder = load_encoder()
    for name in arguments.sets:
        articles, asked = load_set(name, arguments.data)
        with searcher_over(articles, encoder) as searcher:
            _print_fusion(name, list(_gather(searcher, spread(asked, arguments.limit))))


def _gather(searcher: Searcher, asked: list[Asked]) -> Iterator[Gathered]:
    for one in asked:
        query = searcher.prepare(one.question)
        legs = searcher.legs(query)
        owner = {passage.row: passage.article for passage in searcher.library.passages(list(legs))}
        yield Gathered(one, searcher.is_cross(query), legs, owner)


def _print_fusion(name: str, gathered: list[Gathered]) -> None:
    shipped = Fusion.of("bundled")
    chosen = shipped.cross if gathered[0].cross else shipped.same
    print(f"\n{name}: R@1 of {len(gathered)} questions\n| vectors | of them best sentence | R@1 | |\n|---|---|---|---|")
    for dense, share in product(_DENSE, _OF_SENTENCE):
        weights = Weights(round(1 - dense, 3), round(dense * (1 - share), 3), round(dense * share, 3))
        right = sum(_rank(one, weights) == 1 for one in gathered)
        print(f"| {dense} | {share} | {right / len(gathered):.4f} | {'shipped' if weights == chosen else ''} |")


def _rank(one: Gathered, weights: Weights) -> int | None:
    best: dict[str, float] = defaultdict(lambda: float("-inf"))
    for row, values in one.legs.items():
        best[one.owner[row]] = max(best[one.owner[row]], fused(values, weights))
    return pessimistic_rank(best.pop(one.asked.article, None), list(best.values()))


if __name__ == "__main__":
    main()
