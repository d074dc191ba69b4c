"""Folding makes search keys; two folds are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ＡＬＬ　ＩＰ", "all ip"), ("華為雲", "华为云"), ("算\u200b力", "算力"), ("Ａ\u202eＩ", "ai"), ("１／３", "1/3")],
)
def test_what_looks_alike_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_japanese_and_latin_text_is_not_simplified() -> None:
    assert fold("Straße") == fold("straße")
    assert fold("ひらがな") == "ひらがな"
