"""Texts that say the same have the same shingles, whatever surrounds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.shingles import MOST, containment, hashes_of, sketch

LONG = "".join(f"第{n}座灯塔在第{n * 7 % 31}个海角，守护者第{n * 3}次点灯。" for n in range(120))


def test_punctuation_case_width_and_script_make_no_difference() -> None:
    assert sketch("The SHIP sails, at dawn! 灯塔的顏色") == sketch("the ship ｓａｉｌｓ at dawn 灯塔的颜色")


def test_a_part_of_a_text_is_contained_in_it_and_another_text_is_not() -> None:
    assert containment(LONG, LONG[300:900]) == 1.0
    assert containment(LONG, "面包用面粉做成，烤面包要四十分钟，这里没有海。") == 0.0


def test_samples_estimate_what_all_shingles_say() -> None:
    other = LONG[: len(LONG) // 2] + "".join(f"另一句话{n}，说的是面包和面粉{n * 13}。" for n in range(100))
    first, second = set(hashes_of(sketch(LONG)).tolist()), set(hashes_of(sketch(other)).tolist())
    estimate = len(first & second) / min(len(first), len(second))
    assert estimate == pytest.approx(containment(LONG, other), abs=0.1)


@given(st.text(max_size=300))
def test_a_sketch_is_ascending_bounded_and_its_own_containment_is_all_or_nothing(text: str) -> None:
    hashes = hashes_of(sketch(text)).tolist()
    assert hashes == sorted(set(hashes))
    assert len(hashes) <= MOST
    assert containment(text, text) in (0.0, 1.0)
