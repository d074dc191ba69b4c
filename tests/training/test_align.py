"""IBM model 1 on sentences small enough to reason about."""

import numpy as np

from training.align import align


def test_words_that_go_together_are_found() -> None:
    # the house / la casa, the book / el libro, a book / un libro
    pairs = [([1, 2], [1, 2]), ([1, 3], [3, 4]), ([4, 3], [5, 4])]
    coded = [(np.array(left, dtype=np.int32), np.array(right, dtype=np.int32)) for left, right in pairs]
    found = align(coded, [1.0] * 3, turns=20)
    table = dict(zip(zip(found.source.tolist(), found.target.tolist(), strict=True), found.probability, strict=True))
    likeliest = max((pair for pair in table if pair[0] == 3), key=lambda pair: table[pair])
    assert likeliest == (3, 4)  # book, libro
    assert table[3, 4] > 0.8


def test_probabilities_of_a_word_are_at_most_one_together() -> None:
    generator = np.random.default_rng(0)
    pairs = [
        (generator.integers(1, 9, 5, dtype=np.int32), generator.integers(1, 9, 6, dtype=np.int32)) for _ in range(40)
    ]
    found = align(pairs, [1.0] * 40)
    sums = np.bincount(found.source, found.probability)[1:]
    np.testing.assert_allclose(sums[sums > 0], 1.0)


def test_a_pair_counts_as_much_as_its_weight() -> None:
    one, other = np.array([1], dtype=np.int32), np.array([2], dtype=np.int32)
    found = align([(one, one), (one, other)], [3.0, 1.0])
    np.testing.assert_allclose(found.probability, [0.75, 0.25])
