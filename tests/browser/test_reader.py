"""The reader beside the chat: from quote to quote, from article to article, and out with the source."""

from pathlib import Path
from typing import Any

from tests.browser.asking import ask, reads

OIL = "西灯塔的灯油产自哪里？"
NOTHING = "红烧肉怎么做？"


def test_next_and_previous_go_through_the_quotes_and_around(visit: Any, lights_address: str) -> None:
    page = visit(lights_address)
    ask(page, NOTHING)
    count = page.locator("#yw-reader .yw-count")
    page.wait_for_selector("#yw-reader mark.yw-active")
    total = int(count.inner_text().split("/")[1])
    assert total > 1
    seen = []
    for number in range(1, total + 1):
        assert count.inner_text() == f"段落 {number} / {total}"
        seen.append(page.locator("#yw-reader mark.yw-active").first.get_attribute("id"))
        assert page.locator("#yw-chat a.yw-cite.yw-active").get_attribute("href") == f"#{seen[-1]}"
        assert page.locator("#yw-reader mark.yw-active").first.is_visible()
        page.click("#yw-reader [data-step='1']")
    assert seen == [f"q-1-{number}" for number in range(1, total + 1)]
    assert count.inner_text().startswith("段落 1 /")
    page.click("#yw-reader [data-step='-1']")
    assert count.inner_text().startswith(f"段落 {total} /")


def test_the_articles_of_one_answer_can_be_switched(visit: Any, lights_address: str) -> None:
    page = visit(lights_address)
    ask(page, NOTHING)
    page.wait_for_selector("#yw-reader mark.yw-active")
    tabs = page.locator("#yw-reader .yw-tab")
    assert tabs.count() > 1
    for place in range(tabs.count()):
        tabs.nth(place).click()
        shown = [sheet for sheet in page.locator("#yw-reader .yw-sheet").all() if sheet.is_visible()]
        assert [sheet.get_attribute("data-tab") for sheet in shown] == [str(place)]
        assert tabs.nth(place).get_attribute("aria-pressed") == "true"
        assert shown[0].locator("mark.yw-active").count() == 1
        assert shown[0].locator("header h2").inner_text() == tabs.nth(place).get_attribute("title")


def test_a_quote_is_copied_with_its_source(visit: Any, lights_address: str) -> None:
    page = visit(lights_address)
    ask(page, "石匠陈石建造的北灯塔有多高？")
    reads(page, "三十二米")
    page.click("#yw-reader .yw-copy")
    page.wait_for_selector("#yw-reader .yw-copy.yw-done")
    assert page.locator("#yw-reader .yw-copy").inner_text() == "已复制"
    text, source = page.evaluate("navigator.clipboard.readText()").split("\n— ")
    assert text == "北灯塔的高度是三十二米，由石匠陈石建造。"
    assert source == "北灯塔志 · 建造 · 1911-05-01 · north/lamp.md:5"
    page.wait_for_function("document.querySelector('.yw-copy').innerText === '复制引文'")


def test_a_quote_of_a_file_with_pages_says_its_page(visit: Any, lights_address: str) -> None:
    page = visit(lights_address)
    answer = ask(page, OIL)
    assert "第 2 页" in answer.locator(".yw-place").first.inner_text()
    reads(page, "青州")
    page.click("#yw-reader .yw-copy")
    page.wait_for_selector("#yw-reader .yw-copy.yw-done")
    assert page.evaluate("navigator.clipboard.readText()").endswith("west.pdf, 第 2 页")


def test_a_click_on_a_highlight_moves_the_chat(visit: Any, lights_address: str) -> None:
    page = visit(lights_address)
    ask(page, NOTHING)
    page.wait_for_selector("#yw-reader mark.yw-active")
    page.click(f"#yw-reader .yw-tab >> nth={page.locator('#yw-reader .yw-tab').count() - 1}")
    mark = page.locator("#yw-reader .yw-sheet:not([hidden]) mark[id]").last
    mark.click()
    name = mark.get_attribute("id")
    assert page.locator("#yw-chat a.yw-cite.yw-active").get_attribute("href") == f"#{name}"
    assert page.locator(f'#yw-chat a.yw-cite[href="#{name}"]').is_visible()


def test_the_passages_beside_a_quote_are_a_scroll_away(visit: Any, lights_address: str) -> None:
    page = visit(lights_address, width=390)
    answer = ask(page, "石匠陈石建造的北灯塔有多高？")
    answer.locator("a.yw-cite").first.click()
    page.wait_for_timeout(900)
    sheet = page.locator("#yw-reader .yw-sheet:not([hidden])")
    assert "北灯塔的守护者是李海" in sheet.inner_text()
    assert page.evaluate("document.getElementById('yw-reader').getBoundingClientRect().top < 60")
    page.click("#yw-reader .yw-back")  # on a phone the chat is above
    page.wait_for_function("window.scrollY === 0")


def test_the_original_file_can_be_kept(visit: Any, lights_address: str, tmp_path: Path) -> None:
    page = visit(lights_address)
    ask(page, OIL)
    reads(page, "青州")
    with page.expect_download() as download:
        page.click("#yw-reader .yw-original")
    assert download.value.suggested_filename == "west.pdf"
    download.value.save_as(tmp_path / "west.pdf")
    assert (tmp_path / "west.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "青州" in page.locator("#yw-reader mark.yw-active").inner_text()  # the reader stays where it was
    page.evaluate("document.querySelector('.yw-sheet:not([hidden])').dataset.article = '../../../etc/passwd'")
    page.click("#yw-reader .yw-original")
    page.wait_for_function("document.querySelector('.yw-original').innerText === '没有原文件'")
