"""Questions for several things, and sentences that count them."""

import pytest

from qa.enumeration import asks_several, is_item, opens_count


@pytest.mark.parametrize(
    "question",
    [
        "目标分为哪三个板块？",
        "华为与哪些高校合作？",
        "目標分為哪幾個板塊？",
        "教师和学生分别有多少？",
        "What are the three goals?",
        "Which two strategies were proposed?",
    ],
)
def test_several_things_are_asked_for(question: str) -> None:
    assert asks_several(question)


@pytest.mark.parametrize(
    "question", ["谁发表了演讲？", "有多少所高校？", "哪一年提出的？", "Who gave the speech?", "What is it?"]
)
def test_one_thing_is_asked_for(question: str) -> None:
    assert not asks_several(question)


@pytest.mark.parametrize(
    ("sentence", "item", "first"),
    [
        ("首先，让所有对象可联接。", True, True),
        ("其次，让所有应用可模型。", True, False),
        ("第三，让所有决策可计算。", True, False),
        ("一是加大投入。", True, True),
        ("First, it rains.", True, True),
        ("Finally, it snows.", True, False),
        ("第二选择很重要。", False, False),
        ("第一次大会在上海召开。", False, False),
        ("一九九七年成立。", False, False),
    ],
)
def test_items_of_a_count(sentence: str, item: bool, first: bool) -> None:
    assert (is_item(sentence), opens_count(sentence)) == (item, first)
