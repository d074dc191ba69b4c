"""The fit against scikit-learn, thresholds worked by hand, and what held-out questions promise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from qa.calibrate.calibrate import Calibrated
from qa.calibrate.fit import Sample, allowed, curve, enough, fit, lowest_threshold, quality, questions_for, rates
from qa.calibrate.logistic import SIGNS, monotone_logistic, parameters_of, probabilities
from qa.calibrate.plain import plain_calibrated
from qa.decide import Calibration, Logistic
from qa.evaluate.significance import wilson
from qa.features import NAMES

SHIPPED = Calibration.load().same


def drawn(count: int, seed: int = 0, shift: float = 0.0) -> list[Sample]:
    """Questions whose right ones have more of everything that speaks for an answer."""
    random = np.random.default_rng(seed)
    samples = []
    for number in range(count):
        answerable = number % 3 > 0
        right = bool(answerable and random.random() < 0.8)
        values = np.abs(random.normal(0.5 * right, 0.3, len(NAMES))) + shift
        samples.append(Sample(tuple(np.where(SIGNS > 0, values, 0.6 - 0.5 * right)), right, answerable, False))
    return samples


def arrays(samples: list[Sample]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([one.values for one in samples]), np.array([one.right for one in samples])


def test_without_bounds_that_bind_the_regression_is_scikit_learns() -> None:
    x, y = arrays(drawn(400))
    signs = np.sign(LogisticRegression(C=10.0, tol=1e-10, max_iter=10_000).fit(x, y).coef_[0])
    found = monotone_logistic(x, y, np.ones(len(y)), signs, strength=0.05)  # C is 1 / (2 · strength)
    oracle = LogisticRegression(C=10.0, tol=1e-10, max_iter=10_000).fit(x, y)
    assert probabilities(found, x) == pytest.approx(oracle.predict_proba(x)[:, 1], abs=2e-3)


@pytest.mark.parametrize("strength", [0.3, 10.0, math.inf])
def test_weights_keep_their_signs_and_the_firmer_they_are_held_the_nearer_they_stay(strength: float) -> None:
    x, y = arrays(drawn(200))
    prior = parameters_of(SHIPPED)
    found = monotone_logistic(x, y, np.ones(len(y)), SIGNS, strength, prior)
    assert (found[:-1] * SIGNS >= -1e-12).all()
    loose = monotone_logistic(x, y, np.ones(len(y)), SIGNS, 0.01, prior)
    assert np.abs(found - prior)[:-1].sum() <= np.abs(loose - prior)[:-1].sum() + 1e-9
    if math.isinf(strength):
        assert found[:-1] == pytest.approx(prior[:-1])
        assert probabilities(found, x).mean() == pytest.approx(y.mean(), abs=1e-3)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), st.floats(0, 1))
def test_the_threshold_is_the_lowest_that_answers_no_more_than_is_allowed(
    rows: list[tuple[float, bool]], share: float
) -> None:
    probability = np.array([round(value, 4) for value, _ in rows])
    answerable = [able for _, able in rows]
    threshold = lowest_threshold(probability, answerable, share)
    no = probability[~np.array(answerable)]
    if len(no):
        assert (no >= threshold).mean() <= share + 1e-9
        lower = no[no < threshold]
        if len(lower):
            assert (no >= lower.max()).mean() > share - 1e-9
    else:
        assert threshold == 0.5


def test_rates_and_curve_worked_by_hand() -> None:
    samples = [
        Sample((), right, able, False) for right, able in ((True, True), (False, True), (False, False), (False, False))
    ]
    probability = np.array([0.9, 0.6, 0.7, 0.1])
    found = rates(probability, samples, 0.5)
    assert (found.false_answers, found.false_refusals) == (0.5, 0.0)
    assert found.wrong_when_shown == pytest.approx(2 / 3)
    assert [one.false_answers for one in curve(probability, samples)] == [0.0]
    assert rates(probability[:2], samples[:2], 0.95).wrong_when_shown is None
    assert rates(probability[:2], samples[:2], 0.5).false_answers is None


def test_a_calibration_on_questions_of_another_kind_keeps_its_word_better_than_the_one_that_ships() -> None:
    samples = drawn(300, shift=0.4)
    found = fit(samples, SHIPPED, 0.05)
    before, after = (
        quality(probabilities(parameters_of(SHIPPED), arrays(samples)[0]), samples),
        quality(found.held_out, samples),
    )
    assert after["log_loss"] < before["log_loss"]  # type: ignore[operator]
    assert after["calibration_error"] < before["calibration_error"]  # type: ignore[operator]
    shown = rates(found.held_out, samples, found.model.thresholds["default"])
    assert shown.false_answers is not None
    assert shown.false_answers <= 0.05
    fresh = drawn(3_000, seed=1, shift=0.4)
    values = np.array([found.model.probability(dict(zip(NAMES, one.values, strict=True))) for one in fresh])
    unseen = rates(values, fresh, found.model.thresholds["default"]).false_answers
    assert unseen is not None
    assert unseen <= wilson(5, 100)[1]


@given(st.floats(0.005, 0.5))
def test_so_many_refusals_are_needed_to_promise_a_rate(share: float) -> None:
    needed = questions_for(share)
    assert wilson(0, needed)[1] <= share + 1e-9
    assert wilson(0, needed - 1)[1] >= share - 1e-9


def test_few_questions_or_only_right_ones_are_not_enough() -> None:
    assert enough(drawn(60))
    assert not enough(drawn(20))
    assert not enough([one for one in drawn(200) if one.right])


def test_the_regression_has_every_feature_and_one_threshold() -> None:
    model = fit(drawn(90), Logistic({}, 0.0, {"default": 0.5}), 0.1).model
    assert tuple(model.weights) == NAMES
    assert tuple(model.thresholds) == ("default",)


def told(wrong: int, unanswerable: int, promised: float, language: str) -> str:
    row = {"testset": {"questions": 100}, "max_false_answers": promised, "fingerprint": "f" * 64}
    largest = wilson(wrong, unanswerable)[1]
    after: dict[str, float | None] = {"false_answers": wrong / unanswerable}
    found = Calibrated(row, after, after, (), {}, unanswerable, largest)
    return plain_calibrated(found, language)  # type: ignore[arg-type]


def test_what_cannot_be_promised_is_told_from_the_questions_that_were_answered() -> None:
    english, chinese = told(6, 61, 0.1, "en"), told(6, 61, 0.1, "zh")
    assert "6 of 61 unanswerable questions are answered: the true share may be as high as 20%." in english
    assert "To promise 10%, no more than 1 of 61 may be: choose a lower --max-false-answers." in english
    assert "61 个中最多只能有 1 个作答" in chinese
    assert "at least 35 unanswerable questions are needed, with none of them answered." in told(0, 20, 0.1, "en")
    assert "至少需要 35 个无答案的问题，并且全部拒答" in told(0, 20, 0.1, "zh")
    assert "To promise" not in told(0, 20, 0.0, "en")
    assert "promise" not in told(1, 61, 0.1, "en")


@given(st.integers(1, 200), st.floats(0.01, 0.5))
def test_so_many_as_are_allowed_promise_and_one_more_does_not(unanswerable: int, promised: float) -> None:
    may = allowed(unanswerable, promised)
    if may is None:
        assert promised < wilson(0, unanswerable)[1]
    else:
        assert wilson(may, unanswerable)[1] <= promised < wilson(may + 1, unanswerable)[1]
