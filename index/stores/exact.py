"""The exact store: everything in memory, nothing approximated. It is the oracle of the others and serves tiny corpora."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from index.bm25 import DEFAULT, Collection, group_frequency, structured_score
from index.records import Document, Level, Scored, WordGroup


class ExactStore:
    """Textbook BM25 and a full matrix product over lists kept in memory."""

    def __init__(self, documents: Mapping[Level, Sequence[Document]]) -> None:
        """Take the documents of each level; rows must be distinct within a level."""
        self._levels = {level: _Exact(documents.get(level, ())) for level in Level}

    def collection(self, level: Level) -> Collection:
        """See `Store.collection`."""
        return self._levels[level].collection

    def document_frequency(self, level: Level, word: str) -> int:
        """See `Store.document_frequency`."""
        return self._levels[level].document_frequencies[word]

    def lexical(self, level: Level, words: Sequence[str], k: int, rows: Set[int] | None = None) -> Scored:
        """See `Store.lexical`: each distinct word is a group of its own."""
        return self.structured(level, [{word: 1.0} for word in dict.fromkeys(words)], k, rows)

    def structured(self, level: Level, groups: Sequence[WordGroup], k: int, rows: Set[int] | None = None) -> Scored:
        """See `Store.structured`."""
        part = self._levels[level]
        wanted = list(groups)
        frequencies = [group_frequency(group, part.document_frequencies.__getitem__) for group in wanted]
        scored = (
            (row, structured_score(wanted, frequencies, counts, counts.total(), part.collection, DEFAULT))
            for row, counts in zip(part.rows, part.counts, strict=True)
        )
        return best((pair for pair in scored if pair[1] > 0 and (rows is None or pair[0] in rows)), k)

    def dense(self, level: Level, vector: NDArray[np.float32], k: int, rows: Set[int] | None = None) -> Scored:
        """See `Store.dense`."""
        part = self._levels[level]
        if not part.rows:
            return []
        scored = zip(part.rows, (part.vectors @ vector).tolist(), strict=True)
        return best((pair for pair in scored if rows is None or pair[0] in rows), k)

    def cosines(self, level: Level, vector: NDArray[np.float32], rows: Sequence[int]) -> list[float]:
        """See `Store.cosines`."""
        part = self._levels[level]
        return [float(part.vectors[part.place[row]] @ vector) for row in rows]

    def words(self, level: Level, rows: Iterable[int]) -> dict[int, list[str]]:
        """See `Store.words`."""
        part = self._levels[level]
        return {row: list(part.words[part.place[row]]) for row in rows}


class _Exact:
    """One level: rows, their word counts and their vectors (n, d)."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.rows = [document.row for document in documents]
        self.place = {row: i for i, row in enumerate(self.rows)}
        self.words = [document.words for document in documents]
        self.counts = [Counter(words) for words in self.words]
        self.vectors = np.array([document.vector for document in documents], dtype=np.float32)
        self.document_frequencies = Counter(word for counts in self.counts for word in counts)
        lengths = [len(words) for words in self.words]
        self.collection = Collection(len(lengths), float(np.mean(lengths)) if lengths else 0.0)


def best(scored: Iterable[tuple[int, float]], k: int) -> Scored:
    """The k best pairs, best first, equal scores by row."""
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:k]
