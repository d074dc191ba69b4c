"""What a sentence must have to be an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.expect import asks_number, content_words, has_number, news


@pytest.mark.parametrize(
    "question",
    [
        "华为有多少名员工？",
        "華為哪一年提出All IP戰略？",
        "大会是什么时候举行的？",
        "珠穆朗玛峰有多高？",
        "部署了几个可用区？",
        "How many developers are there?",
        "When was it founded?",
        "What year did it start?",
        "いくつの大学がありますか",
        "언제 시작했습니까?",
        "¿Cuántos hay?",
        "Combien d'universités ?",
        "Wann war das?",
        "Сколько партнёров?",
    ],
)
def test_these_ask_for_a_number_or_a_time(question: str) -> None:
    assert asks_number(question)


@pytest.mark.parametrize(
    "question", ["谁发表了演讲？", "华为的目标是什么？", "Who spoke?", "How does it work?", "Whenever", "为什么？"]
)
def test_these_do_not(question: str) -> None:
    assert not asks_number(question)


@pytest.mark.parametrize(
    "text", ["2013年", "１７０个", "三个板块", "十年一个台阶", "百分之五", "three boards", "In May 1999"]
)
def test_numbers_in_digits_and_in_words_are_seen(text: str) -> None:
    assert has_number(text)


@pytest.mark.xfail(reason="only the commonest measure words are known after a Chinese numeral")
@pytest.mark.parametrize("text", ["收藏了九百册图书", "写过三本书", "生产了两千辆车"])
def test_numerals_before_any_measure_word_are_seen(text: str) -> None:
    assert has_number(text)


@pytest.mark.parametrize("text", ["我们从未停止努力", "someone said", "统一的战略", "不忘初心，方得始终。", ""])
def test_where_there_is_none_none_is_seen(text: str) -> None:
    assert not has_number(text)


def test_words_that_only_ask_or_bind_are_no_content() -> None:
    assert content_words("華為的目標是什麼？") == ("华为", "目标")
    assert content_words("What is the goal of Huawei?") == ("goal", "huawei")
    assert content_words("的了吗？") == ()


def test_a_sentence_that_only_repeats_the_question_says_nothing_new() -> None:
    asked = frozenset(content_words("孟晚舟发表主题演讲"))
    assert news("孟晚舟发表主题演讲。", asked) == 0
    assert 0 < news("孟晚舟在上海发表主题演讲。", asked) < 1
    assert news("孟晚舟在上海全联接大会介绍智能化目标。", asked) == 1


@given(st.text(max_size=60), st.frozensets(st.text(max_size=4), max_size=5))
def test_news_is_a_share(text: str, asked: frozenset[str]) -> None:
    assert 0 <= news(text, asked) <= 1
