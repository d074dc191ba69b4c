"""Does it know when it knows? Risk and coverage against plain BM25, halves of a set, and how long the first quotes are.

    python -m benchmarks.risk [--data DIR] [--limit N] [--cache FOLDER]

Risk: a first quote is right when it holds an accepted answer and is from the right context; any quote for a question without an
answer is wrong. *BM25*: the sentence that BM25 likes best, with its score over the question's score against itself as the
confidence. Questions answered yes or no are left out. Lengths: the first quote over the sentence that holds the answer, where right.
"""

import argparse
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.cached import CachedEncoder, CachedReader
from benchmarks.dev_sets import Asked, load, parse
from benchmarks.opened import searcher_over
from corpus.records import Article
from corpus.sentences import split
from index.encoders import load as load_encoder
from index.library import sentence_place
from index.records import Level
from index.search import Searcher
from qa.compose import compose
from qa.decide import Calibration
from qa.evaluate.abstention import aurc, auroc, calibration_error, reliability, risks
from qa.evaluate.quoting import holds_answer
from qa.resolve import Resolver

SETS = ("squad2_no_xquad.en", "cjrc.zh")
HALVES = ("cmrc2018.zh", "drcd.zh-Hant")
_COVERAGES = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Asking:
    """What became of one question: whether it has an answer in the index, the confidence in the first quote and whether that is
    right, the same by BM25 alone; and the length of the first quote over that of the gold sentence, where right.
    """

    answerable: bool
    confidence: float
    right: bool
    plain_confidence: float
    plain_right: bool
    length: float | None
    quotes: int


class Measured:
    """Asks one index as the bot does."""

    def __init__(self, searcher: Searcher, reader: CachedReader, calibration: Calibration) -> None:
        fingerprint = searcher.encoder.fingerprint
        self._searcher = searcher
        self._resolver = Resolver(searcher, reader, calibration.with_encoder(fingerprint))

    def ask(self, one: Asked, answerable: bool) -> Asking:
        """One question."""
        resolved = self._resolver.resolve(one.question)
        best = resolved.chosen.evidence.sentences
        right = bool(best) and answerable and self._right(one, best[0].hit.passage.article, best[0].text)
        made = compose(self._searcher, [(one.question, resolved)])
        first = made.quotes[0] if made.quotes else None
        gold = self._gold(one) if first and right else None
        plain = self._plain(one.question)
        return Asking(
            answerable=answerable,
            confidence=resolved.chosen.probability,
            right=right,
            plain_confidence=plain[2],
            plain_right=answerable and self._right(one, plain[0], plain[1]),
            length=len(first.text) / gold if first and gold else None,
            quotes=len(made.quotes),
        )

    def _right(self, one: Asked, article: str, text: str) -> bool:
        return article == one.article and holds_answer(text, one.answers)

    def _gold(self, one: Asked) -> int | None:
        """Characters of the shortest sentence of the right context that holds an answer."""
        text = self._searcher.article(one.article).text
        sentences = (text[a:b] for a, b in split(text, 0, len(text)))
        return min((len(sentence) for sentence in sentences if holds_answer(sentence, one.answers)), default=None)

    def _plain(self, question: str) -> tuple[str, str, float]:
        """The article and text of BM25's best sentence, and its score over the question's own."""
        query = self._searcher.prepare(question)
        found = self._searcher.store.lexical(Level.SENTENCE, query.words, 1)
        if not found:
            return "", "", 0.0
        row, place = sentence_place(found[0][0])
        [passage] = self._searcher.passages([row])
        start, end = passage.sentences[place]
        bound = self._searcher.self_score(Level.SENTENCE, query.groups)
        return passage.article, self._searcher.article(passage.article).text[start:end], found[0][1] / bound


def asking(
    articles: Sequence[Article], asked: Sequence[Asked], encoder: CachedEncoder, reader: CachedReader
) -> Iterator[Asking]:
    """Every question of one index."""
    held = {article.id for article in articles}
    with searcher_over(articles, encoder) as searcher:
        measured = Measured(searcher, reader, Calibration.load())
        for one in asked:
            yield measured.ask(one, one.answerable and one.article in held)


def main() -> None:
    """Measure and print the tables."""
    arguments_ = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments_.add_argument("--cache", type=Path, help="a folder to keep in what was encoded and read")
    arguments = parse(arguments_, limit=1_500)
    models = CachedEncoder(load_encoder(), arguments.cache), CachedReader(arguments.cache)
    print(f"| set | way | questions | AURC | {' | '.join(f'risk at {c:.0%}' for c in _COVERAGES)} |")
    print(f"|---|---|---|---|{'---|' * len(_COVERAGES)}")
    for name in SETS:
        articles, asked = load(name, arguments.data)
        asked = [one for one in asked if not one.yes_or_no]
        found = list(asking(articles, asked[:: max(1, len(asked) // arguments.limit)], *models))
        _print_risk(f"{name} | BM25", [(one.plain_confidence, one.plain_right) for one in found])
        _print_risk(f"{name} | decided", [(one.confidence, one.right) for one in found])
    columns = "questions | AUROC of answerable: BM25 | decided | right first | quotes shown | median length | calibration error"
    print(f"\n| half of the contexts | {columns} |\n|{'---|' * 8}")
    for name in HALVES:
        articles, asked = load(name, arguments.data)
        _print_halves(name, list(asking(articles[::2], asked[:: max(1, len(asked) // arguments.limit)], *models)))
    for model in models:
        model.keep()


def _print_risk(label: str, found: Sequence[tuple[float, bool]]) -> None:
    confidence, right = [one for one, _ in found], [one for _, one in found]
    curve = risks(confidence, right)
    shown = [f"{curve[max(0, int(np.ceil(c * len(curve))) - 1)]:.3f}" for c in _COVERAGES]
    print(f"| {label} | {len(found)} | {aurc(confidence, right):.3f} | {' | '.join(shown)} |", flush=True)


def _print_halves(name: str, found: Sequence[Asking]) -> None:
    yes, no = [one for one in found if one.answerable], [one for one in found if not one.answerable]
    plain = auroc([one.plain_confidence for one in yes], [one.plain_confidence for one in no])
    decided = auroc([one.confidence for one in yes], [one.confidence for one in no])
    right = sum(one.right for one in yes) / len(yes)
    quotes = statistics.fmean(one.quotes for one in found if one.quotes)
    length = statistics.median(one.length for one in found if one.length)
    confidence, hits = [one.confidence for one in found], [one.right for one in found]
    rest = f"{right:.3f} | {quotes:.2f} | {length:.2f} | {calibration_error(confidence, hits):.3f}"
    print(f"| {name} | {len(found)} | {plain:.3f} | {decided:.3f} | {rest} |", flush=True)
    for part in reliability(confidence, hits, 5):
        print(f"  said {part.confidence:.2f}, right {part.right:.2f} ({part.size})", file=sys.stderr)


if __name__ == "__main__":
    main()
