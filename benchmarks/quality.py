"""Finding the right context and quoting the answer, on public question sets: each leg alone, and fused.

    python -m benchmarks.quality [--data DIR] [--sets NAME …] [--limit N] [--cache FOLDER]

One article a context, without its title. A context's score is that of its best passage; ties count against it. R@k: the
right context is among the first k. quote hit@1: the first quote holds an accepted answer and is from the right context.
The leg `fused` ranks sentences without the reader, `read` with it.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cached import CachedEncoder, CachedReader
from benchmarks.dev_sets import DATA, Asked, across, load
from corpus.records import Article
from index.build import build_from
from index.encoders import load as load_encoder
from index.fusion import Fusion, Weights, fused
from index.lexicon import Lexicon
from index.search import Searcher
from index.snapshot import Snapshot
from qa.evaluate.quoting import holds_answer
from qa.evaluate.ranking import pessimistic_rank, recall_at
from qa.evaluate.significance import randomisation_test, wilson
from qa.retrieve import retrieve

_ALONE = {"lexical": Weights(1.0, 0.0, 0.0), "dense": Weights(0.0, 0.5, 0.5)}
EVIDENCE = "expmrc_evidence.zh"  # an accepted answer is a whole sentence that a person chose as the evidence
SETS = ("cmrc2018.zh", "drcd.zh-Hant", "bipar en-zh", "bipar zh-en", "squad2_no_xquad.en", "jsquad.ja")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question: rank of the right context by leg, and whether the first quote holds the answer, with and
    without the reader.
    """

    ranks: dict[str, int | None]
    quotes: dict[str, bool]


def main() -> None:
    """Measure the sets that are asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="*", default=[*SETS, EVIDENCE], choices=[*SETS, EVIDENCE], metavar="NAME")
    parser.add_argument("--limit", type=int, default=100_000, help="questions of a set, spread evenly")
    parser.add_argument("--cache", type=Path, help="a folder to keep in what was encoded and read")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.error(f"{arguments.data} is not there: name the folder of the question sets with --data")
    print("| set | questions | leg | R@1 | R@10 | quote hit@1 | p of = lexical |\n|---|---|---|---|---|---|---|")
    models = CachedEncoder(load_encoder(), arguments.cache), CachedReader(arguments.cache)
    for name in arguments.sets:
        articles, asked = load_set(name, arguments.data)
        answerable = [one for one in asked if one.answerable]
        asked = answerable[:: max(1, len(answerable) // arguments.limit)]
        _print(name, list(outcomes(articles, asked, *models, name == EVIDENCE)))


def load_set(name: str, data: Path) -> tuple[list[Article], list[Asked]]:
    """The articles and questions of a set; `bipar en-zh` asks English questions of Chinese articles."""
    if not name.startswith("bipar"):
        return load(name, data)
    (chinese, asked_zh), (english, asked_en) = load("bipar.zh", data), load("bipar.en", data)
    if name.endswith("en-zh"):
        return chinese, across(asked_en, asked_zh)
    return english, across(asked_zh, asked_en)


def outcomes(
    articles: list[Article], asked: list[Asked], encoder: CachedEncoder, reader: CachedReader, evidence: bool
) -> Iterator[Outcome]:
    """Ask every question of one index of all articles; with `evidence`, a quote may also be a part of the accepted answer."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.yuanwen"
        build_from(index, articles, encoder)
        snapshot = Snapshot.open(index, encoder)
        searcher = Searcher(snapshot.library, snapshot.store, encoder, Lexicon())
        for one in asked:
            yield _outcome(searcher, reader, one, evidence)
        snapshot.close()
    encoder.keep()
    reader.keep()


def _outcome(searcher: Searcher, reader: CachedReader, one: Asked, whole: bool) -> Outcome:
    query = searcher.prepare(one.question)
    legs = searcher.legs(query)
    owner = {passage.row: passage.article for passage in searcher.library.passages(list(legs))}
    fusion = Fusion.of(searcher.encoder.name)
    chosen = fusion.cross if searcher.is_cross(query) else fusion.same
    plain = {row: {leg: value for leg, value in values.items() if leg != "lexicon"} for row, values in legs.items()}
    ways = {leg: (legs, weights) for leg, weights in _ALONE.items()} | {"fused": (legs, chosen)}
    if query.translated:
        ways["fused, no lexicon"] = (plain, chosen)
    ranks = {}
    for leg, (values_of, weights) in ways.items():
        best: dict[str, float] = defaultdict(lambda: float("-inf"))
        for row, values in values_of.items():
            best[owner[row]] = max(best[owner[row]], fused(values, weights))
        right = best.pop(one.article, None)
        if leg == "lexical" and right == 0:
            right = None  # no word in common
        ranks[leg] = pessimistic_rank(right, list(best.values()))
    quotes = {}
    for leg, used in (("fused", None), ("read", reader)):
        evidence = retrieve(searcher, used, one.question)
        first = evidence.sentences[0] if evidence.sentences else None
        right = first is not None and first.hit.passage.article == one.article
        text = first.text if right and first is not None else None
        quotes[leg] = text is not None and (
            holds_answer(text, one.answers) or (whole and any(text.strip() in answer for answer in one.answers))
        )
    order = list(dict.fromkeys(hit.passage.article for hit in evidence.passages))
    ranks["read"] = order.index(one.article) + 1 if one.article in order else None
    return Outcome(ranks, quotes)


def _print(name: str, found: list[Outcome]) -> None:
    for leg in found[0].ranks:
        first = [recall_at(one.ranks[leg], 1) for one in found]
        tenth = [recall_at(one.ranks[leg], 10) for one in found]
        quote = p = ""
        if leg in found[0].quotes:
            hits = sum(one.quotes[leg] for one in found)
            low, high = wilson(hits, len(found))
            quote = f"{hits / len(found):.3f} ({low:.3f}–{high:.3f})"
            p = f"{randomisation_test(first, [recall_at(one.ranks['lexical'], 1) for one in found]):.4f}"
        mean = [sum(values) / len(values) for values in (first, tenth)]
        print(f"| {name} | {len(found)} | {leg} | {mean[0]:.3f} | {mean[1]:.3f} | {quote} | {p} |", flush=True)


if __name__ == "__main__":
    main()
