"""The formula, worked by hand."""

import math

import pytest

from index.bm25 import BM25, Collection, group_frequency, structured_score


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    assert BM25().idf(1, 10) == pytest.approx(math.log(1 + 9.5 / 1.5))
    assert BM25().idf(10, 10) == pytest.approx(math.log(1 + 0.5 / 10.5))


def test_repetition_saturates_below_k1_plus_one() -> None:
    bm25 = BM25(k1=1.2, b=0.75)
    assert bm25.saturation(1, 10, 10) == pytest.approx(2.2 / 2.2)
    assert bm25.saturation(3, 20, 10) == pytest.approx(3 * 2.2 / (3 + 1.2 * (0.25 + 0.75 * 2)))
    assert bm25.saturation(10_000, 10, 10) < 2.2


def test_the_words_of_a_group_share_one_tf_and_one_df() -> None:
    group = {"高校": 1.0, "大学": 0.5}
    df = group_frequency(group, {"高校": 2, "大学": 4}.__getitem__)
    assert df == 4.0
    score = structured_score([group], [df], {"高校": 1, "大学": 2}, 4, Collection(10, 4.0))
    assert score == pytest.approx(BM25().idf(4, 10) * BM25().saturation(2, 4, 4.0))
