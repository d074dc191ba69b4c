"""The bot's own words, in the language it is asked in."""

import pytest

from qa.phrases import not_answered, spoken


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("今天天气怎么样？", "这些文章没有回答这个问题。"),
        ("請推薦一家臺北的餐廳。", "這些文章沒有回答這個問題。"),
        ("What is the capital of France?", "The articles do not say."),
        ("Quelle est la capitale de la France ?", "The articles do not say."),
        ("12 + 30", "The articles do not say."),
        ("", "The articles do not say."),
    ],
)
def test_that_the_articles_do_not_say_is_said_in_the_language_of_the_question(question: str, phrase: str) -> None:
    assert not_answered(question) == phrase


@pytest.mark.parametrize(
    ("question", "language"),
    [("谁发表了演讲？", "zh"), ("請推薦一家臺北的餐廳。", "zh"), ("Who spoke?", "en"), ("誰が話しましたか？", "en")],
)
def test_two_languages_are_spoken(question: str, language: str) -> None:
    assert spoken(question) == language
