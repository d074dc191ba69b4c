"""Questions asked of some articles only."""

from collections.abc import Iterator

import pytest

from index.build import build
from index.encoders import load
from qa.bot import Bot

_LIGHTS = {
    "a/north.md": "# 北灯塔\n\n北灯塔建于1911年，守护者是李海。北灯塔的灯是红色的。\n",
    "a/south.md": "# 南灯塔\n\n南灯塔建于1954年，守护者是王山。南灯塔的灯是绿色的。\n",
    "b/east.md": "# 东灯塔\n\n东灯塔建于1987年，守护者是赵水。东灯塔的灯是蓝色的。\n",
}


@pytest.fixture(scope="module")
def lights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot on three small articles that differ in names, years and colours."""
    folder = tmp_path_factory.mktemp("lights")
    for name, text in _LIGHTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("lights-index") / "i.yuanwen"
    build(index, folder, load())
    bot = Bot(index)
    yield bot
    bot.close()


def test_an_answer_comes_from_the_articles_asked_of_alone(lights: Bot) -> None:
    question = "灯塔建于哪一年？"
    for name in _LIGHTS:
        answer = lights.ask(question, articles={name})
        shown = answer.quotes or answer.nearest
        assert shown
        assert {quote.article for quote in shown} == {name}


def test_what_another_article_says_is_not_found(lights: Bot) -> None:
    question = "东灯塔的守护者是谁？"
    assert "赵水" in lights.ask(question).quotes[0].text
    narrow = lights.ask(question, articles=["a/north.md", "a/south.md"])
    assert "赵水" not in "".join(quote.text for quote in (*narrow.quotes, *narrow.nearest))
    assert "赵水" in lights.ask(question).quotes[0].text  # and the next question is asked of all again


def test_all_articles_are_the_same_as_none_named(lights: Bot) -> None:
    question = "北灯塔的灯是什么颜色的？"
    named, plain = lights.ask(question, articles=list(_LIGHTS)), lights.ask(question)
    assert (named.quotes, named.probability) == (plain.quotes, plain.probability)
    assert "红色" in plain.quotes[0].text


def test_names_that_are_no_articles_find_nothing_and_fail_nothing(lights: Bot) -> None:
    answer = lights.ask("北灯塔建于哪一年？", articles=["../../etc/passwd", ""])
    assert not answer.answered
    assert answer.nearest == ()


def test_a_follow_up_leans_on_the_last_answer_within_the_same_articles(lights: Bot) -> None:
    answer = lights.ask("它的灯是什么颜色的？", ["南灯塔建于哪一年？"], articles={"a/south.md"})
    assert {quote.article for quote in (*answer.quotes, *answer.nearest)} == {"a/south.md"}


def test_passages_are_searched_in_the_articles_asked_of_alone(lights: Bot) -> None:
    found = lights.search("灯塔的守护者", articles={"b/east.md"})
    assert [hit["article"] for hit in found] == ["b/east.md"]
