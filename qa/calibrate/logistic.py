"""Logistic regression whose weights keep their signs and stay near what is known already."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from qa.decide import Logistic
from qa.features import NAMES

#: Of each feature, whether more of it speaks for an answer (1) or against it (−1).
SIGNS = np.array([-1.0 if name.startswith("missing") else 1.0 for name in NAMES])


def monotone_logistic(
    x: NDArray[np.float64],
    y: NDArray[np.bool_],
    weight: NDArray[np.float64],
    signs: NDArray[np.float64],
    strength: float = 0.05,
    prior: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Weights and bias (features + 1,) that make y (n,) likely under x (n, features), with a weight (n,) for each row.

    More evidence never counts against an answer: without such bounds, features that overlap take turns in being negative,
    which other articles do not repeat. `strength` draws the weights to those of `prior` (features + 1,), zero when left out, but not
    the bias; infinite, it leaves only the bias to be found.
    """
    known = np.zeros(len(signs) + 1) if prior is None else prior * np.append(signs, 1.0)
    design = np.hstack([x * signs, np.ones((len(x), 1))])
    fixed = np.isinf(strength)
    pull = 0.0 if fixed else strength

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total = design @ parameters
        away = parameters[:-1] - known[:-1]
        value = weight @ np.logaddexp(0, np.where(y, -total, total)) + pull * away @ away
        slope = design.T @ (weight * (1 / (1 + np.exp(-total)) - y))
        slope[:-1] += 2 * pull * away
        return float(value), slope

    bounds = [(one, one) if fixed else (0, None) for one in known[:-1]]
    found = minimize(loss, known, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B")
    return np.asarray(found.x * np.append(signs, 1.0))


def probabilities(parameters: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities (n,) that these weights and bias give x (n, features)."""
    total = np.clip(x @ parameters[:-1] + parameters[-1], -40, 40)
    return np.asarray(1 / (1 + np.exp(-total)))


def parameters_of(model: Logistic) -> NDArray[np.float64]:
    """Weights and bias of a fitted regression, in the order of the features; zero for those it does not use."""
    return np.array([*(model.weights.get(name, 0.0) for name in NAMES), model.bias])
