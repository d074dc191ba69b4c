"""Intervals, and whether two runs over the same questions differ."""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

_NORMAL = NormalDist()


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
    drawn, known = np.random.default_rng(seed), np.asarray(values, dtype=np.float64)
    means = np.array([known[drawn.integers(0, len(known), len(known))].mean() for _ in range(rounds)])
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


class Paired(NamedTuple):
    """One measure of two runs over the same questions: the mean difference (other − one), its 95 % bootstrap interval, the
    p of the randomisation test, and how many questions the other run won, tied and lost.
    """

    difference: float
    low: float
    high: float
    p: float
    wins: int
    ties: int
    losses: int


def compared(one: Sequence[float], other: Sequence[float], seed: int = 0) -> Paired:
    """Compare the values of the same questions in the same order. Raises ValueError when there are not as many, or none."""
    if len(one) != len(other) or not one:
        raise ValueError(f"{len(one)} and {len(other)} values are not pairs")
    differences = [b - a for a, b in zip(one, other, strict=True)]
    low, high = bootstrap(differences, seed=seed)
    wins, losses = sum(value > 0 for value in differences), sum(value < 0 for value in differences)
    mean = sum(differences) / len(differences)
    return Paired(mean, low, high, randomisation_test(other, one, seed=seed), wins, len(one) - wins - losses, losses)


def questions_needed(found: Paired, power: float = 0.8, level: float = 0.05) -> int | None:
    """How many questions would tell such a difference of hits apart with this power (Connor, Biometrics 1987, for McNemar's
    test); None when the runs do not differ.

    >>> questions_needed(Paired(0.1, 0, 0, 0.2, wins=15, ties=80, losses=5))
    155
    """
    total = found.wins + found.ties + found.losses
    apart, gap = (found.wins + found.losses) / total, abs(found.wins - found.losses) / total
    if not gap:
        return None
    sides, reach = _NORMAL.inv_cdf(1 - level / 2), _NORMAL.inv_cdf(power)
    return math.ceil(((sides * math.sqrt(apart) + reach * math.sqrt(apart - gap * gap)) / gap) ** 2)
