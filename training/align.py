"""IBM model 1 (Brown et al. 1993) over arrays: which words of two languages translate each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NULL = 0  # the word id that stands for nothing: target words without a source word align to it

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Probabilities t(target | source) of the word pairs that were seen together, as three columns (n,)."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    probability: NDArray[np.float64]


def align(pairs: Sequence[tuple[Ids, Ids]], weights: Sequence[float], turns: int = 5) -> Alignment:
    """Estimate t(target | source) from sentence pairs of word ids (from 1 up; 0 is `NULL`) with their weights.

    Memory: about 24 bytes a link, a link being a pair of words in a pair of sentences.
    """
    links, places, of_pair = _links(pairs, weights)
    seen, which = np.unique(links, return_inverse=True)
    which = which.astype(np.int32)
    del links
    source, target = seen >> 32, seen & 0xFFFFFFFF
    probability = np.ones(len(seen))
    for _ in range(turns):
        share = probability[which].astype(np.float32)
        total = np.bincount(places, share).astype(np.float32)
        share *= of_pair[places] / total[places]
        counts = np.bincount(which, share, minlength=len(seen))
        probability = counts / np.bincount(source, counts)[source]
    kept = source != NULL
    return Alignment(source[kept], target[kept], probability[kept])


def _links(
    pairs: Sequence[tuple[Ids, Ids]], weights: Sequence[float]
) -> tuple[NDArray[np.int64], Ids, NDArray[np.float32]]:
    """Every link as `source << 32 | target`, the number of its target word's place, and the weight of each place."""
    links, places, of_place, place = [], [], [], 0
    for (source, target), weight in zip(pairs, weights, strict=True):
        words = np.append(source, NULL).astype(np.int64) << 32
        links.append((words[:, None] | target[None, :]).ravel())
        numbers = np.arange(place, place + len(target), dtype=np.int32)
        places.append(np.tile(numbers, len(words)))
        of_place.append(np.full(len(target), weight, dtype=np.float32))
        place += len(target)
    return np.concatenate(links), np.concatenate(places), np.concatenate(of_place)
