"""The page of articles as a person sees it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import chat
from tests.browser.visiting import Open, visiting

pytestmark = pytest.mark.slow

QUESTION = "#yw-question textarea"
TEA = "---\ntitle: 中国茶叶简史\ndate: 2021-11-05\n---\n# 中国茶叶简史\n\n茶叶起源于中国西南地区。唐代陆羽写成《茶经》。\n"
TOWER = (
    "---\ntitle: 月球灯塔\ndate: 2024-03-01\n---\n# 月球灯塔\n\n甲乙丙公司在月球上建造了三座灯塔，灯塔的颜色是紫色。\n"
)
WHALE = "# 蓝鲸\n\n蓝鲸是最大的动物。蓝鲸的心脏重约一百八十公斤，舌头重约三吨。\n"
DOLPHIN = "# 海豚\n\n海豚是哺乳动物，用肺呼吸。海豚的平均寿命是二十五年。\n"


@pytest.fixture
def visit(browser: Any) -> Iterator[Open]:
    yield from visiting(browser)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles, a copy of one, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "茶史.md").write_text(TEA, encoding="utf-8")
    (folder / "灯塔.md").write_text(TOWER, encoding="utf-8")
    (folder / "灯塔副本.md").write_text(TOWER, encoding="utf-8")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    return folder


@pytest.fixture(scope="module")
def shelf(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page over them."""
    for address in chat(folder, tmp_path_factory.mktemp("shelf-index")):
        yield address + "articles"


def rows(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".yw-grid .yw-title > :first-child").all_inner_texts()][1:]


def outcome(page: Any) -> str:
    page.wait_for_selector(".yw-outcome", timeout=120_000)
    return str(page.locator(".yw-work").inner_text())


def test_what_is_inside_is_listed_with_duplicates_and_skipped_files(visit: Open, shelf: str, folder: Path) -> None:
    page = visit(shelf)
    page.wait_for_selector(".yw-grid")
    table = page.locator(".yw-grid").inner_text()
    assert "中国茶叶简史" in table
    assert "2021-11-05" in table
    assert "与 灯塔.md 内容相同" in table
    assert "坏.pdf" in table
    assert "已跳过" in table
    summary = page.locator("#yw-summary").inner_text()
    assert "2 篇文章" in summary
    assert "1 个重复" in summary
    assert str(folder.parent) not in page.content()


def test_the_list_is_searched_and_sorted(visit: Open, shelf: str) -> None:
    page = visit(shelf, locale="en-US")
    page.wait_for_selector(".yw-grid")
    page.click("th.yw-date a")
    page.wait_for_selector("th.yw-date[aria-sort=ascending]")
    up = rows(page)
    page.click("th.yw-date a")
    page.wait_for_selector("th.yw-date[aria-sort=descending]")
    down = rows(page)
    assert up[:2] == ["中国茶叶简史", "月球灯塔"]
    assert down[:2] == ["月球灯塔", "中国茶叶简史"]
    page.locator("#yw-search input, #yw-search textarea").fill("2021")
    page.wait_for_function("document.querySelectorAll('.yw-grid tbody tr').length === 1")
    assert rows(page) == ["中国茶叶简史"]
    page.locator("#yw-search input, #yw-search textarea").fill("没有这篇")
    page.wait_for_selector(".yw-nought")
    assert "没有这篇" in page.locator(".yw-nought").inner_text()


def test_any_article_is_read_beside_the_list_with_the_keyboard_alone(visit: Open, shelf: str) -> None:
    page = visit(shelf)
    page.locator("a.yw-read", has_text="中国茶叶简史").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#yw-reader article")
    assert "陆羽写成《茶经》" in page.locator("#yw-reader").inner_text()
    assert "中国茶叶简史" in page.locator("tr.yw-chosen").inner_text()


def test_dropped_files_are_told_of_one_by_one_and_answer_questions(
    visit: Open, shelf: str, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "海豚.md").write_text(DOLPHIN, encoding="utf-8")
    (tmp_path / "坏的.docx").write_bytes(b"PK\x03\x04 nope")
    (tmp_path / "茶史.md").write_text("# 另一篇\n\n同名，不同内容。\n", encoding="utf-8")
    page = visit(shelf)
    page.set_input_files("#yw-drop input[type=file]", sorted(tmp_path.iterdir()))
    page.wait_for_selector(".yw-stage")
    told = outcome(page)
    notes = {one.split("\n")[0].strip(): one for one in page.locator(".yw-files li").all_inner_texts()}
    assert "新增 1 篇" in told
    assert any("海豚.md" in name and "已收录，1 段" in note for name, note in notes.items())
    assert "无法按 DOCX 读取" in told
    assert "已有同名文件" in told
    assert str(folder.parent) not in page.content()
    assert (folder / "茶史.md").read_text(encoding="utf-8") == TEA
    page.click(".yw-nav a[href='./']")
    page.wait_for_selector(QUESTION)
    page.wait_for_timeout(800)
    page.fill(QUESTION, "海豚的平均寿命是多少？")
    page.press(QUESTION, "Enter")
    page.wait_for_selector("#yw-chat .yw-quotes")
    assert "二十五年" in page.locator("#yw-chat .yw-quotes").inner_text()


def test_files_of_a_kind_that_is_not_read_are_not_even_sent(visit: Open, shelf: str, tmp_path: Path) -> None:
    (tmp_path / "图片.png").write_bytes(b"\x89PNG")
    page = visit(shelf)
    page.set_input_files("#yw-drop input[type=file]", tmp_path / "图片.png")
    page.wait_for_function("document.body.innerText.includes('图片.png 的格式尚不支持')")


def test_what_was_removed_can_be_brought_back(visit: Open, shelf: str, folder: Path) -> None:
    page = visit(shelf)
    page.locator("tr", has_text="中国茶叶简史").locator("a.yw-remove").click()
    assert "已移除：茶史.md" in outcome(page)
    assert not (folder / "茶史.md").exists()
    page.wait_for_function("!document.querySelector('.yw-grid').innerText.includes('中国茶叶简史')")
    page.click("#yw-undo")
    page.wait_for_function("document.querySelector('.yw-outcome')?.innerText.includes('已恢复')", timeout=120_000)
    page.wait_for_function("document.querySelector('.yw-grid').innerText.includes('中国茶叶简史')")
    assert (folder / "茶史.md").read_text(encoding="utf-8") == TEA


def test_the_chat_goes_on_answering_while_the_index_is_built_again(visit: Open, shelf: str, folder: Path) -> None:
    (folder / "鲸.md").write_text(WHALE, encoding="utf-8")
    asking = visit(shelf.replace("articles", ""))
    page = visit(shelf)
    page.wait_for_function("document.querySelector('#yw-summary').innerText.includes('待构建')")
    page.click("#yw-rebuild")
    page.wait_for_selector(".yw-stage")
    asking.fill(QUESTION, "灯塔的颜色是什么？")
    asking.press(QUESTION, "Enter")
    asking.wait_for_selector("#yw-chat .yw-quotes")
    assert page.locator(".yw-stage").count() == 1  # it answered before the build was done
    assert "新增 1 篇" in outcome(page)
    asking.fill(QUESTION, "蓝鲸的心脏重约多少公斤？")
    asking.press(QUESTION, "Enter")
    asking.wait_for_function("document.querySelectorAll('#yw-chat .yw-quotes').length === 2")
    assert "一百八十公斤" in asking.locator("#yw-chat .yw-quotes").nth(1).inner_text()


def test_a_private_address_is_refused_with_its_reason(visit: Open, shelf: str) -> None:
    page = visit(shelf, locale="en-US")
    page.locator("#yw-address input, #yw-address textarea").fill("http://127.0.0.1:1/secret.html")
    page.click("#yw-add")
    assert "not fetched" in outcome(page)
    page.locator("#yw-address input, #yw-address textarea").fill("file:///etc/passwd")
    page.click("#yw-add")
    page.wait_for_function("document.querySelector('.yw-outcome')?.innerText.includes('begins with http')")


def test_the_page_speaks_one_language_alone(visit: Open, shelf: str) -> None:
    page = visit(shelf, locale="en-US")
    page.wait_for_selector(".yw-grid")
    said = "#yw-head .yw-nav, #yw-shelving, #yw-summary, .yw-grid thead, .yw-state"
    assert "Rebuild" in " ".join(page.locator(said).all_inner_texts())
    page.get_by_label("中文").check()
    page.wait_for_function("document.querySelector('#yw-rebuild').innerText === '重新构建'")
    chinese = " ".join(page.locator(said).all_inner_texts())
    assert not any(word in chinese for word in ("Rebuild", "Title", "indexed", "Articles", "Drop", "Click", "Upload"))
    assert page.evaluate("document.documentElement.lang") == "zh"
    page.click(".yw-nav a[href='./']")
    page.wait_for_function("document.querySelector('#yw-send')?.innerText === '提问'")


def test_titles_and_names_that_try_everything_are_shown_as_text(visit: Open, hostile_address: str) -> None:
    page = visit(hostile_address + "articles")
    page.wait_for_selector(".yw-grid")
    page.locator("a.yw-read").first.click()
    page.wait_for_selector("#yw-reader article")
    page.mouse.move(300, 300)
    page.wait_for_timeout(500)
    assert "<b>灯塔${1}.md" in page.locator(".yw-grid").inner_text()
    assert page.evaluate("window.pwned") is None
    assert page.locator(".yw-grid img, .yw-grid b, #yw-reader img, #yw-reader iframe").count() == 0


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_sticks_out_at_any_width(visit: Open, shelf: str, width: int) -> None:
    page = visit(shelf, width=width)
    page.wait_for_selector(".yw-grid")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert page.locator("a.yw-read").first.is_visible()


def test_dark_stays_dark_on_the_next_page(visit: Open, shelf: str) -> None:
    page = visit(shelf)
    page.click("#yw-theme")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    page.wait_for_selector(".yw-grid")
    page.wait_for_timeout(800)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
