"""What stands in bold in an answer on the page."""

import html
import re
from pathlib import Path

from qa.bot import Bot
from qa.web import cleaning
from qa.web.markup import answer_message
from qa.web.texts import TEXTS


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
