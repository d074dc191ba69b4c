"""Conversations kept by the browser, and taken out as files."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.asking import QUESTION, ask, reads

ICT = "华为和多少所高校共建了ICT学院？"
DRIVE = "人工智能发展的核心驱动力是什么？"


def _unfold(page: Any) -> None:
    if not page.locator("#yw-history .yw-pop-body").is_visible():
        page.click("#yw-history summary")
    page.wait_for_selector("#yw-history .yw-pop-body", state="visible")


def test_a_conversation_is_kept_and_asked_anew_when_it_is_opened(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, ICT)
    ask(page, DRIVE)
    page.click("#yw-clear")
    page.wait_for_selector("#yw-chat .yw-welcome")
    _unfold(page)
    page.wait_for_selector("text=2 个问题")
    assert page.locator(".yw-saved li").count() == 1
    page.click(".yw-saved [data-act=open]")
    reads(page, "核心驱动力")
    assert _questions(page) == [ICT, DRIVE]
    ask(page, "那上下文呢？")  # it goes on under the same name
    _unfold(page)
    page.wait_for_selector("text=3 个问题")
    assert page.locator(".yw-saved li").count() == 1


def _questions(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("#yw-chat .yw-question").all_inner_texts()]


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_conversation_of_a_tab_is_there_again_when_the_page_is(visit: Any, address: str, locale: str) -> None:
    page = visit(address, locale=locale)
    ask(page, ICT)
    page.reload()
    reads(page, "2600")
    assert _questions(page) == [ICT]
    answer = ask(page, "那教师呢？")
    assert "11000" in answer.inner_text()  # it goes on
    page.fill(QUESTION, DRIVE)
    page.goto(f"{address}articles")
    page.wait_for_selector("#yw-list-column")
    page.go_back()
    page.wait_for_function("document.querySelectorAll('#yw-chat .yw-answer').length === 2")
    reads(page, "11000")
    assert page.input_value(QUESTION) == DRIVE
    assert page.inner_text("#yw-send") == ("提问" if locale == "zh-CN" else "Ask")
    page.click("#yw-clear")
    page.wait_for_selector("#yw-chat .yw-welcome")
    page.reload()
    page.wait_for_selector("body.yw-ready")
    _unfold(page)
    assert page.locator(".yw-saved li").count() == 1
    assert page.locator(".yw-saved li.yw-open").count() == 0  # a new chat has been begun
    assert page.evaluate("sessionStorage.getItem('yuanwen-open')") is None


def test_a_question_brings_those_before_it_to_a_server_that_may_have_begun_anew(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, ICT)
    with page.expect_request(lambda request: DRIVE in (request.post_data or "")) as sent:
        ask(page, DRIVE)
    assert sent.value.post_data_json["data"][-1] == [ICT]
    page.click("#yw-clear")
    page.wait_for_selector("#yw-chat .yw-welcome")
    with page.expect_request(lambda request: DRIVE in (request.post_data or "")) as sent:
        ask(page, DRIVE)
    assert sent.value.post_data_json["data"][-1] == []


def test_a_conversation_is_named_and_deleted(visit: Any, address: str) -> None:
    page = visit(address)
    ask(page, ICT)
    page.click("#yw-clear")
    page.wait_for_selector("#yw-chat .yw-welcome")
    ask(page, DRIVE)
    _unfold(page)
    page.wait_for_function("document.querySelectorAll('.yw-saved li').length === 2")
    names = page.locator(".yw-saved-name").all_inner_texts()
    assert names == [DRIVE, ICT]  # the newest first
    assert re.search(r"\d:\d\d · 1 个问题$", page.locator(".yw-saved-about").first.inner_text())
    acts = [page.locator(f".yw-saved [data-act={act}]").first.bounding_box() for act in ("rename", "delete")]
    assert acts[0]["y"] == acts[1]["y"]
    page.locator(".yw-saved [data-act=rename]").last.click()
    page.fill(".yw-saved input", "<b>学院</b>")
    page.keyboard.press("Enter")
    assert page.locator(".yw-saved-name").last.inner_text() == "<b>学院</b>"
    page.locator(".yw-saved [data-act=delete]").first.click()
    assert page.locator(".yw-saved li").count() == 2  # asked first
    page.locator(".yw-saved [data-act=delete]").first.click()
    assert page.locator(".yw-saved-name").all_inner_texts() == ["<b>学院</b>"]
    page.click("[data-act=delete-all]")
    page.click("[data-act=delete-all]")
    assert page.locator(".yw-saved-empty").is_visible()
    assert page.evaluate("localStorage.getItem('yuanwen-history')") is None


def test_a_forged_history_is_only_text_that_is_asked(visit: Any, address: str) -> None:
    page = visit(address)
    payload = '<img src=x onerror="window.pwned=1">${window.pwned=2}{{value}} ' + ICT
    kept = [
        {"id": "a", "name": payload, "at": 1, "questions": [payload], "answers": ["<script>window.pwned=3</script>"]},
        {"id": "b", "name": "x", "questions": [{"content": "<img src=x onerror=window.pwned=4>"}]},
        "nothing",
    ]
    page.evaluate("(kept) => localStorage.setItem('yuanwen-history', JSON.stringify(kept))", kept)
    page.evaluate("sessionStorage.setItem('yuanwen-open', 'b')")  # which is not sound
    page.reload()
    page.wait_for_selector("#yw-chat .yw-welcome")
    _unfold(page)
    assert page.locator(".yw-saved-name").all_inner_texts() == [payload]
    page.click(".yw-saved [data-act=open]")
    page.wait_for_selector("#yw-chat .yw-answer")
    assert "onerror" in page.locator("#yw-chat .yw-question").inner_text()
    page.evaluate("localStorage.setItem('yuanwen-history', '{broken')")
    page.reload()
    page.wait_for_selector("#yw-chat .yw-welcome")
    _unfold(page)
    assert page.locator(".yw-saved-empty").is_visible()
    assert page.evaluate("window.pwned") is None


def test_the_panel_stays_open_while_the_page_changes_its_language(visit: Any, address: str) -> None:
    page = visit(address)
    press = """(at) => {
        document.querySelector("#yw-language input:not(:checked)").click();
        setTimeout(() => document.querySelector("#yw-history summary").click(), at);
    }"""
    for at in range(80, 122, 7):  # about when the panel is drawn anew, milliseconds
        before = page.inner_text("#yw-history summary")
        page.evaluate(press, at)
        page.wait_for_function("(was) => document.querySelector('#yw-history summary').innerText !== was", arg=before)
        page.wait_for_timeout(200)
        assert page.locator("#yw-history .yw-pop-body").is_visible()
        page.click("#yw-history summary")


def test_nothing_of_one_browser_is_seen_by_another(visit: Any, address: str) -> None:
    ask(visit(address), ICT)
    other = visit(address)
    _unfold(other)
    assert other.locator(".yw-saved-empty").is_visible()
    assert other.locator("#yw-chat .yw-answer").count() == 0


def test_the_panel_fits_a_phone(visit: Any, address: str) -> None:
    page = visit(address, width=390)
    _unfold(page)
    box = page.locator("#yw-history .yw-pop-body").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["width"] > 340


def test_the_receipts_are_what_verify_accepts(visit: Any, address: str, chat_index: Path, tmp_path: Path) -> None:
    page = visit(address)
    ask(page, ICT)
    ask(page, "红烧肉怎么做？")
    _unfold(page)
    with page.expect_download() as download:
        page.click("[data-act=receipts]")
    assert download.value.suggested_filename == "yuanwen-receipts.json"
    file = tmp_path / "receipts.json"
    download.value.save_as(file)
    assert [answer["question"] for answer in json.loads(file.read_text(encoding="utf-8"))] == [ICT, "红烧肉怎么做？"]
    command = [sys.executable, "-m", "qa.cli", "verify", str(file), "--index", str(chat_index), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"]


def test_the_markdown_has_the_quotes_with_their_sources(visit: Any, address: str, tmp_path: Path) -> None:
    page = visit(address, locale="en-US")
    _unfold(page)
    page.click("[data-act=markdown]")
    page.wait_for_selector("text=There is no answer to export yet.")
    page.keyboard.press("Escape")
    ask(page, ICT)
    _unfold(page)
    assert re.search(r"\d:\d\d\W[AP]M · 1 question$", page.locator(".yw-saved-about").inner_text())
    with page.expect_download() as download:
        page.click("[data-act=markdown]")
    download.value.save_as(tmp_path / "told.md")
    told = (tmp_path / "told.md").read_text(encoding="utf-8")
    assert f"## {ICT}" in told
    assert "> 其中，华为在全球已与2600多所高校共建了ICT学院" in told
    assert "000\\_16c56f423f6df57a.md:" in told
    page.click("[data-act=markdown]")  # the same file again
    with page.expect_download():
        page.click("[data-act=receipts]")
