"""Ranks against values worked by hand, ir-measures and scikit-learn."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluate.ranking import ndcg, pessimistic_rank, recall, recall_at, reciprocal_rank

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


GAINS = st.lists(st.sampled_from([0, 0, 0, 1]), min_size=1, max_size=20)


@given(GAINS, st.integers(0, 5), st.sampled_from([1, 3, 10]))
def test_every_measure_is_that_of_ir_measures(gains: list[int], unseen: int, k: int) -> None:
    measures = pytest.importorskip("ir_measures")
    relevant = sum(gains) + unseen
    if not relevant:
        return
    judged = {f"d{place}": gain for place, gain in enumerate(gains)} | {f"x{number}": 1 for number in range(unseen)}
    run = {"q": {f"d{place}": float(-place) for place in range(len(gains))}}
    asked = [measures.R @ k, measures.RR @ k, measures.nDCG @ k]
    expected = measures.calc_aggregate(asked, {"q": judged}, run)
    assert recall(gains, relevant, k) == pytest.approx(expected[measures.R @ k], abs=1e-9)
    assert reciprocal_rank(gains, k) == pytest.approx(expected[measures.RR @ k], abs=1e-9)
    assert ndcg(gains, [1] * relevant, k) == pytest.approx(expected[measures.nDCG @ k], abs=1e-9)


def test_graded_gains_are_discounted_as_in_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    drawn = random.Random(0)
    for _ in range(50):
        gains = [float(drawn.randint(0, 3)) for _ in range(12)]
        expected = metrics.ndcg_score([gains], [[-place for place in range(12)]], k=10)
        assert (sum(gains) == 0) or ndcg(gains, gains, 10) == pytest.approx(expected, abs=1e-9)


def test_without_a_right_document_there_is_nothing_to_recall() -> None:
    assert math.isnan(recall([0, 0], 0, 10))
    assert math.isnan(ndcg([0, 0], [], 10))
    assert reciprocal_rank([0, 0], 10) == reciprocal_rank([], 10) == 0


def test_the_first_right_document_beyond_k_counts_nothing() -> None:
    assert reciprocal_rank([0] * 10 + [1], 10) == 0
    assert recall([0] * 10 + [1], 1, 10) == ndcg([0] * 10 + [1], [1], 10) == 0
