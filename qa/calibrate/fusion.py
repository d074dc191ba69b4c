"""Fusion weights for an encoder that none were fitted for: how much its vectors count beside words."""

from collections.abc import Sequence
from typing import NamedTuple

from index.fusion import Fusion, Weights, fused
from index.search import Searcher
from qa.evaluate.accepted import Accepted
from qa.evaluate.ranking import pessimistic_rank
from qa.evaluate.significance import randomisation_test

_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # of the weight, that goes to vectors
_FOLDS = 5
_LEVEL = 0.05
_DEPTH = 10


class Asked(NamedTuple):
    """What every leg says of a question's passages, by row; which of them are right; and whether it crosses languages."""

    legs: dict[int, dict[str, float]]
    right: frozenset[int]
    cross: bool


class Side(NamedTuple):
    """Weights for one side, with the mean reciprocal rank on held-out questions that they and the safe ones have, and the p of
    their difference. They are used when they are better and that is no chance.
    """

    weights: Weights
    held_out: float
    safe: float
    p: float
    questions: int

    @property
    def better(self) -> bool:
        """Whether the weights are worth having."""
        return self.held_out > self.safe and self.p < _LEVEL


def gather(searcher: Searcher, question: str, accepted: Sequence[Accepted]) -> Asked:
    """Ask every leg about a question."""
    query = searcher.prepare(question)
    legs = searcher.legs(query)
    right = set()
    for passage in searcher.passages(list(legs)):
        text = searcher.article(passage.article).text[passage.start : passage.end]
        if any(one.is_in(passage.article, passage.start, text) for one in accepted):
            right.add(passage.row)
    return Asked(legs, frozenset(right), searcher.is_cross(query))


def fit_fusion(asked: Sequence[Asked], safe: Fusion) -> dict[str, Side]:
    """The weights of each side with questions enough; every fold is ranked with the weights that suit the others best."""
    found = {}
    for name, cross in (("same", False), ("cross", True)):
        part = [one for one in asked if one.cross == cross and one.right]
        if len(part) >= 4 * _FOLDS:
            found[name] = _side(part, getattr(safe, name))
    return found


def _side(part: Sequence[Asked], safe: Weights) -> Side:
    ranked = {share: [_reciprocal_rank(one, _weights(share)) for one in part] for share in _SHARES}
    held_out = [0.0] * len(part)
    for fold in range(_FOLDS):
        best = max(_SHARES, key=lambda share: sum(v for n, v in enumerate(ranked[share]) if n % _FOLDS != fold))
        for place in range(fold, len(part), _FOLDS):
            held_out[place] = ranked[best][place]
    before = [_reciprocal_rank(one, safe) for one in part]
    share = max(_SHARES, key=lambda one: sum(ranked[one]))
    after, safe_mean = (sum(values) / len(part) for values in (held_out, before))
    return Side(_weights(share), after, safe_mean, randomisation_test(before, held_out), len(part))


def _weights(share: float) -> Weights:
    return Weights(round(1 - share, 2), round(share / 2, 3), round(share / 2, 3))


def _reciprocal_rank(one: Asked, weights: Weights) -> float:
    scores = {row: fused(values, weights) for row, values in one.legs.items()}
    best = max(scores[row] for row in one.right)
    rank = pessimistic_rank(best, [score for row, score in scores.items() if row not in one.right])
    return 1 / rank if rank and rank <= _DEPTH else 0.0
