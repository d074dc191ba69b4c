"""The page as a person sees it."""

from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from qa.feedback import FeedbackLog, drafts
from tests.browser.asking import QUESTION, ask

ICT = "华为和多少所高校共建了ICT学院？"


def in_reader(page: Any, selector: str) -> bool:
    """Whether the first element of a selector is inside the visible part of the reader."""
    script = """(selector) => {
        const panel = document.getElementById("yw-reader").getBoundingClientRect();
        const box = document.querySelector(selector).getBoundingClientRect();
        return box.top >= panel.top - 2 && box.bottom <= panel.bottom + 2 && box.height > 0; }"""
    return bool(page.evaluate(script, selector))


def test_an_answer_is_quoted_and_highlighted_and_scrolled_into_view(visit: Any, address: str) -> None:
    page = visit(address)
    answer = ask(page, ICT)
    quote = answer.locator(".yw-quote").first.inner_text()
    assert "2600多所高校" in quote
    page.wait_for_timeout(900)
    assert page.locator("#yw-reader mark.yw-active").inner_text() == quote
    assert in_reader(page, "#yw-reader mark.yw-active")


def test_a_click_on_a_citation_moves_the_reader(visit: Any, address: str) -> None:
    page = visit(address)
    first = ask(page, ICT)
    ask(page, "人工智能发展的核心驱动力是什么？")
    page.wait_for_timeout(900)
    assert "核心驱动力" in page.locator("#yw-reader mark.yw-active").inner_text()
    first.locator("a.yw-cite").first.click()  # of the older turn: its article comes from the server
    page.wait_for_function("document.querySelector('#yw-reader mark.yw-active')?.innerText.includes('2600')")
    page.wait_for_timeout(900)
    assert in_reader(page, "#yw-reader mark.yw-active")


def test_what_the_article_does_not_say_is_refused_with_related_passages(visit: Any, address: str) -> None:
    page = visit(address)
    answer = ask(page, "红烧肉怎么做？")
    assert "没有回答这个问题" in answer.inner_text()
    assert answer.locator(".yw-quotes").count() == 0
    assert answer.locator(".yw-nearest li").count() > 0


@pytest.mark.parametrize("width", [390, 1440])
def test_an_answer_is_read_from_its_question_on(visit: Any, address: str, width: int) -> None:
    page = visit(address, width=width)
    page.set_viewport_size({"width": width, "height": 844})
    for question in (
        "谁演讲的？在哪个大会上？任正非说了什么？",
        "红烧肉怎么做？",
        "谁演讲的？在哪个大会上？任正非说了什么？",
    ):
        ask(page, question)
        page.wait_for_function("""() => {
            const view = document.querySelector("#yw-chat .bubble-wrap").getBoundingClientRect();
            const place = Array.from(document.querySelectorAll("#yw-chat .yw-question")).pop().getBoundingClientRect();
            return place.top >= view.top && place.top < view.top + 40; }""")
    assert page.evaluate("window.scrollY") == 0


def test_why_is_seen_when_it_is_unfolded(visit: Any, address: str) -> None:
    page = visit(address)
    page.set_viewport_size({"width": 1440, "height": 700})
    why = ask(page, "红烧肉怎么做？").locator(".yw-why")
    why.locator("summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("""() => {
        const view = document.querySelector("#yw-chat .bubble-wrap").getBoundingClientRect();
        return document.querySelector(".yw-why[open]").getBoundingClientRect().bottom <= view.bottom + 1; }""")


def test_the_page_speaks_the_browsers_language_and_can_be_switched(visit: Any, address: str) -> None:
    page = visit(address, locale="en-US")
    assert page.locator("#yw-send").inner_text() == "Ask"
    page.get_by_label("中文").check()
    page.wait_for_function("document.querySelector('#yw-send').innerText === '提问'")
    chrome = page.locator("#yw-chat-column, #yw-head").all_inner_texts()
    assert not any(word in " ".join(chrome) for word in ("Clear", "Try asking", "Ask "))
    page.reload()
    page.wait_for_selector(QUESTION)
    page.wait_for_function("document.querySelector('#yw-send').innerText === '提问'")


def test_an_example_question_is_answered_with_a_click(visit: Any, address: str) -> None:
    page = visit(address)
    page.locator("#yw-examples button").first.click()
    page.wait_for_selector("#yw-chat .yw-quotes .yw-quote", timeout=20_000)
    assert page.locator("#yw-examples").is_hidden()


def test_a_follow_up_shows_what_was_searched(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, "ICT学院每年培养多少学生？")
    answer = ask(page, "那教师呢？")
    assert "11000" in answer.locator(".yw-quote").first.inner_text()
    assert "ICT学院每年培养多少教师？" in answer.locator(".yw-searched").inner_text()


def test_clearing_starts_anew(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, ICT)
    page.click("#yw-clear")
    page.wait_for_function("document.querySelectorAll('#yw-chat .yw-answer').length === 0")
    assert page.locator("#yw-reader mark").count() == 0


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_sticks_out_at_any_width(visit: Any, address: str, width: int) -> None:
    page = visit(address, width=width)
    ask(page, ICT)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert page.locator("#yw-chat .yw-quote").first.is_visible()


def test_dark_and_light_differ_and_can_be_turned(visit: Any, address: str) -> None:
    page = visit(address, scheme="dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#yw-theme")
    page.wait_for_timeout(300)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_a_question_too_long_gets_a_plain_message(visit: Any, address: str) -> None:
    page = visit(address)
    answer = ask(page, "长" * 100_000)
    assert "2000" in answer.inner_text()


def test_hostile_articles_and_questions_are_shown_as_text(visit: Any, hostile_address: str) -> None:
    page = visit(hostile_address)
    page.wait_for_timeout(500)
    assert "<script>window.pwned = 3</script>" in page.locator("#yw-reader").inner_text()
    payload = '<img src=x onerror="window.pwned=7"> ![](http://203.0.113.7/q.png) ${window.pwned=8} {{value}} 灯塔的颜色是什么？'
    answer = ask(page, payload)
    assert "紫色" in answer.inner_text()
    assert payload.split("![")[0].strip() in page.locator("#yw-chat .yw-question").inner_text()
    page.locator("a.yw-cite").first.click()
    page.mouse.move(600, 400)
    page.wait_for_timeout(500)
    assert page.evaluate("window.pwned") is None
    assert page.locator("#yw-reader img, #yw-reader iframe, #yw-reader script, #yw-chat .message img").count() == 0


def test_every_answer_of_the_server_carries_the_security_headers(address: str) -> None:
    with urlopen(address) as answer:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_answer_called_wrong_becomes_a_draft_with_the_passage_that_would_have_been_right(
    visit: Any, address: str, chat_index: Path
) -> None:
    page = visit(address)
    ask(page, ICT)
    page.focus("a.yw-opinion >> nth=1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#yw-feedback-choices label")
    labels = page.locator("#yw-feedback-choices label").all_inner_texts()
    assert labels[0].strip() == "文章没有回答这个问题"
    assert len(labels) > 2
    assert len(set(labels)) == len(labels)
    page.locator("#yw-feedback-choices label").nth(2).click()
    page.click("#yw-feedback-send")
    page.wait_for_selector("text=谢谢，已记下")
    assert not page.locator("#yw-feedback").is_visible()
    opinions, lost = FeedbackLog(chat_index).read()
    assert lost == 0
    assert [(one.question, one.good) for one in opinions[-2:]] == [(ICT, False)] * 2
    assert opinions[-1].correction is not None
    assert opinions[-1].correction.text.replace("\n", " ").startswith(labels[2].strip()[:20])
    [draft] = [case for case in drafts(opinions) if case.question == ICT and not case.history]
    assert draft.answers[0].text == opinions[-1].correction.text


def test_praise_is_kept_and_the_panel_goes_when_another_question_is_asked(
    visit: Any, address: str, chat_index: Path
) -> None:
    page = visit(address, locale="en-US", width=390, scheme="dark")
    ask(page, ICT)
    page.locator("a.yw-opinion").nth(0).click()
    page.wait_for_selector("text=Thank you, noted.")
    praised = FeedbackLog(chat_index).read()[0]
    assert praised[-1].good
    assert page.locator("a.yw-chosen").all_inner_texts() == ["Right"]
    page.get_by_label("中文").check()  # the answer is drawn anew
    page.wait_for_selector("a.yw-opinion:text('答错了')")
    assert page.locator("a.yw-chosen").all_inner_texts() == ["答对了"]
    page.get_by_label("English").check()
    page.wait_for_selector("a.yw-opinion:text('Wrong')")
    page.locator("a.yw-opinion").nth(0).click()
    page.wait_for_timeout(600)
    assert FeedbackLog(chat_index).read()[0] == praised  # saying it again adds nothing
    page.locator("a.yw-opinion").nth(1).click()
    page.wait_for_selector("#yw-feedback-choices label")
    ask(page, "红烧肉怎么做？")
    page.wait_for_selector("#yw-feedback", state="hidden")


def test_an_opinion_on_a_turn_that_never_was_changes_nothing(visit: Any, address: str, chat_index: Path) -> None:
    page = visit(address)
    ask(page, ICT)
    before = FeedbackLog(chat_index).read()[0]
    for forged in ("#o-99-bad", "#o-1-evil", "#o--1-good"):
        page.evaluate("(href) => document.querySelector('a.yw-opinion').setAttribute('href', href)", forged)
        page.locator("a.yw-opinion").nth(0).click()
        page.wait_for_timeout(400)
    assert not page.locator("#yw-feedback").is_visible()
    assert FeedbackLog(chat_index).read()[0] == before
