"""Fusion weights are found on held-out questions, and used only when they are better and that is no chance."""

import numpy as np

from index.fusion import SAFE
from qa.calibrate.fusion import Asked, fit_fusion


def questions(count: int, words: float, vectors: float, seed: int = 0) -> list[Asked]:
    """Ten passages each; the first is right, and stands out by so much in words and in vectors."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        lexical, dense = random.normal(0.4, 0.1, 10), random.normal(0.4, 0.1, 10)
        lexical[0] += words
        dense[0] += vectors
        legs = {row: {"lexical": lexical[row], "dense": dense[row], "dense_sentence": dense[row]} for row in range(10)}
        found.append(Asked(legs, frozenset([0]), cross=False))
    return found


def test_vectors_that_find_more_than_words_get_more_weight() -> None:
    side = fit_fusion(questions(80, words=0.0, vectors=0.3), SAFE)["same"]
    assert side.better
    assert side.weights.dense + side.weights.dense_sentence > SAFE.same.dense + SAFE.same.dense_sentence
    assert side.held_out > side.safe


def test_words_that_find_more_keep_theirs() -> None:
    side = fit_fusion(questions(80, words=0.3, vectors=0.0), SAFE)["same"]
    assert side.weights.lexical >= SAFE.same.lexical


def test_where_nothing_tells_the_safe_weights_stay() -> None:
    assert not fit_fusion(questions(60, words=0.0, vectors=0.0), SAFE)["same"].better


def test_few_questions_and_questions_without_a_right_passage_fit_nothing() -> None:
    assert fit_fusion(questions(10, 0.3, 0.3), SAFE) == {}
    lost = [one._replace(right=frozenset()) for one in questions(40, 0.3, 0.3)]
    assert fit_fusion(lost, SAFE) == {}
    assert set(fit_fusion([one._replace(cross=True) for one in questions(40, 0.3, 0.3)], SAFE)) == {"cross"}
