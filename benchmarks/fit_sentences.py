"""Weights of the sentence score, with and without the reader, fitted on public question sets.

    python -m benchmarks.fit_sentences [--data DIR] [--sets NAME …] [--limit N] [--cache FOLDER]

Prints quote hit@1 on the odd questions for weights fitted on the even ones, with each part left out in turn, and then the
weights fitted on all of them, to go into qa/retrieve.py. The loss is that of a choice among all sentences of the passages
that were read (a conditional logit, McFadden 1974), any sentence of the right article that holds an accepted answer being
right; every set weighs the same, and no weight is negative.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.cached import CachedEncoder, CachedReader
from benchmarks.dev_sets import Asked, parse, spread
from benchmarks.opened import searcher_over
from benchmarks.quality import SETS, load_set
from corpus.records import Article
from index.encoders import load as load_encoder
from qa.evaluate.quoting import holds_answer
from qa.retrieve import RetrieveOptions, SentenceWeights, page_of, sentence_parts, with_readings

NAMES = tuple(field.name for field in fields(SentenceWeights))
_OF_READER = ("exact",)


class Choice(NamedTuple):
    """The sentences of one question: values (s, names), which of them are right (s,), and the set."""

    set: str
    values: NDArray[np.float64]
    right: NDArray[np.bool_]


def choices(
    name: str, articles: list[Article], asked: Sequence[Asked], encoder: CachedEncoder, reader: CachedReader
) -> Iterator[Choice]:
    """What there is to choose from for every question."""
    options = RetrieveOptions()
    with searcher_over(articles, encoder) as searcher:
        for one in asked:
            query = searcher.prepare(one.question)
            hits = searcher.search(query, options.hits)[: options.read]
            told = reader.read(one.question, [page_of(hit) for hit in hits])
            readings = {hit.passage.row: reading for hit, reading in zip(hits, told, strict=True)}
            values, right = [], []
            for part in with_readings(sentence_parts(searcher, query, hits), readings):
                start = part.hit.passage.start
                text = part.hit.text[part.span.start - start : part.span.end - start]
                values.append([part.values.get(key, 0.0) for key in NAMES])
                right.append(part.hit.passage.article == one.article and holds_answer(text, one.answers))
            yield Choice(name, np.array(values), np.array(right))
    encoder.keep()
    reader.keep()


def fit(found: Sequence[Choice], names: Sequence[str]) -> NDArray[np.float64]:
    """The weights (names,) of a conditional logit; names that are left out weigh nothing."""
    used = np.array([name in names for name in NAMES], dtype=float)
    known = [one for one in found if one.right.any()]
    counts = {one.set: sum(other.set == one.set for other in known) for one in known}
    share = np.array([1 / counts[one.set] for one in known])
    values = np.concatenate([one.values for one in known]) * used
    right = np.concatenate([one.right for one in known])
    starts = np.cumsum([0, *(len(one.right) for one in known[:-1])])
    owner = np.repeat(np.arange(len(known)), [len(one.right) for one in known])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = values @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        exp = np.exp(scores)
        total, good = np.add.reduceat(exp, starts), np.add.reduceat(exp * right, starts) + 1e-12
        slope = exp / total[owner] - exp * right / good[owner]
        value = float(share @ (np.log(total) - np.log(good))) + 1e-4 * float(weights @ weights)
        return value, values.T @ (slope * share[owner]) + 2e-4 * weights

    bounds = [(0.0, None)] * len(NAMES)
    return np.asarray(minimize(loss, used.copy(), jac=True, bounds=bounds, method="L-BFGS-B").x * used)


def hit(found: Sequence[Choice], weights: NDArray[np.float64]) -> float:
    """The share of questions whose best sentence is right."""
    return float(np.mean([len(one.right) > 0 and one.right[(one.values @ weights).argmax()] for one in found]))


def main() -> None:
    """Gather, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=SETS, metavar="NAME")
    parser.add_argument("--cache", type=Path, help="a folder to keep in what was encoded and read")
    arguments = parse(parser, limit=400)
    encoder, reader = CachedEncoder(load_encoder(), arguments.cache), CachedReader(arguments.cache)
    found: list[Choice] = []
    for name in arguments.sets:
        articles, asked = load_set(name, arguments.data)
        found += choices(name, articles, spread(asked, arguments.limit), encoder, reader)
    _print(found, arguments.sets)


def _print(found: list[Choice], sets: Sequence[str]) -> None:
    ways = {"all": NAMES, "no reader": tuple(name for name in NAMES if name not in _OF_READER)}
    ways |= {f"without {name}": tuple(other for other in NAMES if other != name) for name in ways["no reader"]}
    print(f"| quote hit@1, odd questions | {' | '.join(sets)} |\n|---|{'---|' * len(sets)}")
    for way, names in ways.items():
        weights = fit(found[::2], names)
        odd = {name: [one for one in found[1::2] if one.set == name] for name in sets}
        print(f"| {way} | {' | '.join(f'{hit(part, weights):.3f}' for part in odd.values())} |", flush=True)
    reach = {name: np.mean([one.right.any() for one in found if one.set == name]) for name in sets}
    print(f"| the answer is there | {' | '.join(f'{share:.3f}' for share in reach.values())} |")
    for way in ("all", "no reader"):
        weights = fit(found, ways[way])
        print(way, ", ".join(f"{name}={value:.2f}" for name, value in zip(NAMES, weights, strict=True)))


if __name__ == "__main__":
    main()
