"""The reasons for an answer, as data and in words that anyone understands."""

import json
import re
from dataclasses import replace

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


def test_a_word_whose_characters_stand_in_the_passage_is_not_missing(bot: Bot) -> None:
    words = {one.asked: one.found for one in bot.ask("七国八制走向了什么？").parts[0].reasons.words}
    assert words["七国八制"] == ("七国八制",)


def test_a_slip_of_the_segmenter_is_no_missing_word(bot: Bot) -> None:
    words = {one.asked: one.found for one in bot.ask("华为云有多少客户？").parts[0].reasons.words}
    assert words == {"华为": ("华为",), "云": ("云",), "客户": ("客户",)}


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (
            "华为与多少所高校共建了ICT学院？",
            ("的可能答对了问题，达到 {threshold:.0%} 就作为回答。", "is enough to show it."),
        ),
        (
            "珠穆朗玛峰的海拔是多少米？",
            ("的可能答对问题，要达到 {threshold:.0%} 才作为回答。", "and it takes {threshold:.0%} to show one."),
        ),
    ],
)
def test_one_plain_sentence_comes_first(bot: Bot, question: str, says: tuple[str, str]) -> None:
    reasons = bot.ask(question).parts[0].reasons
    for language, end in zip(("zh", "en"), says, strict=True):
        assert in_words(reasons, language)[0].endswith(end.format(threshold=reasons.threshold))


def test_what_speaks_against_is_said_in_its_own_words(reasons: Reasons) -> None:
    doubted = replace(reasons, weights={"sentence_dense": 0.4, "reader_passage": -0.5, "reader_exact": -2.2})
    told = in_words(doubted, "en")
    assert "For it: nearness in meaning +0.4" in told
    assert (
        "Against it: the reader doubts that any words answer exactly -2.2, the reader doubts that the passage answers -0.5"
        in told
    )
