"""Pictures of the three pages, to be looked at: Chinese and English, light and dark, from a phone to a desk.

    python -m benchmarks.screenshots OUT [--chromium FILE]

Pages of their own are started on loopback: over the shipped article, where a conversation is held and the shipped test set is run
twice, whose report is pictured too; and with two of this project's guides and an empty file beside it. All are written with few
colours, small enough for docs/. Needs Chromium, playwright and pillow.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import sync_playwright

import corpus
from benchmarks.served import served

_ROOT = Path(__file__).parent.parent
_SHIPPED = Path(corpus.__file__).parent / "articles"
_BESIDE = (_ROOT / "docs" / "serving.md", _ROOT / "training" / "README.md")
_QUESTIONS = {
    "zh": ("华为云覆盖了多少个国家？", "华为和多少所高校共建了ICT学院？", "那教师呢？"),
    "en": ("Who gave the keynote speech?", "How many universities did Huawei build ICT academies with?"),
}
_SEEN: tuple[tuple[str, Literal["light", "dark"], int], ...] = (
    ("zh", "light", 1440),
    ("en", "dark", 1440),
    ("zh", "dark", 768),
    ("zh", "light", 390),
    ("en", "light", 390),
)
_HEIGHTS = {1440: 900, 768: 1024, 390: 844}
_LOCALES = {"zh": "zh-CN", "en": "en-US"}
_COLOURS = 128


def main() -> None:
    """Start, ask, evaluate, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        browser = playwright.chromium.launch(executable_path=arguments.chromium, args=["--no-sandbox", "--disable-gpu"])
        with served(_SHIPPED, folder / "one.yuanwen", "--rate", "0") as server:
            _evaluated(browser, f"{server.address}/", arguments.out)
            _pictures(browser, f"{server.address}/", {"ask": _ask, "evaluate": _evaluate}, arguments.out)
        with served(_copied(folder / "articles"), folder / "several.yuanwen") as server:
            _pictures(browser, f"{server.address}/", {"articles": _articles}, arguments.out)
        browser.close()
    for path in arguments.out.glob("*.png"):
        Image.open(path).convert("RGB").quantize(_COLOURS).save(path, optimize=True)


def _pictures(browser: Any, address: str, looks: dict[str, Callable[[Any, str], None]], out: Path) -> None:
    for language, scheme, width in _SEEN:
        context = browser.new_context(
            viewport={"width": width, "height": _HEIGHTS[width]}, locale=_LOCALES[language], color_scheme=scheme
        )
        for name, look in looks.items():
            page = _opened(context, address + ("" if name == "ask" else name))
            look(page, language)
            page.screenshot(path=out / f"{name}-{language}-{scheme}-{width}.png")
            page.close()
        context.close()


def _copied(folder: Path) -> Path:
    """A few articles, one of them empty."""
    shutil.copytree(_SHIPPED, folder)
    for path in _BESIDE:
        shutil.copyfile(path, folder / f"{path.parent.name}-{path.name}")
    (folder / "empty.md").write_text("", encoding="utf-8")
    return folder


def _opened(context: Any, address: str) -> Any:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#yw-head .yw-nav")
    page.wait_for_timeout(2_000)  # the browser's language arrives just after the page
    return page


def _evaluated(browser: Any, address: str, out: Path) -> None:
    """Run the shipped test set twice, and look at the report of the second run."""
    context = browser.new_context(locale="zh-CN")
    page = _opened(context, address + "evaluate")
    for number in (1, 2):
        page.click("#yw-run")
        page.wait_for_function(
            "(n) => document.querySelectorAll('#yw-runs tbody tr').length >= n", arg=number, timeout=180_000
        )
        page.wait_for_selector("#yw-halt", state="hidden", timeout=60_000)
    _evaluate(page, "zh")
    with page.expect_download() as download:
        page.get_by_text("下载报告（HTML）").click()
    report = context.new_page()
    report.set_viewport_size({"width": 1120, "height": 900})
    file = out / "report.html"
    download.value.save_as(file)
    report.goto(file.absolute().as_uri())
    report.screenshot(path=out / "report-zh.png")
    context.close()


def _ask(page: Any, language: str) -> None:
    for number, question in enumerate(_QUESTIONS[language], 1):
        page.fill("#yw-question textarea", question)
        page.press("#yw-question textarea", "Enter")
        page.wait_for_function(f"document.querySelectorAll('#yw-chat .yw-answer').length >= {number}")
        page.wait_for_timeout(400)
    page.wait_for_timeout(1_200)


def _articles(page: Any, _language: str) -> None:
    page.locator("a.yw-read", has_text="孟晚舟").click()
    page.wait_for_timeout(1_500)


def _evaluate(page: Any, _language: str) -> None:
    page.locator("#yw-runs a").first.click()
    page.wait_for_selector(".yw-cards")
    page.wait_for_timeout(1_000)


if __name__ == "__main__":
    main()
