"""The textbook BM25 formula (Robertson & Zaragoza 2009), with the idf that Lucene and tantivy use."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.records import WordGroup


@dataclass(frozen=True, slots=True)
class Collection:
    """Sizes of a searched collection: how many documents, and their mean length in words."""

    documents: int
    mean_length: float


@dataclass(frozen=True, slots=True)
class BM25:
    """Parameters: k1 saturates repeated words, b is how much long documents are held back."""

    k1: float = 1.2
    b: float = 0.75

    def idf(self, document_frequency: float, documents: int) -> float:
        """How telling a word is: ln(1 + (N - df + .5) / (df + .5)), never negative."""
        df = min(document_frequency, documents)
        return math.log(1 + (documents - df + 0.5) / (df + 0.5))

    def saturation(self, frequency: float, length: int, mean_length: float) -> float:
        """How much `frequency` occurrences count in a document of `length` words; at most k1 + 1."""
        norm = 1 - self.b + self.b * length / mean_length if mean_length else 1.0
        return frequency * (self.k1 + 1) / (frequency + self.k1 * norm) if frequency else 0.0


DEFAULT = BM25()


def structured_score(
    groups: list[WordGroup],
    group_frequencies: list[float],
    counts: Mapping[str, int],
    length: int,
    collection: Collection,
    bm25: BM25 = DEFAULT,
) -> float:
    """Score of one document for groups of words that share one tf and one df each.

    Probabilistic structured queries: Darwish & Oard, SIGIR 2003. `group_frequencies` holds the shared df of each group.
    """
    total = 0.0
    for group, df in zip(groups, group_frequencies, strict=True):
        tf = sum(weight * counts.get(word, 0) for word, weight in group.items())
        if tf > 0:
            total += bm25.idf(df, collection.documents) * bm25.saturation(tf, length, collection.mean_length)
    return total


def group_frequency(group: WordGroup, doc_freq: Callable[[str], int]) -> float:
    """The shared document frequency of a group: the weighted sum of its words' frequencies."""
    return sum(weight * doc_freq(word) for word, weight in group.items())
