"""Finding the right context and quoting the answer, on public question sets: each leg alone, and fused.

    python -m benchmarks.quality [--data DIR] [--sets NAME …] [--limit N] [--read N] [--enough P] [--cache FOLDER]

One article a context, without its title. A context's score is that of its best passage; ties count against it. R@k: the
right context is among the first k. quote hit@1: the first quote holds an accepted answer and is from the right context.
The leg `fused` ranks sentences without the reader, `read` with it; exact words F1: the overlap of the
reader's most exact words with the answer, where the first quote holds it.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cached import CachedEncoder, CachedReader
from benchmarks.dev_sets import Asked, across, load, load_written, parse, spread
from benchmarks.opened import searcher_over
from corpus.language import detect
from corpus.records import Article
from index.encoders import load as load_encoder
from index.fusion import Fusion, Weights, fused
from index.search import Searcher
from qa.evaluate.quoting import character_f1, holds_answer
from qa.evaluate.ranking import pessimistic_rank, recall_at
from qa.evaluate.significance import randomisation_test, wilson
from qa.retrieve import RetrieveOptions, retrieve

_ALONE = {"lexical": Weights(1.0, 0.0, 0.0), "dense": Weights(0.0, 0.5, 0.5)}
EVIDENCE = "expmrc_evidence.zh"  # an accepted answer is a whole sentence that a person chose as the evidence
WRITTEN = ("written same", "written cross")  # by us
SETS = ("cmrc2018.zh", "drcd.zh-Hant", "bipar en-zh", "bipar zh-en", "squad2_no_xquad.en", "jsquad.ja", *WRITTEN)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question: rank of the right context by leg; whether the first quote holds the answer, with and
    without the reader; and where it does, the overlap (character F1) of the reader's most exact words with the answer.
    """

    ranks: dict[str, int | None]
    quotes: dict[str, bool]
    exact: float | None


def main() -> None:
    """Measure the sets that are asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="*", default=[*SETS, EVIDENCE], choices=[*SETS, EVIDENCE], metavar="NAME")
    parser.add_argument("--read", type=int, default=RetrieveOptions().read, help="passages whose sentences are ranked")
    parser.add_argument(
        "--enough", type=float, default=RetrieveOptions().enough, help="of these, how surely the right one is read"
    )
    parser.add_argument("--cache", type=Path, help="a folder to keep in what was encoded and read")
    arguments = parse(parser, limit=100_000)
    options = RetrieveOptions(read=arguments.read, enough=arguments.enough)
    print(
        "| set | questions | leg | R@1 | R@10 | quote hit@1 | exact words F1 | p of = lexical |\n|---|---|---|---|---|---|---|---|"
    )
    models = CachedEncoder(load_encoder(), arguments.cache), CachedReader(arguments.cache)
    for name in arguments.sets:
        articles, asked = load_set(name, arguments.data)
        asked = spread(asked, arguments.limit)
        _print(name, list(outcomes(articles, asked, *models, options, name == EVIDENCE)))


def load_set(name: str, data: Path) -> tuple[list[Article], list[Asked]]:
    """The articles and questions of a set; `bipar en-zh` asks English questions of Chinese articles, `written cross` ours in
    another language than their passage's.
    """
    if name in WRITTEN:
        articles, asked = load_written(data)
        spoken = {article.id: article.language[:2] for article in articles}
        same = name == WRITTEN[0]
        return articles, [one for one in asked if (detect(one.question)[:2] == spoken[one.article]) == same]
    if not name.startswith("bipar"):
        return load(name, data)
    (chinese, asked_zh), (english, asked_en) = load("bipar.zh", data), load("bipar.en", data)
    if name.endswith("en-zh"):
        return chinese, across(asked_en, asked_zh)
    return english, across(asked_zh, asked_en)


def outcomes(
    articles: list[Article],
    asked: list[Asked],
    encoder: CachedEncoder,
    reader: CachedReader,
    options: RetrieveOptions,
    evidence: bool,
) -> Iterator[Outcome]:
    """Ask every question of one index of all articles; with `evidence`, a quote may also be a part of the accepted answer."""
    with searcher_over(articles, encoder) as searcher:
        for one in asked:
            yield _outcome(searcher, reader, options, one, evidence)
    encoder.keep()
    reader.keep()


def _outcome(searcher: Searcher, reader: CachedReader, options: RetrieveOptions, one: Asked, whole: bool) -> Outcome:
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
        evidence = retrieve(searcher, used, one.question, options)
        first = evidence.sentences[0] if evidence.sentences else None
        right = first is not None and first.hit.passage.article == one.article
        text = first.text if right and first is not None else None
        quotes[leg] = text is not None and (
            holds_answer(text, one.answers) or (whole and any(text.strip() in answer for answer in one.answers))
        )
    exact = None
    if text is not None and first is not None and first.answer:
        start = first.hit.passage.start
        exact = character_f1(first.hit.text[first.answer.start - start : first.answer.end - start], one.answers)
    order = list(dict.fromkeys(hit.passage.article for hit in evidence.passages))
    ranks["read"] = order.index(one.article) + 1 if one.article in order else None
    return Outcome(ranks, quotes, exact if quotes["read"] else None)


def _print(name: str, outcomes_of: list[Outcome]) -> None:
    for leg in dict.fromkeys(leg for one in outcomes_of for leg in one.ranks):
        found = [one for one in outcomes_of if leg in one.ranks]  # some have no words in another language
        first = [recall_at(one.ranks[leg], 1) for one in found]
        tenth = [recall_at(one.ranks[leg], 10) for one in found]
        quote = exact = p = ""
        if leg in found[0].quotes:
            hits = sum(one.quotes[leg] for one in found)
            low, high = wilson(hits, len(found))
            quote = f"{hits / len(found):.3f} ({low:.3f}–{high:.3f})"
            p = f"{randomisation_test(first, [recall_at(one.ranks['lexical'], 1) for one in found]):.4f}"
        if leg == "read" and any(quoted := [one.exact for one in found if one.exact is not None]):
            exact = f"{sum(quoted) / len(quoted):.3f}"
        mean = [sum(values) / len(values) for values in (first, tenth)]
        print(
            f"| {name} | {len(found)} | {leg} | {mean[0]:.3f} | {mean[1]:.3f} | {quote} | {exact} | {p} |", flush=True
        )


if __name__ == "__main__":
    main()
