"""A question that leans on an earlier one is put in full; one that stands alone is left alone."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.followup import leans, standing_alone, swapped

CASES = json.loads((Path(__file__).parents[1] / "cases" / "followups.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_case(case: dict[str, Any]) -> None:
    assert standing_alone(*case["input"]) == case["expected"], case["why"]


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=60), max_size=6))
def test_only_a_question_that_leans_is_changed(question: str, history: list[str]) -> None:
    found = standing_alone(question, history)
    assert found is None or (bool(history) and leans(question))


@given(st.text(max_size=60))
def test_nothing_leans_on_an_empty_history(question: str) -> None:
    assert standing_alone(question, []) is None


def test_a_long_chain_of_short_questions_goes_back_to_the_one_that_stands_alone() -> None:
    history = ["华为云在全球聚合了多少家合作伙伴？", "开发者呢？", "客户呢？", "教师呢？"]
    found = standing_alone("学生呢？", history)
    assert found is not None
    assert found.startswith("华为云 ")
    assert found.endswith("学生呢？")


LIKENESS = {
    "教师": 0.9,
    "每年培养": 0.1,
    "Region": 0.8,
    "华为云部署": 0.2,
    "IP战略": 0.9,
    "提出": 0.1,
    "proposed": 0.1,
    "IP": 0.6,
}


def like(_phrase: str, others: Sequence[str]) -> list[float]:
    return [LIKENESS.get(other, 0.0) for other in others]


@pytest.mark.parametrize(
    ("question", "last", "expected"),
    [
        ("学生呢？", "每年培养多少教师？", "每年培养多少学生？"),
        ("那可用区呢", "华为云部署了多少个Region？", "华为云部署了多少个可用区？"),
        ("All Cloud战略呢？", "All IP战略是哪一年提出的？", "All Cloud战略是哪一年提出的？"),
        ("What about All Cloud?", "Who proposed All IP?", "Who proposed All Cloud?"),
        ("它呢？", "每年培养多少教师？", None),
        ("学生有多少？", "每年培养多少教师？", None),
    ],
)
def test_what_about_something_asks_the_last_question_of_it(question: str, last: str, expected: str | None) -> None:
    assert swapped(question, [last], like) == expected


def test_white_space_around_does_not_change_whether_it_leans() -> None:
    assert leans("  它是什么时候提出来的呀？ ") == leans("它是什么时候提出来的呀？")
