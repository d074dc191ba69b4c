"""Measure the lexicon: questions of one language over passages of the other, by structured BM25 alone.

Run from the root of the checkout: python -m training.measure_lexicon bipar.en.jsonl.xz bipar.zh.jsonl.xz

The two files hold the same questions in two languages; their ids are equal up to a language suffix.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.language import detect
from corpus.words import tokens
from index.bm25 import DEFAULT
from index.lexicon import Lexicon, LexiconOptions
from training.question_sets import QuestionSet, read

Group = Mapping[str, float]


class Postings:
    """Every word of a collection with the documents that hold it: the textbook formula, vectorised."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Count the search words of each text."""
        counted = [Counter(tokens(text)) for text in texts]
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, counts in enumerate(counted):
            for word, count in counts.items():
                found[word].append((place, count))
        self.places = {word: np.array(pairs).T for word, pairs in found.items()}
        self.documents = len(texts)
        lengths = np.array([counts.total() for counts in counted], dtype=np.float64)
        self._norm = DEFAULT.k1 * (1 - DEFAULT.b + DEFAULT.b * lengths / lengths.mean())

    def scores(self, groups: Sequence[Group]) -> NDArray[np.float64]:
        """Score of every document; the words of one group share one tf and one df."""
        total = np.zeros(self.documents)
        for group in groups:
            tf, df = np.zeros(self.documents), 0.0
            for word, weight in self._known(group).items():
                places, counts = self.places[word]
                tf[places] += weight * counts
                df += weight * len(places)
            if df:
                total += DEFAULT.idf(df, self.documents) * tf * (DEFAULT.k1 + 1) / (tf + self._norm)
        return total

    def _known(self, group: Group) -> dict[str, float]:
        """The words that documents have; the others through the search words they are made of, sharing the weight."""
        known: dict[str, float] = {}
        for word, weight in group.items():
            parts = [word] if word in self.places else [part for part in tokens(word) if part in self.places]
            for part in parts:
                known[part] = max(weight / len(parts), known.get(part, 0.0))
        return known


def pessimistic_rank(scores: NDArray[np.float64], gold: int) -> int:
    """Rank of the gold document, 1-based, with ties counted against it."""
    return int((scores >= scores[gold]).sum())


def measure(found: QuestionSet, options: LexiconOptions) -> dict[str, float]:
    """Recall at 1 and 10 of plain and of structured BM25 over the distinct contexts."""
    postings, lexicon = Postings(found.contexts), Lexicon(options=options)
    source, target = (detect(text).split("-")[0] for text in ("\n".join(found.questions), found.contexts[0]))
    made: dict[str, Callable[[str], Sequence[Group]]] = {
        "plain": lambda question: [{word: 1.0} for word in dict.fromkeys(tokens(question))],
        "structured": lambda question: lexicon.groups(question, source, target),
    }
    recalls: dict[str, float] = {"questions": len(found.questions), "contexts": len(found.contexts)}
    for name, groups in made.items():
        scored = (postings.scores(groups(question)) for question in found.questions)
        ranks = np.array([pessimistic_rank(scores, gold) for scores, gold in zip(scored, found.gold, strict=True)])
        recalls |= {f"{name} R@{k}": round(float(np.mean(ranks <= k)), 4) for k in (1, 10)}
    return recalls


def main() -> None:
    """Read the arguments and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("contexts", type=Path)
    parser.add_argument("--most", type=int, default=LexiconOptions().most)
    parser.add_argument("--least", type=float, default=LexiconOptions().least)
    arguments = parser.parse_args()
    options = LexiconOptions(arguments.most, arguments.least)
    print(json.dumps(measure(read(arguments.questions, arguments.contexts), options)))


if __name__ == "__main__":
    main()
