"""What programs may call: `ask`, `search` and `articles`, by name and with typed arguments. They read and change nothing."""

from collections.abc import Callable
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api

from corpus.errors import YuanwenError
from qa.bot import Bot
from qa.errors import QuestionEmpty, QuestionTooLong
from qa.web.errors import BadArgument, Unavailable

_MOST_PASSAGES = 100
_MOST_ARTICLES = 1_000
_Value = TypeVar("_Value")


class Endpoints:
    """The three functions over a bot. Each call stands for itself: nothing of one is kept for another."""

    def __init__(self, bot: Bot) -> None:
        """Answer from this bot."""
        self._bot = bot

    def add(self) -> None:
        """Add them to the page that is being made. They wait in no queue: the server bounds how many run at once."""
        api(self.ask, api_name="ask", queue=False)
        api(self.search, api_name="search", queue=False)
        api(self.articles, api_name="articles", queue=False)

    def ask(self, question: str, history: list[str] | None = None, explain: bool = False) -> dict[str, Any]:
        """
        Answer a question with quotes from the articles, character for character, or say that they do not answer it.

        Parameters:
            question: the question, at most 2,000 characters
            history: earlier questions, oldest first; the last six are looked at
            explain: whether to say why: words, scores, probability
        Returns:
            the answer as `yuanwen ask --json` prints it, which `yuanwen verify` accepts
        """
        earlier = [one for one in history or () if isinstance(one, str)] if isinstance(history, list) else []
        return _told(lambda: self._bot.ask(_text(question), earlier).to_json(explain is True))

    def search(self, question: str, k: int = 10) -> list[dict[str, Any]]:
        """
        The passages of the articles that fit a question best, the best first.

        Parameters:
            question: the question, at most 2,000 characters
            k: how many passages, 1 to 100
        Returns:
            passages with article, title, source, start, end (characters of the article), text, score and the legs' scores
        """
        return _told(lambda: self._bot.search(_text(question), _number("k", k, 1, _MOST_PASSAGES)))

    def articles(self, offset: int = 0, limit: int = 100) -> dict[str, Any]:
        """
        What is inside, sorted by name.

        Parameters:
            offset: how many articles to leave out first
            limit: how many at most, 1 to 1,000
        Returns:
            how many there are in all, and of each: article, title, source, date, language, characters and article_hash
        """
        return _told(lambda: self._articles(_number("offset", offset, 0), _number("limit", limit, 1, _MOST_ARTICLES)))

    def _articles(self, offset: int, limit: int) -> dict[str, Any]:
        names = sorted(self._bot.library.article_ids())
        rows = []
        for name in names[offset : offset + limit]:
            try:
                one = self._bot.article(name)
            except KeyError:  # removed meanwhile
                continue
            row = {"article": one.id, "title": one.title, "source": one.source, "date": one.date}
            rows.append({**row, "language": one.language, "characters": len(one.text), "article_hash": one.hash})
        return {"total": len(names), "articles": rows}


def _told(call: Callable[[], _Value]) -> _Value:
    """What a call gives; what is wrong with the question is said, what is wrong with our files is nobody's business outside."""
    try:
        return call()
    except (QuestionEmpty, QuestionTooLong, BadArgument) as error:
        raise _spoken(error) from error
    except YuanwenError as error:
        raise _spoken(Unavailable()) from error


def _spoken(error: YuanwenError) -> gr.Error:
    """An error in both languages, for a program does not say which one is read."""
    return gr.Error(f"{error.message('en')} {error.message('zh')}", print_exception=False)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadArgument(name="question", expected="a text", expected_zh="文本")
    return value


def _number(name: str, value: Any, least: int, most: int = 2**31) -> int:
    if type(value) is not int or not least <= value <= most:
        expected = f"a whole number from {least} to {most}"
        raise BadArgument(name=name, expected=expected, expected_zh=f" {least} 到 {most} 的整数")
    return value
