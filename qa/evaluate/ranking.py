"""How high the right passages stand. Gains are listed in ranked order: 1 for a right passage, 0 for another."""

import math
from collections.abc import Sequence


def recall_at(rank: int | None, k: int) -> float:
    """1 when the one right document is among the first k (`rank` counts from 1, None when it was not found)."""
    return float(rank is not None and rank <= k)


def recall(gains: Sequence[float], relevant: int, k: int) -> float:
    """The share of all right documents that are among the first k; nan when there are none.

    >>> recall([1, 0, 1, 1], relevant=4, k=3)
    0.5
    """
    return sum(gain > 0 for gain in gains[:k]) / relevant if relevant else math.nan


def reciprocal_rank(gains: Sequence[float], k: int) -> float:
    """One over the rank of the first right document, 0 beyond k (Kantor & Voorhees, TREC 1996).

    >>> reciprocal_rank([0, 1, 1], k=10)
    0.5
    """
    return next((1 / rank for rank, gain in enumerate(gains[:k], 1) if gain > 0), 0.0)


def ndcg(gains: Sequence[float], ideal: Sequence[float], k: int) -> float:
    """Discounted gain over that of the best order, logarithm to base 2 (Järvelin & Kekäläinen, TOIS 2002).

    `ideal` holds the gains of all right documents, found or not; nan when there are none.

    >>> round(ndcg([0, 1], [1], k=10), 4)
    0.6309
    """
    best = _dcg(sorted(ideal, reverse=True), k)
    return _dcg(gains, k) / best if best else math.nan


def pessimistic_rank(right: float | None, others: Sequence[float]) -> int | None:
    """The rank of the right document's score among all, ties counted against it; None when it was not found.

    >>> pessimistic_rank(0.5, [0.9, 0.5, 0.1])
    3
    """
    return None if right is None else 1 + sum(other >= right for other in others)


def _dcg(gains: Sequence[float], k: int) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:k], 1))
