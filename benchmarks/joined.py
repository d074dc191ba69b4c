"""Neighbouring sentences as one quote: what that brings, by how far the second may stand below the first.

    python -m benchmarks.joined [--data DIR] [--limit N] [--cache FOLDER]

Every second context of a set in one index; the questions that it answers. Right: the first quote holds an accepted answer and is
from the right context. Lengths are over the shortest sentence of the context that holds an answer, where the first quote is right.
"""

import argparse
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cached import CachedEncoder, CachedReader
from benchmarks.dev_sets import Asked, load, parse
from benchmarks.opened import searcher_over
from corpus.records import Article
from corpus.sentences import split
from index.encoders import load as load_encoder
from qa.evaluate.quoting import holds_answer
from qa.quote import QuoteOptions, quotes
from qa.records import Quote
from qa.retrieve import retrieve

SETS = ("cmrc2018.zh", "drcd.zh-Hant", "squad2_no_xquad.en", "cjrc.zh")
NEAR = (0.0, 0.25, 0.5, 1.0, 2.0)


def firsts(
    articles: Sequence[Article], asked: Sequence[Asked], encoder: CachedEncoder, reader: CachedReader
) -> list[list[Quote]]:
    """The first quote of each question, for each of `NEAR`."""
    made = []
    with searcher_over(articles, encoder) as searcher:
        for one in asked:
            sentences = retrieve(searcher, reader, one.question).sentences
            texts = {name: searcher.article(name) for name in {each.hit.passage.article for each in sentences}}
            made.append([quotes(sentences, texts, (), QuoteOptions(near=near))[0] for near in NEAR])
    return made


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="a folder to keep in what was encoded and read")
    arguments = parse(parser, limit=500)
    models = CachedEncoder(load_encoder(), arguments.cache), CachedReader(arguments.cache)
    print(f"| set | questions | {' | '.join(f'right, to {near}' for near in NEAR)} | mean length at 1 | median |")
    print(f"|---|---|{'---|' * len(NEAR)}---|---|")
    for name in SETS:
        articles, asked = load(name, arguments.data)
        held = {article.id: article for article in articles[::2]}
        asked = [one for one in asked if one.answerable and one.article in held]
        asked = asked[:: max(1, len(asked) // arguments.limit)]
        _print(name, asked, firsts(articles[::2], asked, *models), held)


def _print(name: str, asked: Sequence[Asked], found: Sequence[Sequence[Quote]], held: dict[str, Article]) -> None:
    right = [[_right(one, quote) for quote in shown] for one, shown in zip(asked, found, strict=True)]
    shares = [statistics.fmean(column) for column in zip(*right, strict=True)]
    place = NEAR.index(1.0)
    lengths = [
        len(shown[place].text) / gold
        for one, shown, hits in zip(asked, found, right, strict=True)
        if hits[place] and (gold := _gold(one, held[one.article].text))
    ]
    figures = [
        *(f"{share:.3f}" for share in shares),
        f"{statistics.fmean(lengths):.2f}",
        f"{statistics.median(lengths):.2f}",
    ]
    print(f"| {name} | {len(asked)} | {' | '.join(figures)} |", flush=True)


def _right(one: Asked, quote: Quote) -> bool:
    return quote.article == one.article and holds_answer(quote.text, one.answers)


def _gold(one: Asked, text: str) -> int | None:
    """Characters of the shortest sentence that holds an answer."""
    sentences = (text[start:end] for start, end in split(text, 0, len(text)))
    return min((len(sentence) for sentence in sentences if holds_answer(sentence, one.answers)), default=None)


if __name__ == "__main__":
    main()
