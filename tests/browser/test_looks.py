"""Languages, widths, states that are seldom seen, and what a screen reader is told."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.asking import QUESTION, ask

ICT = "华为和多少所高校共建了ICT学院？"
# What is said on the page apart from what articles and people say: visible or folded up, and the names of things.
SAID = """() => {
    const told = ".yw-article, .yw-quote, .yw-question, .yw-place, .yw-why ul, .yw-saved, .yw-words, #yw-examples, "
        + "#yw-language, .nav-holder, script, style";
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.textContent.trim();
        if (text && !walk.currentNode.parentElement.closest(told)) found.push(text);
    }
    document.querySelectorAll("[title], [aria-label], [placeholder], [alt]").forEach((one) => {
        if (one.closest(told)) return;
        for (const name of ["title", "aria-label", "placeholder", "alt"]) if (one.getAttribute(name)) found.push(one.getAttribute(name));
    });
    return found; }"""
NAMES = re.compile(r"Yuanwen|yuanwen verify|Markdown|JSON|Enter|Shift|Alt|Esc|\b[jkc]\b|原文|^原$|Language|语言")


@pytest.mark.parametrize(("locale", "foreign"), [("zh-CN", "[A-Za-z]{2,}"), ("en-US", "[\u3400-\u9fff]")])
def test_every_word_of_the_page_is_in_its_language(visit: Any, lights_address: str, locale: str, foreign: str) -> None:
    page = visit(lights_address, locale=locale)
    page.wait_for_selector(f".yw-original:text('{'原文件' if locale == 'zh-CN' else 'Original file'}')")
    assert _stray(page, foreign) == []  # before anything is asked, too
    ask(page, "北灯塔的守护者是谁？" if locale == "zh-CN" else "Who is the emperor of Mars?")
    page.locator("a.yw-opinion").last.click()
    page.wait_for_selector("#yw-feedback")
    page.locator("a.yw-act").last.click()
    page.wait_for_selector("#yw-editing")
    page.click("#yw-scope > button")
    assert _stray(page, foreign) == []
    assert page.evaluate("document.documentElement.lang")[:2] == locale[:2]


def _stray(page: Any, foreign: str) -> list[str]:
    said = [NAMES.sub("", text) for text in page.evaluate(SAID)]
    return [text for text in said if re.search(foreign, text) and not _of_articles(text)]


def _of_articles(text: str) -> bool:
    """Titles and passages that are offered as choices, and folders."""
    return any(word in text for word in ("灯塔", "守护", "west", "West", "north", "south", "2024"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_question_and_the_answer_are_in_sight_at_any_width(
    visit: Any, address: str, width: int, scheme: str
) -> None:
    page = visit(address, width=width, scheme=scheme)
    assert page.evaluate("window.scrollY") == 0
    box = page.locator("#yw-input").bounding_box()
    assert box["y"] + box["height"] <= 900
    answer = ask(page, ICT)
    page.wait_for_timeout(600)
    place = answer.locator(".yw-quote").first.bounding_box()
    assert 0 < place["y"] < 700
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if width > 640:  # on a phone the reader is below the fold
        page.wait_for_function(
            "document.querySelector('mark.yw-active').getBoundingClientRect().bottom < window.innerHeight"
        )
    cut = page.evaluate("""() => Array.from(document.querySelectorAll("#yw-head *, #yw-input *, .yw-bar *"))
        .filter((one) => one.children.length === 0 && !one.closest(".yw-pop-body") && one.tagName !== "TEXTAREA")
        .filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.textContent)""")
    assert cut == []


@pytest.mark.parametrize("size", [(768, 1024), (320, 568)])
def test_the_head_and_the_welcome_are_whole_on_small_screens(visit: Any, address: str, size: tuple[int, int]) -> None:
    page = visit(address, locale="en-US", width=size[0])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    seal, name = (page.locator(part).bounding_box() for part in (".yw-seal", "h1"))
    assert name["x"] > seal["x"] + seal["width"]  # beside it
    view, title = (page.locator(part).bounding_box() for part in ("#yw-chat .bubble-wrap", ".yw-welcome h2"))
    assert view["y"] <= title["y"]
    assert title["y"] + title["height"] <= view["y"] + view["height"]
    send = page.locator("#yw-send").bounding_box()
    assert send["y"] + send["height"] <= size[1]


def test_everything_in_an_answer_but_the_numbers_stands_on_one_edge(visit: Any, address: str) -> None:
    page = visit(address)
    for question in (ICT, "谁发表了演讲？红烧肉怎么做？", "红烧肉怎么做？", "你好"):
        ask(page, question)
    edges = """() => Array.from(document.querySelectorAll(".yw-answer :is(p, .yw-quote, summary)"))
        .map((one) => Math.round(one.getClientRects()[0].left))"""
    assert len(set(page.evaluate(edges))) == 1


def test_a_lost_server_is_told_and_its_return_noticed(visit: Any, address: str) -> None:
    page = visit(address, lost=True)
    assert not page.locator("p.yw-offline").is_visible()
    away = True
    page.route(address, lambda route: route.abort() if away and route.request.method == "HEAD" else route.fallback())
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.wait_for_selector("p.yw-offline", state="visible", timeout=15_000)
    assert "连接不上原文" in page.locator("p.yw-offline").inner_text()
    away = False
    page.wait_for_selector("p.yw-offline", state="hidden", timeout=15_000)
    assert "2600" in ask(page, ICT).inner_text()


def test_a_library_without_articles_says_what_to_do(visit: Any, empty_address: str) -> None:
    page = visit(empty_address)
    assert "还没有文章" in page.locator(".yw-welcome").inner_text()
    assert not page.locator("#yw-scope").is_visible()
    assert page.locator("#yw-reader .yw-empty-seal").is_visible()
    assert "没有回答" in ask(page, "有什么？").inner_text()


def test_the_choice_of_dark_or_light_is_remembered(visit: Any, address: str) -> None:
    page = visit(address, scheme="light")
    page.click("#yw-theme")
    page.wait_for_selector("body.dark")
    page.reload()
    page.wait_for_selector("body.yw-ready.dark")


def test_how_sure_an_answer_is_stands_in_words_and_the_number_is_told_on_demand(visit: Any, address: str) -> None:
    page = visit(address)
    sure = ask(page, ICT).locator(".yw-confidence")
    assert "可能是答案" in sure.inner_text()
    assert not sure.locator(".yw-number").is_visible()
    sure.hover()
    assert re.fullmatch(r" · \d+%", sure.locator(".yw-number").inner_text())
    assert re.search(r"\d+%.*首条引用是对的", sure.get_attribute("title"))
    unsure = ask(page, "红烧肉怎么做？").locator(".yw-confidence")
    assert "没有找到答案" in unsure.inner_text()
    unsure.focus()
    assert unsure.locator(".yw-number").is_visible()
    assert "不当作回答" in unsure.get_attribute("title")


# Gradio's own: the log of messages is a scrolling region that takes no focus by itself.
GRADIOS = {"scrollable-region-focusable"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_is_ours_keeps_anyone_out(visit: Any, lights_address: str, scheme: str) -> None:
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-playwright-python is not installed: it comes with the extra dev")
    page = visit(lights_address, scheme=scheme)
    ask(page, "北灯塔的守护者是谁？")
    ask(page, "红烧肉怎么做？")
    page.locator("a.yw-opinion").last.click()
    page.wait_for_selector("#yw-feedback")
    page.click("#yw-scope > button")
    page.click("#yw-history summary")
    page.wait_for_timeout(800)
    page.evaluate(Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run()")["violations"]
    grave = [one for one in violations if one["impact"] in ("critical", "serious") and one["id"] not in GRADIOS]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in grave] == []
    assert page.locator(QUESTION).is_visible()


@pytest.mark.parametrize("place", ["", "articles", "evaluate"])
def test_a_page_has_one_first_heading_and_names_nobody_where_nobody_signs_in(
    browser: Any, address: str, place: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}{place}")
    page.wait_for_selector("#yw-head h1")
    page.wait_for_timeout(500)
    assert page.locator("h1").count() == 1
    assert not page.locator("#yw-visitor").is_visible()
    context.close()
