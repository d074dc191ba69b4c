"""Numbers mean the same however they are written."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from corpus.numbers import number_keys, numbers
from corpus.words import tokens

CASES = json.loads((Path(__file__).parents[1] / "cases" / "numbers.json").read_text(encoding="utf-8"))
_DIGITS = "零一二三四五六七八九"


def in_characters(value: int) -> str:
    """A number below a hundred million in Chinese characters: an oracle of its own."""
    if value >= 10_000:
        rest = value % 10_000
        return (
            f"{in_characters(value // 10_000)}万{('零' if rest < 1000 else '') + in_characters(rest) if rest else ''}"
        )
    written, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return written


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_case(case: dict[str, Any]) -> None:
    assert [one.key for one in numbers(fold(case["input"]))] == case["expected"], case["why"]


@given(st.integers(11, 99_999_999))
def test_characters_and_digits_have_the_same_key(value: int) -> None:
    written = f"有{in_characters(value)}个"
    assert [one.key for one in numbers(written)] == [str(value)]


@given(st.integers(1000, 10**12))
def test_separators_change_nothing(value: int) -> None:
    assert [one.key for one in numbers(f"{value:,}")] == [one.key for one in numbers(str(value))] == [str(value)]


@given(st.text(max_size=80))
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    folded, place = fold(text), 0
    for one in numbers(folded):
        assert place <= one.start < one.end <= len(folded)
        place = one.end


def test_a_number_is_found_however_it_is_asked_for() -> None:
    told = set(tokens("每年培养学生20万人，占1/3"))
    assert {"200000", "0.3333"} <= told
    assert set(number_keys("二十万人的三分之一")) <= told
    assert set(number_keys(fold("200,000 people, one third"))) <= told
