"""How like words are, in one language or across two, by the embedding table that ships: no context, no model run."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.encoders.bundle import readable, shipped

_KEPT = 20_000  # words


def likeness(words: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
    """The cosines of some words with others: (words, others); 0 where one has no piece. Raises ModelMissing."""
    if not words or not others:
        return np.zeros((len(words), len(others)), dtype=np.float32)
    return np.asarray(np.array([_vector(word) for word in words]) @ np.array([_vector(word) for word in others]).T)


@lru_cache(maxsize=_KEPT)
def _vector(word: str) -> NDArray[np.float32]:
    """The mean of a word's pieces, as a unit vector (d,)."""
    bundle = shipped()
    ids = bundle.tokenizer.encode(readable(word), add_special_tokens=False).ids
    if not ids:
        return np.zeros(bundle.table.width, dtype=np.float32)
    mean = bundle.table.of_tokens(np.array(ids)).mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)
