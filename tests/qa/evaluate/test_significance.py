"""Intervals and paired tests: published values, other implementations, and their own promises in simulation."""

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.significance import bootstrap, compared, questions_needed, randomisation_test, wilson

# a coarse grid makes ties; the small numbers are where rounding would show
SCORES = st.lists(st.integers(-8, 8).map(lambda n: n / 8), min_size=1, max_size=30)


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


def test_the_randomisation_test_rejects_a_true_null_as_often_as_it_says() -> None:
    drawn = np.random.default_rng(7)
    pairs = drawn.random((1_000, 2, 60))
    rejected = sum(randomisation_test(one, other, rounds=1_000) <= 0.05 for one, other in pairs)
    low, high = wilson(rejected, 1_000)
    assert low <= 0.05 <= high


def sign_test_size(moved: int, level: float = 0.05) -> float:
    """How often an exact two-sided sign test over so many questions that differ rejects a true null: at most `level`."""
    ways = [math.comb(moved, wins) for wins in range(moved + 1)]
    tails = [
        sum(w for k, w in enumerate(ways) if abs(2 * k - moved) >= abs(2 * wins - moved)) for wins in range(moved + 1)
    ]
    rejecting: int = sum(way for way, tail in zip(ways, tails, strict=True) if tail <= level * 2**moved)
    return float(rejecting / 2**moved)


def test_on_hits_and_misses_it_rejects_as_often_as_the_exact_sign_test() -> None:
    drawn = np.random.default_rng(7)
    pairs = (drawn.random((1_000, 2, 60)) < 0.7).astype(float)
    rejected = sum(randomisation_test(one, other, rounds=1_000) <= 0.05 for one, other in pairs)
    expected = np.mean([sign_test_size(int((one != other).sum())) for one, other in pairs])
    low, high = wilson(rejected, 1_000)
    assert low <= expected <= high
    assert expected <= 0.05


@pytest.mark.parametrize(("share", "trials"), [(0.5, 40), (0.9, 60), (0.97, 150)])
def test_the_wilson_interval_covers_at_about_its_nominal_rate(share: float, trials: int) -> None:
    drawn = np.random.default_rng(1).binomial(trials, share, 4_000)
    covered = np.mean([low <= share <= high for low, high in (wilson(int(hits), trials) for hits in drawn)])
    assert 0.92 <= covered <= 0.985


def test_the_bootstrap_interval_covers_at_about_its_nominal_rate() -> None:
    drawn = random.Random(2)
    covered = 0
    for _ in range(300):
        low, high = bootstrap([drawn.random() for _ in range(80)], rounds=400, seed=drawn.randrange(10**6))
        covered += low <= 0.5 <= high
    low, high = wilson(covered, 300)
    assert low <= 0.95
    assert high >= 0.93


def test_two_runs_are_compared_question_by_question() -> None:
    one, other = [0.0, 1.0, 1.0, 0.0, 1.0], [1.0, 1.0, 0.0, 1.0, 1.0]
    found = compared(one, other)
    assert found.difference == pytest.approx(0.2)
    assert (found.wins, found.ties, found.losses) == (2, 2, 1)
    assert found.low <= 0.2 <= found.high
    back = compared(other, one)
    assert back.difference == pytest.approx(-0.2)
    assert (back.wins, back.losses, back.p) == (1, 2, found.p)


@pytest.mark.parametrize(("one", "other"), [([], []), ([1.0], [1.0, 0.0])])
def test_what_is_not_paired_is_refused(one: list[float], other: list[float]) -> None:
    with pytest.raises(ValueError, match="not pairs"):
        compared(one, other)


def test_enough_questions_would_tell_the_difference_with_the_power_asked_for() -> None:
    drawn = np.random.default_rng(5)
    pilot = compared([0.0] * 15 + [1.0] * 5 + [1.0] * 80, [1.0] * 15 + [0.0] * 5 + [1.0] * 80)
    needed = questions_needed(pilot)
    assert needed is not None
    told = 0
    for _ in range(300):
        kind = drawn.random(needed)
        one, other = np.where(kind < 0.15, 0.0, 1.0), np.where((kind >= 0.15) & (kind < 0.2), 0.0, 1.0)
        told += randomisation_test(one.tolist(), other.tolist(), rounds=1_000) <= 0.05
    assert 0.72 <= told / 300 <= 0.9
    assert questions_needed(compared([1.0, 0.0], [1.0, 0.0])) is None
