"""Finding the right context and quoting the answer, on public question sets: each leg alone, and fused.

    python -m benchmarks.quality [--data DIR] [--sets NAME …] [--limit N]

One article a context, without its title. A context's score is that of its best passage; ties count against it. R@k: the
right context is among the first k. quote hit@1: the first quote holds an accepted answer and is from the right context.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dev_sets import DATA, Asked, across, load
from corpus.records import Article
from index.build import build_from
from index.encoders import load as load_encoder
from index.fusion import Fusion, Weights, fused
from index.lexicon import Lexicon
from index.search import Searcher
from index.snapshot import Snapshot
from qa.evaluate.measures import pessimistic_rank, randomisation_test, recall_at, wilson
from qa.evaluate.testset import holds_answer
from qa.retrieve import retrieve

_ALONE = {"lexical": Weights(1.0, 0.0, 0.0), "dense": Weights(0.0, 0.5, 0.5)}
SETS = ("cmrc2018.zh", "drcd.zh-Hant", "bipar en-zh", "bipar zh-en", "squad2_no_xquad.en", "jsquad.ja")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question: rank of the right context by leg, and whether the first quote holds the answer."""

    ranks: dict[str, int | None]
    quote: bool
    seconds: float


def main() -> None:
    """Measure the sets that are asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=SETS, metavar="NAME")
    parser.add_argument("--limit", type=int, default=100_000, help="questions of a set, spread evenly")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.error(f"{arguments.data} is not there: name the folder of the question sets with --data")
    print("| set | questions | leg | R@1 | R@10 | quote hit@1 | p of fused = lexical |\n|---|---|---|---|---|---|---|")
    for name in arguments.sets:
        articles, asked = load_set(name, arguments.data)
        answerable = [one for one in asked if one.answerable]
        asked = answerable[:: max(1, len(answerable) // arguments.limit)]
        _print(name, list(outcomes(articles, asked)))


def load_set(name: str, data: Path) -> tuple[list[Article], list[Asked]]:
    """The articles and questions of a set; `bipar en-zh` asks English questions of Chinese articles."""
    if not name.startswith("bipar"):
        return load(name, data)
    (chinese, asked_zh), (english, asked_en) = load("bipar.zh", data), load("bipar.en", data)
    if name.endswith("en-zh"):
        return chinese, across(asked_en, asked_zh)
    return english, across(asked_zh, asked_en)


def outcomes(articles: list[Article], asked: list[Asked]) -> Iterator[Outcome]:
    """Ask every question of one index of all articles."""
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.yuanwen"
        build_from(index, articles, encoder)
        snapshot = Snapshot.open(index, encoder)
        searcher = Searcher(snapshot.library, snapshot.store, encoder, Lexicon())
        for one in asked:
            yield _outcome(searcher, one)
        snapshot.close()


def _outcome(searcher: Searcher, one: Asked) -> Outcome:
    query = searcher.prepare(one.question)
    legs = searcher.legs(query)
    owner = {passage.row: passage.article for passage in searcher.library.passages(list(legs))}
    fusion = Fusion.of(searcher.encoder.name)
    weights = {**_ALONE, "fused": fusion.cross if searcher.is_cross(query) else fusion.same}
    ranks = {}
    for leg, chosen in weights.items():
        best: dict[str, float] = defaultdict(lambda: float("-inf"))
        for row, values in legs.items():
            best[owner[row]] = max(best[owner[row]], fused(values, chosen))
        right = best.pop(one.article, None)
        if leg == "lexical" and right == 0:
            right = None  # no word in common
        ranks[leg] = pessimistic_rank(right, list(best.values()))
    started = time.perf_counter()
    sentences = retrieve(searcher, one.question).sentences
    seconds = time.perf_counter() - started
    first = sentences[0] if sentences else None
    quoted = first is not None and first.hit.passage.article == one.article and holds_answer(first.text, one.answers)
    return Outcome(ranks, quoted, seconds)


def _print(name: str, found: list[Outcome]) -> None:
    for leg in ("lexical", "dense", "fused"):
        first = [recall_at(one.ranks[leg], 1) for one in found]
        tenth = [recall_at(one.ranks[leg], 10) for one in found]
        quote = p = ""
        if leg == "fused":
            hits = sum(one.quote for one in found)
            low, high = wilson(hits, len(found))
            quote = f"{hits / len(found):.3f} ({low:.3f}–{high:.3f})"
            p = f"{randomisation_test(first, [recall_at(one.ranks['lexical'], 1) for one in found]):.4f}"
        mean = [sum(values) / len(values) for values in (first, tenth)]
        print(f"| {name} | {len(found)} | {leg} | {mean[0]:.3f} | {mean[1]:.3f} | {quote} | {p} |", flush=True)


if __name__ == "__main__":
    main()
