"""Numbers as search words of their own: what they bring where a question has one that digits alone do not say.

    python -m benchmarks.number_keys [--data DIR] [--limit N]

The same questions over the same contexts, with the numbers' keys among the search words of questions and passages, and without.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import corpus.words
import index.search
from benchmarks.cached import CachedEncoder
from benchmarks.dev_sets import Asked, across, load, parse
from benchmarks.opened import searcher_over
from corpus.folding import fold
from corpus.numbers import number_keys
from corpus.records import Article
from index.encoders import load as load_encoder
from qa.evaluate.significance import randomisation_test

SETS = ("cmrc2018.zh", "drcd.zh-Hant", "squad2_no_xquad.en", "bipar en-zh", "bipar zh-en")


def ranks(articles: Sequence[Article], asked: Sequence[Asked], encoder: CachedEncoder) -> Iterator[float]:
    """The reciprocal rank of each question's context, 0 beyond the tenth."""
    with searcher_over(articles, encoder) as searcher:
        for one in asked:
            hits = searcher.search(searcher.prepare(one.question), 10)
            place = next((n for n, hit in enumerate(hits, 1) if hit.passage.article == one.article), None)
            yield 1 / place if place else 0.0


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments = parse(parser, limit=300)
    encoder = CachedEncoder(load_encoder())
    print("| set | questions with such a number | MRR@10 without | with | p of equal |\n|---|---|---|---|---|")
    for name in SETS:
        articles, asked = _set(name, arguments.data)
        asked = [one for one in asked if one.answerable and number_keys(fold(one.question))][: arguments.limit]
        found = []
        for keys in (_none, number_keys):
            vars(corpus.words)["number_keys"] = vars(index.search)["number_keys"] = keys
            found.append(list(ranks(articles, asked, encoder)))
        without, with_ = found
        p = randomisation_test(without, with_)
        mean = (sum(one) / len(one) for one in found)
        print(f"| {name} | {len(asked)} | {' | '.join(f'{value:.3f}' for value in mean)} | {p:.3f} |", flush=True)


def _none(_folded: str) -> list[str]:
    return []


def _set(name: str, data: Path) -> tuple[list[Article], list[Asked]]:
    if " " not in name:
        return load(name, data)
    asking, told = name.removeprefix("bipar ").split("-")
    articles, there = load(f"bipar.{told}", data)
    return articles, across(load(f"bipar.{asking}", data)[1], there)


if __name__ == "__main__":
    main()
