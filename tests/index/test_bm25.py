"""The formula, worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import BM25, Collection, group_frequency, structured_score
from index.records import WordGroup


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    assert BM25().idf(1, 10) == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert BM25().idf(10, 10) == pytest.approx(math.log(1 + 0.5 / 10.5))


def test_the_idf_of_two_documents_in_four_is_ln_2() -> None:
    assert BM25().idf(2, 4) == pytest.approx(0.693147)


@given(st.floats(0, 1e6), st.integers(0, 10_000))
def test_an_idf_is_never_negative(document_frequency: float, documents: int) -> None:
    assert BM25().idf(document_frequency, documents) >= 0


def test_repetition_saturates_below_k1_plus_one() -> None:
    bm25 = BM25(k1=1.2, b=0.75)
    assert bm25.saturation(1, 10, 10) == pytest.approx(2.2 / 2.2)
    assert bm25.saturation(3, 20, 10) == pytest.approx(3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * 2)))
    assert bm25.saturation(10_000, 10, 10) < 2.2


def test_a_long_document_is_held_back_by_b_alone() -> None:
    assert BM25(b=0.0).saturation(2, 100, 10) == BM25(b=0.0).saturation(2, 1, 10) == pytest.approx(4.4 / 3.2)
    assert BM25().saturation(2, 100, 10) < BM25().saturation(2, 10, 10) < BM25().saturation(2, 1, 10)


def test_a_word_that_is_not_there_counts_nothing_and_an_empty_collection_divides_by_nothing() -> None:
    assert BM25().saturation(0, 10, 10) == 0.0
    assert BM25().saturation(1, 0, 0.0) == pytest.approx(1.0)
    assert BM25().idf(0, 0) == pytest.approx(math.log(2))


def test_the_words_of_a_group_share_one_tf_and_one_df() -> None:
    group = {"高校": 1.0, "大学": 0.5}
    df = group_frequency(group, {"高校": 2, "大学": 4}.__getitem__)
    assert df == 4.0
    score = structured_score([group], [df], {"高校": 1, "大学": 2}, 4, Collection(10, 4.0))
    assert score == pytest.approx(BM25().idf(4, 10) * BM25().saturation(2, 4, 4.0))


def test_two_groups_add_up_and_one_that_is_not_there_adds_nothing() -> None:
    groups: list[WordGroup] = [{"灯塔": 1.0}, {"海": 1.0, "洋": 0.5}, {"月亮": 1.0}]
    score = structured_score(groups, [1.0, 2.0, 0.0], {"灯塔": 1, "洋": 2}, 3, Collection(4, 3.0))
    # ln(1 + 3.5/1.5) = 1.203973 and ln(1 + 2.5/2.5) = 0.693147, each times 1 * 2.2 / (1 + 1.2)
    assert score == pytest.approx(1.203973 + 0.693147, abs=1e-6)


def test_a_group_more_frequent_than_the_collection_is_large_counts_as_everywhere() -> None:
    assert BM25().idf(25.0, 10) == BM25().idf(10, 10)
