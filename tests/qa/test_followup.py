"""A question that leans on an earlier one is also read together with it; one that stands alone is left alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.followup import leans, readings

CASES = json.loads((Path(__file__).parents[1] / "cases" / "followups.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_case(case: dict[str, Any]) -> None:
    question, history = case["input"]
    expected = [question] if case["expected"] is None else [question, case["expected"]]
    assert readings(question, history) == expected, case["why"]


@given(st.text(min_size=1, max_size=60), st.lists(st.text(min_size=1, max_size=60), max_size=6))
def test_the_question_as_it_stands_is_always_the_first_reading(question: str, history: list[str]) -> None:
    found = readings(question, history)
    assert found[0] == question
    assert len(found) <= 2
    assert all(reading.endswith(question) for reading in found)


@given(st.text(max_size=60))
def test_nothing_leans_on_an_empty_history(question: str) -> None:
    assert readings(question, []) == [question]


def test_a_long_chain_of_short_questions_goes_back_to_the_one_that_stands_alone() -> None:
    history = ["华为云在全球聚合了多少家合作伙伴？", "开发者呢？", "客户呢？", "教师呢？"]
    assert readings("学生呢？", history)[1] == " ".join([*history, "学生呢？"])


def test_white_space_around_does_not_change_whether_it_leans() -> None:
    assert leans("  它是什么时候提出来的呀？ ") == leans("它是什么时候提出来的呀？")
