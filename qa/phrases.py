"""The few sentences that the bot says itself. Everything else it says is a quotation."""

from typing import Literal

from corpus.language import detect

_NOT_ANSWERED = {
    "zh": "这些文章没有回答这个问题。",
    "zh-Hant": "這些文章沒有回答這個問題。",
    "en": "The articles do not say.",
}


def not_answered(question: str, language: Literal["en", "zh"] | None = None) -> str:
    """That the articles do not answer: in this language and the question's script, or else in the question's language where we speak
    it, else in English.

    >>> not_answered("今天天气怎么样？")
    '这些文章没有回答这个问题。'
    """
    asked = detect(question)
    return _NOT_ANSWERED.get(asked if language is None or asked.startswith(language) else language, _NOT_ANSWERED["en"])


def spoken(question: str) -> Literal["en", "zh"]:
    """Which of our two languages to speak to someone who asks this."""
    return "zh" if detect(question).startswith("zh") else "en"
