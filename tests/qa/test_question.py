"""The entry point of questions: nothing odd gets past it, and nothing that a reader meant is lost."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import QuestionEmpty, QuestionTooLong
from qa.question import QuestionLimits, clean, clean_history, without_tags

CASES = json.loads((Path(__file__).parents[1] / "cases" / "questions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_case(case: dict[str, Any]) -> None:
    if case["expected"] is None:
        with pytest.raises(QuestionEmpty):
            clean(case["input"])
    else:
        assert clean(case["input"]) == case["expected"], case["why"]


def test_the_limit_itself_is_allowed_and_one_more_is_not() -> None:
    limit = QuestionLimits().length
    assert clean("问" * limit) == "问" * limit
    with pytest.raises(QuestionTooLong) as refused:
        clean("问" * (limit + 1))
    assert str(limit) in str(refused.value)
    assert str(limit + 1) in refused.value.message("zh")


@pytest.mark.parametrize("text", ["问" * 100_000, "\u200b" * 100_000, "华" * 1_000_000])
def test_a_question_as_long_as_a_book_is_refused(text: str) -> None:
    with pytest.raises(QuestionTooLong):
        clean(text)


@given(st.text(max_size=100))
def test_what_comes_out_has_no_control_character_and_cleaning_it_again_changes_nothing(text: str) -> None:
    try:
        cleaned = clean(text)
    except QuestionEmpty:
        return
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in cleaned)
    assert cleaned == cleaned.strip() == clean(cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("<script>alert(1)</script>华为云有多少客户？", "华为云有多少客户？"),
        ("<p class='x'>华为云<b>有</b>多少客户？<br/>", "华为云有多少客户？"),
        ("<IMG SRC=x onerror=alert(1)>华为的目标", "华为的目标"),
        ("<svg/onload=alert(1)>华为的目标", "华为的目标"),
        ("What is a List<String>?", "What is a List<String>?"),
        ("a <b and c> d?", "a <b and c> d?"),
        ("<title> 标签有什么用？", "<title> 标签有什么用？"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_tags_around_a_question_are_no_part_of_it(typed: str, asked: str) -> None:
    assert without_tags(typed) == asked


def test_of_the_history_the_last_six_are_looked_at_oldest_first() -> None:
    assert clean_history([f"问题{n}" for n in range(10)]) == [f"问题{n}" for n in range(4, 10)]


def test_earlier_questions_that_could_not_have_been_asked_are_left_out() -> None:
    assert clean_history(["", "算力\u200b底座", "？", "问" * 100_000]) == ["算力底座"]


def test_no_history_is_no_history() -> None:
    assert clean_history([]) == []
