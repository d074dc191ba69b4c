"""Answers and reports as a terminal shows them."""

from dataclasses import replace

from qa.bot import Bot
from qa.plain_answer import plain_answer, plain_report

QUESTION = "华为与多少所高校共建了ICT学院？"
REPORT = {"articles": 2, "passages": 30, "sentences": 70, "encoded": 100, "skipped": [{}], "seconds": 1.25}


def test_an_answer_is_its_quotes_numbered_each_with_its_place(bot: Bot) -> None:
    answer = bot.ask(QUESTION)
    shown = plain_answer(answer)
    for number, quote in enumerate(answer.quotes, 1):
        assert f"[{number}] {quote.text}\n    {quote.title} · " in shown
        assert f"{quote.article}:{quote.line}" in shown
    assert "理解为" not in shown


def test_a_refusal_names_the_nearest_passages_in_the_language_of_the_question(bot: Bot) -> None:
    chinese, english = (
        plain_answer(bot.ask(q)) for q in ("珠穆朗玛峰的海拔是多少米？", "How do I bake sourdough bread?")
    )
    assert chinese.startswith("这些文章没有回答这个问题。\n\n最接近的段落：\n  · ")
    assert english.startswith("The articles do not say.\n\nThe nearest passages:\n  · ")


def test_without_nearest_passages_none_are_announced(bot: Bot) -> None:
    answer = replace(bot.ask("珠穆朗玛峰的海拔是多少米？"), nearest=())
    assert plain_answer(answer) == "这些文章没有回答这个问题。"


def test_a_question_that_was_read_together_with_an_earlier_one_is_shown(bot: Bot) -> None:
    answer = bot.ask("那教师呢？", ["华为与多少所高校共建了ICT学院？"])
    assert plain_answer(answer).startswith("理解为：华为与多少所高校共建了教师？\n\n[1] ")


def test_white_space_alone_is_no_other_question(bot: Bot) -> None:
    assert "理解为" not in plain_answer(bot.ask(f"  {QUESTION}\n"))


def test_a_place_leaves_out_what_the_file_does_not_have(bot: Bot) -> None:
    answer = bot.ask(QUESTION)
    bare = replace(answer.quotes[0], section=None, source=None, date=None, line=None)
    shown = plain_answer(replace(answer, quotes=(bare,)))
    assert shown.endswith(f"\n    {bare.title} · {bare.article}")


def test_a_report_is_one_line() -> None:
    assert plain_report(REPORT, "en") == (
        "2 articles, 30 passages, 70 sentences; 100 texts encoded, 1 file skipped, 1.2 s."
    )
    assert plain_report(REPORT, "zh") == "2 篇文章，30 个段落，70 个句子；新编码 100 段，跳过 1 个文件，用时 1.2 秒。"
