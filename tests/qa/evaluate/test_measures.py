"""Every measure against a value worked by hand, a published one, or another implementation."""

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.measures import auroc, bootstrap, pessimistic_rank, randomisation_test, recall_at, wilson

# a coarse grid makes ties; the small numbers are where rounding would show
SCORES = st.lists(st.integers(-8, 8).map(lambda n: n / 8), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("rank", "k", "expected"), [(1, 1, 1.0), (2, 1, 0.0), (10, 10, 1.0), (11, 10, 0.0), (None, 10, 0.0), (None, 1, 0.0)]
)
def test_recall_counts_ranks_from_one(rank: int | None, k: int, expected: float) -> None:
    assert recall_at(rank, k) == expected


def test_ties_are_counted_against_the_right_document() -> None:
    assert pessimistic_rank(0.5, []) == 1
    assert pessimistic_rank(0.5, [0.4, 0.3]) == 1
    assert pessimistic_rank(0.5, [0.5, 0.5, 0.4]) == 3
    assert pessimistic_rank(None, [0.1]) is None


@given(st.floats(0, 1), SCORES)
def test_the_pessimistic_rank_is_the_place_in_a_sorted_list_with_ties_first(right: float, others: list[float]) -> None:
    rank = pessimistic_rank(right, others)
    assert rank == sorted([(-score, 0) for score in others] + [(-right, 1)]).index((-right, 1)) + 1


# Newcombe, Statistics in Medicine 1998, table I, method 3: the score interval without continuity correction.
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_wilson_interval_has_the_published_values(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 400), st.data())
def test_the_wilson_interval_is_that_of_scipy(trials: int, data: st.DataObject) -> None:
    stats = pytest.importorskip("scipy.stats")
    successes = data.draw(st.integers(0, trials))
    expected = stats.binomtest(successes, trials).proportion_ci(method="wilson")
    assert wilson(successes, trials) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(st.integers(1, 400), st.data())
def test_the_wilson_interval_holds_the_proportion_and_narrows_with_trials(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    low, high = wilson(successes, trials)
    more_low, more_high = wilson(4 * successes, 4 * trials)
    assert 0 <= low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= high <= 1
    assert more_high - more_low < high - low


def test_without_trials_anything_is_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


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


def exact_p(one: list[float], other: list[float]) -> float:
    """The two-sided p over all 2^n ways to swap."""
    differences = [a - b for a, b in zip(one, other, strict=True)]
    signs = itertools.product((-1, 1), repeat=len(differences))
    sums = [abs(sum(s * d for s, d in zip(way, differences, strict=True))) for way in signs]
    return sum(total >= abs(sum(differences)) - 1e-9 for total in sums) / len(sums)


@pytest.mark.parametrize("shift", [0.0, 0.1, 0.3, 0.6])
def test_the_randomisation_test_comes_near_the_exact_p_over_all_swaps(shift: float) -> None:
    drawn = random.Random(int(shift * 10))
    one = [drawn.gauss(shift, 0.5) for _ in range(12)]
    other = [drawn.gauss(0, 0.5) for _ in range(12)]
    assert randomisation_test(one, other) == pytest.approx(exact_p(one, other), abs=0.02)


def test_the_randomisation_test_agrees_with_scipy_on_hits_and_misses() -> None:
    stats = pytest.importorskip("scipy.stats")
    drawn = random.Random(3)
    one = [float(drawn.random() < 0.8) for _ in range(200)]
    other = [float(drawn.random() < 0.7) for _ in range(200)]
    expected = stats.permutation_test(
        (np.array(one), np.array(other)),
        lambda a, b: float((a - b).mean()),
        permutation_type="samples",
        n_resamples=10_000,
        rng=np.random.default_rng(1),
    )
    assert randomisation_test(one, other) == pytest.approx(expected.pvalue, abs=0.02)


def test_no_difference_has_p_one_and_a_constant_one_the_smallest() -> None:
    same = [0.0, 1.0, 1.0]
    assert randomisation_test(same, same) == 1.0
    assert randomisation_test([1.0] * 40, [0.0] * 40) == pytest.approx(1 / 10_001)


def test_which_system_is_named_first_does_not_matter() -> None:
    one, other = [1.0, 0.5, 1.0, 0.0, 1.0], [0.0, 0.5, 1.0, 1.0, 0.0]
    assert randomisation_test(one, other) == randomisation_test(other, one) == randomisation_test(one, other)


def test_the_bootstrap_comes_near_the_normal_interval_of_a_large_sample() -> None:
    drawn = random.Random(5)
    values = [drawn.gauss(3, 1) for _ in range(1_000)]
    mean, error = float(np.mean(values)), float(np.std(values, ddof=1)) / math.sqrt(len(values))
    assert bootstrap(values, rounds=1_000) == pytest.approx((mean - 1.96 * error, mean + 1.96 * error), abs=0.01)


@given(SCORES)
@settings(max_examples=25)
def test_the_bootstrap_stays_within_the_values_and_repeats_itself(values: list[float]) -> None:
    low, high = bootstrap(values, rounds=200)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert bootstrap(values, rounds=200) == (low, high)


def test_the_bootstrap_of_one_value_is_that_value_and_of_none_is_not_a_number() -> None:
    assert bootstrap([0.25]) == (0.25, 0.25)
    assert all(math.isnan(end) for end in bootstrap([]))
