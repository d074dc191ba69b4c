"""English forms by their endings."""

import pytest

from index.inflection import forms, stems


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("universities", "university"),
        ("academies", "academy"),
        ("boxes", "box"),
        ("making", "make"),
        ("founded", "found"),
    ],
)
def test_a_word_is_found_by_its_stem(word: str, stem: str) -> None:
    assert stem in stems(word)
    assert word in forms(stem)


@pytest.mark.parametrize("word", ["ict", "is", "as", "ring", "red", ""])
def test_short_words_are_not_cut(word: str) -> None:
    assert stems(word) == []
