"""Confidences against what became of the answers: by hand, over all orders, and against scikit-learn."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.abstention import (
    aurc,
    auroc,
    calibration_error,
    reliability,
    risks,
)

# a coarse grid makes ties; the small numbers are where rounding would show
SCORES = st.lists(st.integers(-8, 8).map(lambda n: n / 8), min_size=1, max_size=30)


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_order_with_ties_half(positive: list[float], negative: list[float]) -> None:
    pairs = [(one > other) + 0.5 * (one == other) for one, other in itertools.product(positive, negative)]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)


@given(SCORES, SCORES)
def test_auroc_is_that_of_scikit_learn(positive: list[float], negative: list[float]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    labels = [1] * len(positive) + [0] * len(negative)
    assert auroc(positive, negative) == pytest.approx(metrics.roc_auc_score(labels, positive + negative), abs=1e-12)


@given(SCORES, SCORES)
def test_auroc_of_the_two_sides_exchanged_is_the_rest_to_one(positive: list[float], negative: list[float]) -> None:
    assert auroc(positive, negative) + auroc(negative, positive) == pytest.approx(1)


def test_auroc_of_nothing_is_not_a_number() -> None:
    assert math.isnan(auroc([], [1.0]))
    assert math.isnan(auroc([1.0], []))


ANSWERS = st.lists(st.tuples(st.integers(0, 4).map(lambda n: n / 4), st.booleans()), min_size=1, max_size=6)


@given(ANSWERS)
@settings(max_examples=60)
def test_risks_are_the_mean_over_all_orders_of_equal_confidences(answers: list[tuple[float, bool]]) -> None:
    orders = [
        order
        for order in itertools.permutations(answers)
        if [one[0] for one in order] == sorted((one[0] for one in order), reverse=True)
    ]
    wrong = [[sum(not right for _, right in order[:n]) / n for n in range(1, len(order) + 1)] for order in orders]
    found = risks([one[0] for one in answers], [one[1] for one in answers])
    np.testing.assert_allclose(found, np.mean(wrong, axis=0), atol=1e-9)


@given(ANSWERS)
def test_the_order_of_the_questions_does_not_matter(answers: list[tuple[float, bool]]) -> None:
    there, back = zip(*answers, strict=True), zip(*answers[::-1], strict=True)
    assert aurc(*there) == pytest.approx(aurc(*back), abs=1e-12)


def test_the_risk_at_full_coverage_is_the_share_of_wrong_answers() -> None:
    assert risks([0.1, 0.9, 0.5, 0.3], [True, True, False, False])[-1] == 0.5
    assert aurc([0.9, 0.8, 0.1], [True, True, True]) == 0
    assert aurc([0.9, 0.8, 0.1], [False, False, False]) == 1
    assert math.isnan(aurc([], []))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80))
def test_the_bins_are_those_of_scikit_learn(answers: list[tuple[float, bool]]) -> None:
    calibration = pytest.importorskip("sklearn.calibration")
    # on an edge the two round differently; between edges they must agree
    answers = [(min(max(value, 0.001), 0.999), right) for value, right in answers if abs(value * 10 % 1) > 1e-6]
    if not answers:
        return
    confidence, right = [one[0] for one in answers], [one[1] for one in answers]
    share, mean = calibration.calibration_curve(right, confidence, n_bins=10)
    found = reliability(confidence, right)
    np.testing.assert_allclose([one.right for one in found], share, atol=1e-9)
    np.testing.assert_allclose([one.confidence for one in found], mean, atol=1e-9)
    expected = sum(one.size * abs(a - b) for one, a, b in zip(found, share, mean, strict=True)) / len(answers)
    assert calibration_error(confidence, right) == pytest.approx(expected, abs=1e-9)


def test_a_confidence_that_keeps_its_word_has_no_error_and_certainty_is_counted() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert calibration_error([1.0, 1.0], [True, False]) == pytest.approx(0.5)
    assert math.isnan(calibration_error([], []))
