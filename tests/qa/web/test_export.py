"""A conversation as a file."""

import json
from pathlib import Path

from markdown_it import MarkdownIt

from qa.bot import Bot
from qa.verify import Present, Verdict, read_answers, verify
from qa.web.asking import ask
from qa.web.conversation import Conversation
from qa.web.export import escaped, markdown, receipts
from qa.web.texts import TEXTS

ICT = "华为与多少所高校共建了ICT学院？"


def _talked(bot: Bot) -> Conversation:
    conversation = Conversation()
    for question in (ICT, "你好", "红烧肉怎么做？", "长" * 5000):
        conversation = ask(bot, conversation, question)
    return conversation


def test_receipts_hold_every_answer_and_verify(bot: Bot, tmp_path: Path) -> None:
    file = tmp_path / "receipts.json"
    file.write_text(receipts(_talked(bot)), encoding="utf-8")
    answers = read_answers(file)
    assert [answer["question"] for answer in answers] == [ICT, "红烧肉怎么做？"]
    found = verify(answers, Present(bot.library, None))
    assert len(found) == sum(len(answer["quotes"]) + len(answer["nearest"]) for answer in answers)
    assert {one.verdict for one in found} == {Verdict.UNCHANGED}


def test_an_altered_receipt_is_found_out(bot: Bot, tmp_path: Path) -> None:
    told = json.loads(receipts(_talked(bot)))
    told[0]["quotes"][0]["text"] = told[0]["quotes"][0]["text"].replace("2600", "9600")
    file = tmp_path / "receipts.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert verify(read_answers(file), Present(bot.library, None))[0].verdict is Verdict.CHANGED


def test_markdown_names_the_source_of_every_quote(bot: Bot) -> None:
    told = markdown(_talked(bot), "zh")
    answer = bot.ask(ICT)
    assert answer.quotes[0].text in told
    assert f"{escaped(answer.quotes[0].file)}:{answer.quotes[0].line}" in told
    assert TEXTS["zh"].related in told
    assert "The articles do not say." in markdown(_talked(bot), "en")
    assert "长长长" not in told  # a refused question has no answer to tell


def test_each_of_several_questions_has_its_own_quotes_or_its_refusal(bot: Bot) -> None:
    told = markdown(ask(bot, Conversation(), "孟晚舟是谁？她在哪里演讲？"), "zh")
    _, who, where = told.split("\n### ")
    assert who.startswith("孟晚舟是谁？\n\n> ")
    assert where == "她在哪里演讲？\n\n这些文章没有回答这个问题。\n"


def test_a_quote_that_questions_share_keeps_its_number(bot: Bot) -> None:
    told = markdown(ask(bot, Conversation(), "华为云有多少客户？有多少开发者？"), "zh")
    assert told.count("> — [1] ") == 2


def test_what_is_quoted_is_only_text_to_markdown() -> None:
    hostile = [
        "<script>x</script>",
        "![](http://203.0.113.7/x.png)",
        "[a](javascript:x)",
        "# h",
        "1. x",
        "- x",
        "`c` **b** &lt;",
    ]
    for text in hostile:
        shown = MarkdownIt("commonmark").render(f"> {escaped(text)}")
        plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"')
        assert plain.strip() == f"<blockquote>\n<p>{text}</p>\n</blockquote>"
