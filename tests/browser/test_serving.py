"""What a person sees of accounts and limits."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

import corpus
from qa.web.auth import Account, hash_of, write_account
from qa.web.roles import Role

ARTICLES = Path(corpus.__file__).parent / "articles"
MANY = """() => void Promise.all(Array.from({ length: 30 }, () => fetch("/gradio_api/run/search", {
  method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ data: ["华为云", 1] }) })))"""
QUESTION = "#yw-question textarea"


@pytest.fixture(scope="module")
def serving(
    tmp_path_factory: pytest.TempPathFactory, chat_over: Callable[..., AbstractContextManager[str]]
) -> Callable[[int], AbstractContextManager[str]]:
    """Opens the chat for a reader named 安, where an address may send so many requests a minute."""
    folder = tmp_path_factory.mktemp("served")
    write_account(folder / "accounts", Account("安", Role.READER, hash_of("swordfish")))
    return lambda rate: chat_over(ARTICLES, folder, "--auth", folder / "accounts", "--rate", rate)


@pytest.fixture(scope="module")
def served(serving: Callable[[int], AbstractContextManager[str]]) -> Iterator[str]:
    """The chat where an address may send five requests at once."""
    with serving(20) as address:
        yield address


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a person who reads Chinese, on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="zh-CN")
    yield context.new_page()
    context.close()


def sign_in(page: Any, address: str, password: str) -> None:
    """Fill in the page that whoever is not signed in gets, by keyboard alone."""
    page.goto(address)
    page.wait_for_function("document.activeElement.name === 'username'")  # the first field has the keyboard
    page.keyboard.type("安")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_person_signs_in_by_keyboard_asks_and_is_told_when_it_is_too_fast(page: Any, served: str) -> None:
    sign_in(page, served, "wrong password")
    assert page.get_by_role("alert").inner_text() == "用户名或密码不正确。"
    assert page.url.endswith("/login")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sign_in(page, served, "swordfish")
    page.wait_for_selector(QUESTION)
    assert page.url.rstrip("/") == served.rstrip("/")
    page.wait_for_timeout(1_000)
    refusal, answers = page.locator(".toast-wrap", has_text="操作有些快"), page.locator("#yw-chat .yw-answer")
    for tried in range(5):  # a machine so slow that it is not too fast answers
        page.fill(QUESTION, "华为云部署了多少个可用区？")
        page.evaluate(MANY)
        page.press(QUESTION, "Enter")
        refusal.or_(answers.nth(tried)).first.wait_for()
        if refusal.count():
            break
    assert "秒后再试" in refusal.first.inner_text()
    page.wait_for_selector("#yw-send", state="visible")
    assert page.input_value(QUESTION) == "华为云部署了多少个可用区？"  # there to be sent again


def test_whoever_is_signed_in_is_named_and_can_sign_out(
    page: Any, serving: Callable[[int], AbstractContextManager[str]]
) -> None:
    with serving(0) as address:
        sign_in(page, address, "swordfish")
        page.wait_for_selector(QUESTION)
        for place in ("", "evaluate", "articles"):
            page.goto(f"{address}{place}")
            page.wait_for_selector("#yw-visitor:has-text('安')")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("link", name="退出").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/login")
        page.goto(address)
        assert page.url.endswith("/login")


def test_the_page_to_sign_in_on_speaks_english_too(browser: Any, served: str) -> None:
    context = browser.new_context(locale="en-US", color_scheme="dark")
    page = context.new_page()
    page.goto(served)
    assert page.title() == "Sign in · Yuanwen"
    assert page.get_by_label("Password").is_visible()
    assert not any("一" <= character <= "鿿" for character in page.inner_text("body"))
    context.close()
