"""The local store: tantivy for words, faiss for vectors, in one folder that can be made anew at any time."""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Collection
from index.dense import DenseIndex
from index.lexical import LexicalIndex
from index.records import Document, Level, Scored, WordGroup

_SIZES = "sizes.json"


class LocalStore:
    """Searches a folder that `write` made. Rounding: tantivy's document lengths, 16-bit vectors in large collections."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; checksums are the caller's business (see `index.generation`)."""
        sizes = json.loads((folder / _SIZES).read_text(encoding="utf-8"))
        self._lexical = {level: LexicalIndex(folder / level, Collection(*sizes[level])) for level in Level}
        self._dense = {level: _open_dense(folder, level) for level in Level}

    @staticmethod
    def write(folder: Path, documents: Mapping[Level, Sequence[Document]], dimension: int) -> None:
        """Write both levels into an empty folder; vectors have `dimension` numbers."""
        sizes = {}
        for level in Level:
            rows = sorted(documents.get(level, ()), key=lambda document: document.row)  # ties are found in this order
            collection = LexicalIndex.write(folder / level, rows)
            sizes[level] = (collection.documents, collection.mean_length)
            vectors = np.array([document.vector for document in rows], dtype=np.float32).reshape(-1, dimension)
            DenseIndex.write(folder / f"{level}.faiss", vectors)
            np.save(folder / f"{level}.rows.npy", np.array([document.row for document in rows], dtype=np.int64))
        (folder / _SIZES).write_text(json.dumps(sizes), encoding="utf-8")

    def collection(self, level: Level) -> Collection:
        """See `Store.collection`."""
        return self._lexical[level].collection

    def document_frequency(self, level: Level, word: str) -> int:
        """See `Store.document_frequency`."""
        return self._lexical[level].document_frequency(word)

    def lexical(self, level: Level, words: Sequence[str], k: int, rows: Set[int] | None = None) -> Scored:
        """See `Store.lexical`."""
        return self._lexical[level].search(words, k, rows)

    def structured(self, level: Level, groups: Sequence[WordGroup], k: int, rows: Set[int] | None = None) -> Scored:
        """See `Store.structured`."""
        return self._lexical[level].structured(groups, k, rows)

    def dense(self, level: Level, vector: NDArray[np.float32], k: int, rows: Set[int] | None = None) -> Scored:
        """See `Store.dense`."""
        return self._dense[level].search(vector, k, rows)

    def cosines(self, level: Level, vector: NDArray[np.float32], rows: Sequence[int]) -> list[float]:
        """See `Store.cosines`."""
        return self._dense[level].cosines(vector, rows)

    def words(self, level: Level, rows: Iterable[int]) -> dict[int, list[str]]:
        """See `Store.words`."""
        return self._lexical[level].words(rows)


def _open_dense(folder: Path, level: Level) -> DenseIndex:
    rows = np.load(folder / f"{level}.rows.npy", allow_pickle=False)
    return DenseIndex.open(folder / f"{level}.faiss", rows)
