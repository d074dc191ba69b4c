"""Which sentences lean on the one before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.dangling import dangles


@pytest.mark.parametrize(
    "sentence",
    [
        "它高三百米。",
        "他们搬到了北京。",
        "这得益于持续的研发投入。",
        "这些学院覆盖全球。",
        "該公司成立於1987年。",
        "此举促进了联接。",
        "“它很高。”",
        "It was built in 1932.",
        "They moved to Paris.",
        "This was the first bridge.",
        "His son followed him.",
    ],
)
def test_a_pronoun_at_the_opening_points_back(sentence: str) -> None:
    assert dangles(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "其中，华为已与高校共建学院。",
        "此外，华为还提出了战略。",
        "这里有一座灯塔。",
        "其他公司没有这样做。",
        "华为支持它的发展。",
        "应该持续投入。",
        "It is believed that cats sleep.",
        "The bridge is old.",
        "Italy is a country.",
    ],
)
def test_other_openings_stand_alone(sentence: str) -> None:
    assert not dangles(sentence)


@given(st.text(max_size=60))
def test_any_text_is_looked_at(text: str) -> None:
    assert dangles(text) in (True, False)
