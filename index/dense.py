"""Vector search by faiss: inner product over unit vectors, which is the cosine."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.records import Scored


@dataclass(frozen=True, slots=True)
class DenseOptions:
    """A flat scan is bound by memory bandwidth: from `half_from` vectors on they are kept as 16-bit floats."""

    half_from: int = 20_000


class DenseIndex:
    """A faiss file and the rows its vectors belong to, in the same order."""

    def __init__(self, index: faiss.Index, rows: NDArray[np.int64]) -> None:
        """Pair a faiss index of n vectors with n rows."""
        self._index = index
        self._rows = rows
        self._place = {int(row): place for place, row in enumerate(rows)}

    @staticmethod
    def write(path: Path, vectors: NDArray[np.float32], options: DenseOptions | None = None) -> None:
        """Write vectors (n, d), unit rows, to a faiss file. Raises OSError."""
        options = options or DenseOptions()
        count, dimension = vectors.shape
        index: faiss.Index = faiss.IndexFlatIP(dimension)
        if count >= options.half_from:
            half = faiss.ScalarQuantizer.QT_fp16
            index = faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)
            index.train(vectors[:1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        try:
            faiss.write_index(index, str(path))
        except RuntimeError as error:  # faiss knows no other
            raise OSError(f"faiss: {error}") from error

    @staticmethod
    def open(path: Path, rows: NDArray[np.int64]) -> "DenseIndex":
        """Open a file whose checksum the caller has verified: faiss itself does not notice damage."""
        faiss.set_deserialization_vector_byte_limit(max(path.stat().st_size * 2, 1 << 20))
        return DenseIndex(faiss.read_index(str(path)), rows)

    def search(self, vector: NDArray[np.float32], k: int, rows: Set[int] | None = None) -> Scored:
        """The k rows nearest to a unit vector (d,), with their cosines; of these rows only when they are given."""
        if k < 1 or not len(self._rows) or (rows is not None and not rows):
            return []
        only, wanted = None, min(k, len(self._rows))
        if rows is not None:
            kept = [self._place[row] for row in rows if row in self._place]
            chosen = faiss.IDSelectorBatch(np.array(kept, dtype=np.int64))
            only = faiss.SearchParameters()
            only.sel = chosen  # faiss keeps no hold of it: `chosen` does until the search is over
        scores, places = self._index.search(vector[None, :].astype(np.float32), wanted, params=only)
        pairs = [(int(self._rows[p]), float(s)) for s, p in zip(scores[0], places[0], strict=True) if p >= 0]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def cosines(self, vector: NDArray[np.float32], rows: Sequence[int]) -> list[float]:
        """The cosine of a unit vector (d,) with each of these rows."""
        places = np.array([self._place[row] for row in rows], dtype=np.int64)
        return [float(one) for one in self._index.reconstruct_batch(places) @ vector] if len(places) else []
