"""How precisely a quote answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluate.quoting import character_f1, holds_answer, length_ratio, quote_hit

TEXTS = st.text("华为1987年成立。， ab", min_size=1, max_size=12)


def test_a_quote_holds_an_answer_character_for_character() -> None:
    assert holds_answer("公司成立于1987年。", ["1986年", "1987年"])
    assert not holds_answer("公司成立于１９８７年。", ["1987年"])
    assert not holds_answer("公司。", [])


def test_only_the_first_quotes_count() -> None:
    assert [quote_hit([False, True, False], k) for k in (1, 2, 3)] == [0, 1, 1]
    assert quote_hit([], 3) == 0


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("1987年", ["1987年"], 1),
        ("1987 年。", ["１９８７年"], 1),
        ("華為", ["华为"], 1),
        ("甲乙", ["乙丙"], 0.5),
        ("甲", ["乙"], 0),
        ("。", ["。"], 0),
        ("甲乙", ["丙", "甲乙丙丁"], 2 / 3),
    ],
)
def test_overlap_is_worked_by_hand(text: str, answers: list[str], expected: float) -> None:
    assert character_f1(text, answers) == pytest.approx(expected)


@given(TEXTS, TEXTS)
def test_overlap_does_not_depend_on_the_side(one: str, other: str) -> None:
    assert character_f1(one, [other]) == pytest.approx(character_f1(other, [one]), abs=1e-12)
    assert 0 <= character_f1(one, [other]) <= 1


def test_a_long_quote_is_told_from_a_short_one() -> None:
    assert length_ratio("1987年", ["1987年"]) == 1
    assert length_ratio("公司在1987年成立于深圳。", ["1987年"]) == pytest.approx(13 / 5)
    assert length_ratio("甲乙丙丁", ["甲乙", "戊己庚辛"]) == 2
