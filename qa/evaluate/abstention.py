"""Whether the program knows when it knows: confidences against what became of the answers."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive scores above a negative, ties half (Mann & Whitney 1947); nan when a side is empty.

    >>> auroc([0.9, 0.8], [0.1, 0.8])
    0.875
    """
    if not positive or not negative:
        return math.nan
    ordered = np.sort(np.asarray(negative, dtype=np.float64))
    values = np.asarray(positive, dtype=np.float64)
    below = np.searchsorted(ordered, values, "left")
    not_above = np.searchsorted(ordered, values, "right")
    return float((below + not_above).sum() / (2 * len(values) * len(ordered)))


def risks(confidence: Sequence[float], right: Sequence[bool]) -> NDArray[np.float64]:
    """The selective risk (n,) when the 1, 2, … n most confident answers are given (El-Yaniv & Wiener, JMLR 2010).

    Equal confidences have no order: their errors count in equal parts, which is the mean over all orders.

    >>> risks([0.9, 0.5, 0.5], [True, False, True]).round(3).tolist()
    [0.0, 0.25, 0.333]
    """
    order = np.argsort(-np.asarray(confidence, dtype=np.float64), kind="stable")
    sorted_ = np.asarray(confidence, dtype=np.float64)[order]
    wrong = ~np.asarray(right, dtype=bool)[order]
    _, group, sizes = np.unique(-sorted_, return_inverse=True, return_counts=True)
    mean = np.bincount(group, wrong, len(sizes)) / sizes
    return np.asarray(np.cumsum(mean[group]) / np.arange(1, len(order) + 1))


def aurc(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """The area under the risk–coverage curve, the mean of `risks` (Geifman et al., ICLR 2019); nan without answers."""
    return float(risks(confidence, right).mean()) if len(confidence) else math.nan


class Bin(NamedTuple):
    """Answers whose confidences lie in one interval: their mean confidence, the share that is right, how many."""

    confidence: float
    right: float
    size: int


def reliability(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The answers by confidence, in intervals of equal width, empty ones left out; 1 belongs to the last."""
    values, hits = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    place = np.minimum((values * bins).astype(int), bins - 1)
    inside = [place == number for number in range(bins)]
    return [Bin(float(values[one].mean()), float(hits[one].mean()), int(one.sum())) for one in inside if one.any()]


def calibration_error(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """The expected calibration error (Naeini et al., AAAI 2015; Guo et al., ICML 2017); nan without answers.

    >>> round(calibration_error([0.9, 0.9, 0.2], [True, False, False]), 4)
    0.3333
    """
    found = reliability(confidence, right, bins)
    total = sum(one.size for one in found)
    return sum(one.size * abs(one.confidence - one.right) for one in found) / total if total else math.nan
