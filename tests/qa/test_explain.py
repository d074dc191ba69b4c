"""The reasons for an answer, as data and in words that anyone understands."""

import json
import re

import pytest

from qa.bot import Bot
from qa.explain import in_words
from qa.features import NAMES
from qa.records import Reasons

HAN = re.compile(r"[\u4e00-\u9fff]")
QUESTION = "How many teachers do the ICT academies have?"


@pytest.fixture(scope="module")
def reasons(bot: Bot) -> Reasons:
    return bot.ask(QUESTION).parts[0].reasons


def test_words_are_matched_across_languages(reasons: Reasons) -> None:
    matched = {one.asked: one.found for one in reasons.words}
    assert "教师" in matched["teachers"]


def test_what_the_features_add_explains_the_probability(reasons: Reasons, bot: Bot) -> None:
    answer = bot.ask(QUESTION)
    assert set(reasons.weights) - {"start"} <= set(NAMES)
    assert answer.probability == reasons.probability >= reasons.threshold
    assert answer.answered


def test_a_refusal_has_reasons_too(bot: Bot) -> None:
    reasons = bot.ask("珠穆朗玛峰的海拔是多少米？").parts[0].reasons
    assert reasons.probability < reasons.threshold
    assert any(not one.found for one in reasons.words)


def test_reasons_are_json(reasons: Reasons) -> None:
    assert list(json.loads(json.dumps(reasons.to_json()))) == [
        "words",
        "legs",
        "reader",
        "weights",
        "probability",
        "threshold",
        "tried",
    ]


@pytest.mark.parametrize("question", [QUESTION, "珠穆朗玛峰的海拔是多少米？", "ICT学院的叫师有多少？", "？a"])
def test_reasons_are_said_in_both_languages_without_a_stray_word(bot: Bot, question: str) -> None:
    for part in bot.ask(question).parts:
        chinese, english = in_words(part.reasons, "zh"), in_words(part.reasons, "en")
        assert len(chinese) == len(english) >= 3
        assert all(HAN.search(line) for line in chinese)
        assert not any("_" in line for line in chinese + english)
