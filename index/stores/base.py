"""The contract of a store: two levels of text, searched by words, by groups of words, and by vector."""

from collections.abc import Iterable, Sequence, Set
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Collection
from index.records import Level, Scored, WordGroup


class Store(Protocol):
    """Every store gives the same rows and scores as `ExactStore`, up to the rounding that its docstring names.

    Scores are "higher is better"; results come best first, ties by row, rows that score 0 are left out.
    """

    def collection(self, level: Level) -> Collection:
        """Number of documents and mean length in words at this level."""
        ...

    def document_frequency(self, level: Level, word: str) -> int:
        """In how many documents of this level the word occurs."""
        ...

    def lexical(self, level: Level, words: Sequence[str], k: int, rows: Set[int] | None = None) -> Scored:
        """The k best documents by BM25 over the distinct words, of these rows only when they are given.

        Scores are those of the whole collection: leaving rows out changes none of the others.
        """
        ...

    def structured(self, level: Level, groups: Sequence[WordGroup], k: int, rows: Set[int] | None = None) -> Scored:
        """The k best documents by a structured query: the words of a group share one tf and one df. `rows` as above."""
        ...

    def dense(self, level: Level, vector: NDArray[np.float32], k: int, rows: Set[int] | None = None) -> Scored:
        """The k best documents by inner product with a unit vector (d,): the cosine, in [-1, 1]. `rows` as above."""
        ...

    def cosines(self, level: Level, vector: NDArray[np.float32], rows: Sequence[int]) -> list[float]:
        """The inner product of a unit vector (d,) with each of these rows, in their order."""
        ...

    def words(self, level: Level, rows: Iterable[int]) -> dict[int, list[str]]:
        """The search words of these rows, as they were indexed."""
        ...
