"""Fitting the decision to answer on a test set, judged on questions that were held out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.calibrate.logistic import SIGNS, monotone_logistic, parameters_of, probabilities
from qa.decide import Logistic
from qa.evaluate.abstention import auroc, calibration_error
from qa.evaluate.significance import wilson
from qa.features import NAMES

_STRENGTHS = (math.inf, 30.0, 10.0, 3.0, 1.0, 0.3)  # how firmly the weights stay where they are
_FOLDS = 5
_ENOUGH = 30  # questions of a side, a third of them right and a third not, for a regression of its own


@dataclass(frozen=True, slots=True)
class Sample:
    """A question that was asked: its features, whether its best sentence is right, whether the articles answer it, whether it is
    in another language than they are; and with what probability it was answered, or refused, as the bot decides now.
    """

    values: tuple[float, ...]
    right: bool
    answerable: bool
    cross: bool
    probability: float = 0.0
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Rates:
    """What a threshold does: unanswerable questions answered, answerable ones refused, first quotes wrong when shown. None
    where there is no such question.
    """

    threshold: float
    false_answers: float | None
    false_refusals: float | None
    wrong_when_shown: float | None


@dataclass(frozen=True, slots=True)
class Fitted:
    """A regression of one side, how firmly it was held to the one that ships, and the held-out probabilities (n,) of its samples."""

    model: Logistic
    strength: float
    held_out: NDArray[np.float64]


def enough(samples: Sequence[Sample]) -> bool:
    """Whether so many questions can be fitted to."""
    right = sum(one.right for one in samples)
    return len(samples) >= _ENOUGH and min(right, len(samples) - right) >= _ENOUGH // 3


def fit(samples: Sequence[Sample], shipped: Logistic, max_false_answers: float) -> Fitted:
    """The regression nearest to the one that ships that explains these questions, with a threshold of their own.

    How near is chosen by the log loss of held-out questions. The threshold is the lowest at which held-out unanswerable
    questions are answered at most so often.
    """
    x = np.array([one.values for one in samples])
    y = np.array([one.right for one in samples])
    prior = parameters_of(shipped)
    tried = {strength: _held_out(x, y, prior, strength) for strength in _STRENGTHS}
    strength = min(tried, key=lambda one: (_log_loss(y, tried[one]), -one))
    held_out = tried[strength]
    found = monotone_logistic(x, y, np.ones(len(y)), SIGNS, strength, prior)
    threshold = lowest_threshold(held_out, [one.answerable for one in samples], max_false_answers)
    weights = {name: round(float(value), 6) for name, value in zip(NAMES, found, strict=False)}
    model = Logistic(weights, round(float(found[-1]), 6), {"default": threshold})
    return Fitted(model, strength, held_out)


def lowest_threshold(probability: NDArray[np.float64], answerable: Sequence[bool], max_false_answers: float) -> float:
    """The lowest threshold at which at most this share of the unanswerable questions is answered; 0.5 without any.

    >>> lowest_threshold(np.array([0.9, 0.8, 0.3, 0.1]), [True, False, False, False], 0.34)
    0.300001
    """
    no = np.sort(probability[~np.asarray(answerable, dtype=bool)])[::-1]
    if not len(no):
        return 0.5
    allowed = int(max_false_answers * len(no) + 1e-9)
    return round(float(no[allowed]) + 1e-6, 6) if allowed < len(no) else 0.0


def rates(probability: NDArray[np.float64], samples: Sequence[Sample], threshold: float) -> Rates:
    """What a threshold does to these questions."""
    shown = probability >= threshold
    answerable = np.array([one.answerable for one in samples])
    wrong = ~np.array([one.right for one in samples])
    return Rates(threshold, _share(shown[~answerable]), _share(~shown[answerable]), _share(wrong[shown]))


def curve(probability: NDArray[np.float64], samples: Sequence[Sample]) -> list[Rates]:
    """What the thresholds do at which no, 2, 5, 10, 20 and 40 % of the unanswerable questions are answered at most."""
    answerable = [one.answerable for one in samples]
    found = {lowest_threshold(probability, answerable, share): None for share in (0, 0.02, 0.05, 0.1, 0.2, 0.4)}
    return [rates(probability, samples, threshold) for threshold in found]


def quality(probability: NDArray[np.float64], samples: Sequence[Sample]) -> dict[str, float | None]:
    """How well probabilities tell right from wrong, answerable from not, and how well they keep their word."""
    right = [one.right for one in samples]
    able = [one.answerable for one in samples]
    found = {
        "auroc_right": _auroc(probability, right),
        "auroc_answerable": _auroc(probability, able),
        "calibration_error": calibration_error(probability.tolist(), right),
        "log_loss": _log_loss(np.array(right), probability),
    }
    return {name: None if math.isnan(value) else round(value, 4) for name, value in found.items()}


def questions_for(max_false_answers: float) -> int:
    """How many unanswerable questions must all be refused before the rate is known to be so low, which is above 0 (Wilson, 95 %).

    >>> questions_for(0.05)
    73
    """
    z = 1.959963984540054
    return math.ceil(z * z * (1 - max_false_answers) / max_false_answers)


def allowed(unanswerable: int, max_false_answers: float) -> int | None:
    """Of so many unanswerable questions, how many may be answered if the true rate is to be known to be so low; None where even
    none of them would not tell (Wilson, 95 %).

    >>> allowed(61, 0.1), allowed(30, 0.1)
    (1, None)
    """
    fit = [count for count in range(unanswerable + 1) if wilson(count, unanswerable)[1] <= max_false_answers]
    return fit[-1] if fit else None


def _held_out(
    x: NDArray[np.float64], y: NDArray[np.bool_], prior: NDArray[np.float64], strength: float
) -> NDArray[np.float64]:
    fold = np.empty(len(y), dtype=int)
    for side in (True, False):  # every fold has its share of both
        places = np.flatnonzero(y == side)
        fold[np.random.default_rng(0).permutation(places)] = np.arange(len(places)) % _FOLDS
    held_out = np.zeros(len(y))
    for number in range(_FOLDS):
        kept = fold != number
        found = monotone_logistic(x[kept], y[kept], np.ones(kept.sum()), SIGNS, strength, prior)
        held_out[~kept] = probabilities(found, x[~kept])
    return held_out


def _log_loss(y: NDArray[np.bool_], probability: NDArray[np.float64]) -> float:
    bounded = np.clip(probability, 1e-6, 1 - 1e-6)
    return float(-np.log(np.where(y, bounded, 1 - bounded)).mean())


def _auroc(probability: NDArray[np.float64], yes: Sequence[bool]) -> float:
    chosen = np.asarray(yes, dtype=bool)
    return auroc(probability[chosen].tolist(), probability[~chosen].tolist())


def _share(values: NDArray[np.bool_]) -> float | None:
    return float(values.mean()) if len(values) else None
