"""Several questions in a message are told apart; one question is never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.several import questions_in


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("华为的目标是什么？它建了多少所ICT学院？", ["华为的目标是什么？", "它建了多少所ICT学院？"]),
        ("谁发表了演讲，在哪里发表？", ["谁发表了演讲", "在哪里发表？"]),
        ("哪一年提出All IP，哪一年提出All Cloud？", ["哪一年提出All IP", "哪一年提出All Cloud？"]),
        ("What is All IP and when was it proposed?", ["What is All IP", "when was it proposed?"]),
        ("What is it? Who said so?", ["What is it?", "Who said so?"]),
        ("什么是算力？\n为什么重要？", ["什么是算力？", "为什么重要？"]),
        (
            "第一，谁演讲的；第二，主题是什么；第三，在哪里演讲",
            ["谁演讲的", "主题是什么", "在哪里演讲"],
        ),
        ("首先，谁演讲的，其次，在哪里", ["谁演讲的", "在哪里"]),
        ("华为：1. 目标是什么？2. 在哪里？", ["华为： 目标是什么？", "在哪里？"]),
        ("First, who spoke? Second, where?", ["who spoke?", "where?"]),
    ],
)
def test_each_question_is_asked_by_itself(message: str, expected: list[str]) -> None:
    assert questions_in(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "在全联接大会上，谁发表了演讲？",
        "我想了解一下ICT学院。有多少所？",
        "When it rains, what happens to the roads?",
        "Who discovered this, and where?",
        "华为、诺基亚和爱立信，哪一家最大？",
        "哪一年，在哪家医院？",
        "谁？谁？谁？谁？谁？谁？",
        "华为的目标是什么",
        "华为的目标中，第一，让什么可联接？",
        "第一，联接；第二，模型；第三，决策，分别是什么意思？",
        "4.2万家合作伙伴是哪一年有的",
    ],
)
def test_what_asks_one_thing_stays_whole(message: str) -> None:
    assert questions_in(message) == [message]


@given(st.text(max_size=200))
def test_nothing_that_was_asked_is_lost(message: str) -> None:
    found = questions_in(message)
    assert 1 <= len(found) <= 4
    kept = {character for question in found for character in question if character.isalnum()}
    joints = set("以及还有另外同时并且而和and")
    assert {character for character in message.lower() if character.isalnum()} - {c.lower() for c in kept} <= joints
