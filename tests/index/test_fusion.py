"""One score from many legs: a weighted sum, best first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import FITTED, SAFE, Fusion, Weights, fuse, fused

WORDS_ONLY, VECTORS_ONLY = Weights(1, 0, 0), Weights(0, 0.5, 0.5)
SCORES = st.floats(-1, 1, allow_nan=False)
LEGS = st.dictionaries(
    st.integers(1, 50),
    st.fixed_dictionaries({"lexical": st.floats(0, 1), "dense": SCORES, "dense_sentence": SCORES}),
    max_size=20,
)


def test_a_fused_score_is_the_weighted_sum() -> None:
    values = {"lexical": 0.5, "dense": 0.4, "dense_sentence": 0.8}
    assert fused(values, Weights(0.6, 0.3, 0.1)) == pytest.approx(0.30 + 0.12 + 0.08)


def test_a_weight_of_zero_takes_a_leg_out() -> None:
    legs = {
        1: {"lexical": 0.9, "dense": 0.1, "dense_sentence": 0.1},
        2: {"lexical": 0.0, "dense": 0.8, "dense_sentence": 0.8},
    }
    fusion = Fusion(same=WORDS_ONLY, cross=VECTORS_ONLY)
    assert dict(fuse(legs, fusion, cross=False)) == pytest.approx({1: 0.9, 2: 0.0})
    assert dict(fuse(legs, fusion, cross=True)) == pytest.approx({2: 0.8, 1: 0.1})
    assert [[row for row, _ in fuse(legs, fusion, cross)] for cross in (False, True)] == [[1, 2], [2, 1]]


@given(LEGS, SCORES)
def test_a_leg_of_weight_zero_may_say_anything(legs: dict[int, dict[str, float]], anything: float) -> None:
    fusion = Fusion(same=Weights(0.7, 0.0, 0.3), cross=SAFE.cross)
    other = {row: {**values, "dense": anything} for row, values in legs.items()}
    assert fuse(legs, fusion, cross=False) == fuse(other, fusion, cross=False)


def test_the_better_of_plain_and_translated_words_counts() -> None:
    legs = {1: {"lexical": 0.2, "lexicon": 0.7}, 2: {"lexical": 0.5}, 3: {"lexical": 0.6, "lexicon": 0.1}}
    fusion = Fusion(WORDS_ONLY, WORDS_ONLY)
    assert list(dict(fuse(legs, fusion, cross=True)).items()) == [(1, 0.7), (3, 0.6), (2, 0.5)]


def test_a_leg_that_found_nothing_counts_as_zero() -> None:
    assert fused({}, SAFE.same) == 0.0
    assert fused({"dense": 1.0}, Weights(0.5, 0.25, 0.25)) == pytest.approx(0.25)


def test_equal_scores_are_ordered_by_row() -> None:
    legs = {row: {"lexical": 0.5} for row in (30, 10, 20)}
    assert [row for row, _ in fuse(legs, SAFE, cross=False)] == [10, 20, 30]


@given(LEGS, st.booleans())
def test_fusing_keeps_every_row_and_puts_the_best_first(legs: dict[int, dict[str, float]], cross: bool) -> None:
    found = fuse(legs, SAFE, cross)
    assert {row for row, _ in found} == set(legs)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@pytest.mark.parametrize("fusion", [*FITTED.values(), SAFE])
def test_weights_that_ship_sum_to_one(fusion: Fusion) -> None:
    for weights in (fusion.same, fusion.cross):
        assert weights.lexical + weights.dense + weights.dense_sentence == pytest.approx(1.0)


def test_an_unknown_encoder_gets_the_safe_weights() -> None:
    assert Fusion.of("somebody/some-model") is SAFE
    assert Fusion.of("bundled") is FITTED["bundled"]
