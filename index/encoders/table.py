"""The embedding table that the bundled models share: four bits a number, with one scale for every 32 of them."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

GROUP = 32
_MIDDLE = 8  # codes 0 to 15 stand for -8 to 7 scales


class EmbeddingTable:
    """Rows of numbers, unpacked when they are asked for."""

    def __init__(self, path: Path) -> None:
        """Load a table.npz with `codes` (rows, width / 2; uint8, even columns in the low half), `scales` (rows, width / 32;
        float16) and `rows_of` (ids; the row of each tokenizer id). Raises OSError, ValueError, KeyError.
        """
        with np.load(path, allow_pickle=False) as data:
            self._codes: NDArray[np.uint8] = data["codes"]
            self._scales: NDArray[np.float16] = data["scales"]
            self.rows_of: NDArray[np.int32] = data["rows_of"]
        self.rows, self.width = len(self._codes), 2 * self._codes.shape[1]

    def vectors(self, rows: NDArray[np.integer]) -> NDArray[np.float32]:
        """The numbers of some rows: (n, width)."""
        codes = self._codes[rows]
        whole = np.empty((len(codes), self.width), dtype=np.float32)
        whole[:, 0::2] = codes & 15
        whole[:, 1::2] = codes >> 4
        whole -= _MIDDLE
        grouped = whole.reshape(len(codes), self.width // GROUP, GROUP)
        grouped *= self._scales[rows].astype(np.float32)[:, :, None]
        return whole

    def of_tokens(self, ids: NDArray[np.integer]) -> NDArray[np.float32]:
        """The numbers of some tokenizer ids: (n, width)."""
        return self.vectors(self.rows_of[ids])
