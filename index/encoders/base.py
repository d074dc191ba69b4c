"""The contract of an encoder: text in, unit vectors out."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns questions and passages into unit vectors whose inner product says how well they fit."""

    @property
    def name(self) -> str:
        """What the user calls it: `bundled`, a hub name, or a folder."""
        ...

    @property
    def fingerprint(self) -> str:
        """Identity of weights, tokenisation and pooling: vectors of two fingerprints must never meet."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: (n, d), unit rows, in the order of the texts."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages and sentences: (n, d), unit rows, in the order of the texts."""
        ...
