"""Asking some articles only."""

from typing import Any

from tests.browser.asking import ask

HEIGHT = "灯塔的高度是多少？"


def _unfold(page: Any) -> None:
    page.click("#yw-scope > button")
    page.wait_for_selector("#yw-scope-fields", state="visible")


def _says(page: Any, words: str) -> None:
    page.wait_for_function(
        "(words) => document.querySelector('#yw-scope > button').innerText.includes(words)", arg=words
    )


def test_one_article_is_chosen_and_it_alone_is_quoted(visit: Any, lights_address: str) -> None:
    page = visit(lights_address)
    _says(page, "全部 4 篇文章")
    _unfold(page)
    page.get_by_label("南灯塔志").check()
    _says(page, "4 篇中的 1 篇文章")
    answer = ask(page, HEIGHT)
    assert "只在 1 篇文章中查找" in answer.inner_text()
    assert all("南灯塔志" in place for place in answer.locator(".yw-place").all_inner_texts())
    page.click("#yw-scope-reset")
    _says(page, "全部 4 篇文章")
    again = ask(page, "北灯塔的守护者是谁？")
    assert "李海" in again.inner_text()
    assert "只在" not in again.inner_text()


def test_articles_are_narrowed_by_words_folder_and_date(visit: Any, lights_address: str) -> None:
    page = visit(lights_address)
    _unfold(page)
    fields = page.locator("#yw-scope-fields input, #yw-scope-fields textarea")
    articles = page.locator("#yw-scope-articles label")
    fields.nth(0).fill("名录")
    _says(page, "1 篇文章")
    assert articles.all_inner_texts() == ["守护者名录"]
    fields.nth(0).fill("")
    _says(page, "全部 4 篇")
    page.get_by_label("north", exact=True).check()
    _says(page, "2 篇文章")
    fields.nth(1).fill("1900")
    _says(page, "1 篇文章")  # what has no date meets no date
    assert articles.all_inner_texts() == ["北灯塔志 · 1911-05-01"]
    page.click("#yw-scope-reset")
    _says(page, "全部 4 篇")
    fields.nth(2).fill("1954-08")
    _says(page, "2 篇文章")
    fields.nth(2).fill("1911")
    _says(page, "1 篇文章")


def test_a_single_article_needs_no_choice(visit: Any, address: str) -> None:
    page = visit(address)
    assert not page.locator("#yw-scope").is_visible()
