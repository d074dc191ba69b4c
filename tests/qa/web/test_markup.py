"""What stands in bold in an answer on the page."""

import html
import re
from pathlib import Path

import pytest

from qa.bot import Bot
from qa.web import cleaning
from qa.web.asking import ask
from qa.web.conversation import Conversation
from qa.web.errors import AnsweringFailed
from qa.web.markup import answer_message
from qa.web.showing import transcript
from qa.web.texts import TEXTS, Language


def test_the_words_that_answer_most_exactly_stand_in_bold(bot: Bot) -> None:
    answer = bot.ask("华为与多少所高校共建了ICT学院？")
    shown = answer_message(answer, 1, TEXTS["zh"], "zh")
    first = answer.quotes[0]
    assert first.answer is not None
    exact = first.text[first.answer.start - first.start : first.answer.end - first.start]
    assert html.unescape(re.findall("<strong>(.*?)</strong>", shown)[0]) == exact
    assert "2600" in exact


def test_a_refusal_marks_the_words_of_the_question_in_what_is_nearest(bot: Bot) -> None:
    answer = bot.ask("华为的股价是多少？")
    assert not answer.answered
    shown = answer_message(answer, 1, TEXTS["zh"], "zh")
    marked = [one.text[mark.start - one.start : mark.end - one.start] for one in answer.nearest for mark in one.marks]
    assert "华为" in marked
    assert re.findall("<strong>(.*?)</strong>", shown) == marked


@pytest.mark.parametrize(
    "question", ["你好", "hello", "红烧肉怎么做？", "DROP TABLE", "谁发表了演讲？红烧肉怎么做？", "", "长" * 3000]
)
@pytest.mark.parametrize(("language", "foreign"), [("zh", "[A-Za-z]{3,}"), ("en", "[\u3400-\u9fff]")])
def test_what_is_not_quoted_is_said_in_the_language_of_the_page(
    bot: Bot, question: str, language: Language, foreign: str
) -> None:
    shown = transcript(ask(bot, Conversation(), question), language)[-1]["content"]
    ours = re.findall('<p class="yw-none[^>]*>(.*?)</p>', shown)
    assert ours
    assert not any(re.search(foreign, one) for one in ours)


@pytest.mark.parametrize(("question", "acts"), [("红烧肉怎么做？", 2), ("你好", 1), ("？！", 1), ("长" * 3000, 1)])
def test_only_what_may_be_answered_otherwise_can_be_asked_again(bot: Bot, question: str, acts: int) -> None:
    shown = transcript(ask(bot, Conversation(), question), "zh")[-1]["content"]
    assert re.findall("#a-1-(?:retry|edit)", shown) == ["#a-1-retry", "#a-1-edit"][-acts:]


def test_what_failed_can_be_asked_again() -> None:
    shown = transcript(Conversation().with_turn("谁？", None, AnsweringFailed()), "zh")[-1]["content"]
    assert re.findall("#a-1-(?:retry|edit)", shown) == ["#a-1-retry", "#a-1-edit"]


def test_each_question_of_several_has_how_sure_it_is_on_top_and_why_below(bot: Bot) -> None:
    shown = transcript(ask(bot, Conversation(), "谁发表了演讲？红烧肉怎么做？"), "zh")[-1]["content"]
    found = re.findall('class="(yw-part|yw-confidence|yw-quotes|yw-none|yw-why|yw-opinions)', shown)
    answered, refused = (
        ["yw-part", "yw-confidence", "yw-quotes", "yw-why"],
        ["yw-part", "yw-confidence", "yw-none", "yw-why"],
    )
    assert found == [*answered, *refused, "yw-opinions"]


def test_no_attribute_that_the_page_writes_is_cleaned_away() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(cleaning.__file__).parent.glob("*.py"))
    written = set(re.findall(r'\b((?:data|aria)-[a-z]+)="', sources))
    assert {"data-article", "data-quote", "aria-label"} <= written
    kept = cleaning.clean(
        "".join(f'<{tag} {name}="x">' for tag in ("button", "section", "mark", "a") for name in written)
    )
    assert {name for name in written if f'{name}="x"' not in kept} == set()


def test_questions_that_share_a_quote_have_their_own_words_in_bold(bot: Bot) -> None:
    answer = bot.ask("华为云有多少客户？有多少开发者？")
    assert [part.quotes for part in answer.parts] == [(1,), (1,)]
    first, second = re.findall("<strong>(.*?)</strong>", answer_message(answer, 1, TEXTS["zh"], "zh"))
    assert "300万" in first
    assert "500万名" in second
