"""A deterministic encoder of words: no model, real vectors. Texts that share words are near."""

import hashlib
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.words import tokens


class ToyEncoder:
    """Each word is a fixed random direction; a text is the normalised sum of its words. Counts what it encodes."""

    dimension = 32

    def __init__(self, name: str = "toy", seconds: float = 0.0) -> None:
        """`seconds` are slept for every text, so that a build can be interrupted."""
        self.name, self.fingerprint, self.seconds = name, f"{name}/1", seconds
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_queries`."""
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_passages`."""
        self.encoded += texts
        time.sleep(self.seconds * len(texts))
        return self.encode_queries(texts)

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.zeros(self.dimension)
        for word in tokens(text) or ["?"]:
            seed = int.from_bytes(hashlib.sha256(f"{self.name} {word}".encode()).digest()[:4], "little")
            total += np.random.default_rng(seed).normal(size=self.dimension)
        return (total / max(float(np.linalg.norm(total)), 1e-9)).astype(np.float32)
