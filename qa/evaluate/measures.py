"""The measures, each in one place with its source. Every benchmark and every evaluation uses these."""

import math
import random
from collections.abc import Sequence

import numpy as np


def recall_at(rank: int | None, k: int) -> float:
    """1 when the right document is among the first k (`rank` counts from 1, None when it was not found)."""
    return float(rank is not None and rank <= k)


def pessimistic_rank(right: float | None, others: Sequence[float]) -> int | None:
    """The rank of the right document's score among all, ties counted against it; None when it was not found.

    >>> pessimistic_rank(0.5, [0.9, 0.5, 0.1])
    3
    """
    return None if right is None else 1 + sum(other >= right for other in others)


def wilson(successes: int, trials: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson, JASA 1927); (0, 1) without trials.

    >>> [round(value, 3) for value in wilson(9, 10)]
    [0.596, 0.982]
    """
    if not trials:
        return 0.0, 1.0
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


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


def randomisation_test(one: Sequence[float], other: Sequence[float], rounds: int = 10_000, seed: int = 0) -> float:
    """Two-sided p of the difference of paired means under random swapping (Noreen 1989; Smucker et al., CIKM 2007)."""
    differences = np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64)
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    random_signs = np.random.default_rng(seed)
    seen = abs(moved.sum())
    batches = (random_signs.choice((-1.0, 1.0), (1_000, len(moved))) @ moved for _ in range(max(1, rounds // 1_000)))
    extreme = sum(int((np.abs(sums) >= seen - 1e-9).sum()) for sums in batches)
    return (extreme + 1) / (max(1, rounds // 1_000) * 1_000 + 1)


def bootstrap(values: Sequence[float], rounds: int = 2_000, seed: int = 0) -> tuple[float, float]:
    """The 95 % percentile interval of a mean (Efron 1979)."""
    if not values:
        return math.nan, math.nan
    drawn = random.Random(seed)  # noqa: S311 - resampling, not secrets
    means = sorted(sum(drawn.choices(values, k=len(values))) / len(values) for _ in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds) - 1]
