"""Asking again, editing, stopping, clearing, and all of it from the keyboard."""

from typing import Any

import pytest

from tests.browser.asking import QUESTION, ask, reads

ICT = "华为和多少所高校共建了ICT学院？"
DRIVE = "人工智能发展的核心驱动力是什么？"


def _questions(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("#yw-chat .yw-question").all_inner_texts()]


@pytest.mark.slow
def test_the_last_question_is_asked_again_in_its_place(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, ICT)
    ask(page, DRIVE)
    assert page.locator("#yw-chat a.yw-act").count() == 2  # of the last answer only
    page.locator("#yw-chat a.yw-act").first.click()
    page.wait_for_selector("#yw-chat a.yw-cite[href='#q-3-1']")
    assert _questions(page) == [ICT, DRIVE]


def test_the_last_question_is_changed_and_its_answer_replaced(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, DRIVE)
    page.locator("#yw-chat a.yw-act").last.click()
    page.wait_for_selector("#yw-editing")
    page.wait_for_function(f"document.querySelector({QUESTION!r}).value === {DRIVE!r}")
    page.fill(QUESTION, ICT)
    page.press(QUESTION, "Enter")
    reads(page, "2600")
    assert _questions(page) == [ICT]
    page.wait_for_selector("#yw-editing", state="hidden")
    assert page.input_value(QUESTION) == ""


def test_editing_can_be_given_up(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, DRIVE)
    page.locator("#yw-chat a.yw-act").last.click()
    page.wait_for_selector("#yw-editing")
    page.click("#yw-cancel")
    page.wait_for_selector("#yw-editing", state="hidden")
    ask(page, ICT)
    assert _questions(page) == [DRIVE, ICT]


def test_a_new_chat_is_empty_and_offers_examples_again(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, ICT)
    page.click("#yw-clear")
    page.wait_for_selector("#yw-chat .yw-welcome")
    assert _questions(page) == []
    assert page.locator("#yw-examples button").first.is_visible()
    assert page.locator("#yw-reader mark").count() == 0
    ask(page, "那教师呢？")
    assert "理解为" not in page.locator("#yw-chat").inner_text()  # nothing of before is leaned on


def test_a_question_is_written_and_its_quotes_are_read_by_keys_alone(visit: Any, lights_address: str) -> None:
    page = visit(lights_address)
    page.keyboard.press("Escape")  # leaves the field
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('#yw-question textarea')")
    page.keyboard.type("红烧肉怎么做？")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("请告诉我。")
    assert page.input_value(QUESTION) == "红烧肉怎么做？\n请告诉我。"
    page.keyboard.press("Enter")
    page.wait_for_selector("#yw-reader mark.yw-active")
    count = page.locator("#yw-reader .yw-count")
    assert "1 /" in count.inner_text()
    page.keyboard.press("Alt+ArrowDown")  # while the field has the focus
    assert "2 /" in count.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    assert "1 /" in count.inner_text()
    page.keyboard.press("j")
    assert "2 /" in count.inner_text()
    page.keyboard.press("c")
    page.wait_for_selector("#yw-reader .yw-copy.yw-done")
    assert "\n— " in page.evaluate("navigator.clipboard.readText()")


def test_the_keys_are_listed_and_the_list_folds_away(visit: Any, address: str) -> None:
    page = visit(address)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    listed = page.locator("#yw-keys .yw-pop-body")
    assert listed.is_visible()
    assert "下一条引文" in listed.inner_text()
    page.keyboard.press("Escape")
    assert not listed.is_visible()


def test_keys_typed_into_the_question_are_only_text(visit: Any, address: str) -> None:
    page = visit(address)
    page.focus(QUESTION)
    page.keyboard.type("a/jkc?")
    assert page.input_value(QUESTION) == "a/jkc?"
    assert not page.locator("#yw-keys .yw-pop-body").is_visible()


def test_a_slow_answer_can_be_stopped(visit: Any, address: str) -> None:
    page = visit(address)
    page.route(
        "**/queue/join*", lambda route: route.fulfill(json={"event_id": "never"})
    )  # it waits for what never comes
    page.fill(QUESTION, ICT)
    page.press(QUESTION, "Enter")
    page.wait_for_selector("#yw-stop", state="visible")
    page.wait_for_selector(".yw-pending", state="visible")
    assert page.locator(".yw-echo").inner_text() == ICT  # what was sent is seen at once
    page.click("#yw-stop")
    page.wait_for_selector("#yw-send", state="visible")
    assert page.locator("#yw-chat .yw-answer").count() == 0
    assert not page.locator(".yw-echo").is_visible()
    assert page.input_value(QUESTION) == ICT  # to be changed, or sent again


def test_the_next_question_can_be_written_while_an_answer_is_looked_for(visit: Any, address: str) -> None:
    page = visit(address)
    held: list[Any] = []
    page.route("**/queue/join*", lambda route: held.append(route))
    page.fill(QUESTION, ICT)
    page.press(QUESTION, "Enter")
    page.wait_for_selector("#yw-stop", state="visible")
    assert page.input_value(QUESTION) == ""
    page.keyboard.type(DRIVE)
    held[0].continue_()
    page.unroute("**/queue/join*")
    page.wait_for_selector("#yw-chat .yw-answer")
    page.wait_for_selector("#yw-send", state="visible")
    assert page.input_value(QUESTION) == DRIVE


def test_an_answer_that_comes_ends_the_waiting(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, ICT)
    page.wait_for_selector("#yw-send", state="visible")
    assert not page.locator("#yw-stop").is_visible()
    page.press(QUESTION, "Enter")  # nothing is asked, so nothing is waited for
    page.wait_for_timeout(300)
    assert page.locator("#yw-send").is_visible()
