"""How soon after sending there is something to read: the question that is being answered, and its answer.

    python -m benchmarks.first_text [--chromium FILE]

In headless Chromium over the shipped article, one question after another in one conversation, after one that is not counted. Times are
milliseconds from the press of Enter, as the page itself sees them. Needs Chromium and playwright.
"""

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

import corpus
from benchmarks.served import served

_SHIPPED = Path(corpus.__file__).parent / "articles"
_QUESTIONS = (
    "谁发表了主题演讲？",
    "华为和多少所高校共建了ICT学院？",
    "华为云部署了多少个可用区？",
    "人工智能发展的核心驱动力是什么？",
    "红烧肉怎么做？",
    "Who gave the keynote speech?",
    "All IP战略支持了多少张网络？",
    "華為雲服務了多少家客戶？",
    "全面智能化战略的目标是什么？",
    "每年培养多少学生？",
    "How many partners does Huawei Cloud have?",
)
_WATCH = """(question) => {
  const answers = () => document.querySelectorAll("#yw-chat .yw-answer").length;
  const before = answers();
  window.seen = new Promise((done) => document.addEventListener("keydown", () => {
    const since = performance.now();
    let echoed = null;
    const look = () => {
      const now = performance.now() - since;
      if (echoed === null && document.querySelector("#yw-presence .yw-echo").textContent === question) echoed = now;
      if (answers() > before) done([echoed === null ? now : echoed, now]);
      else requestAnimationFrame(look);
    };
    look();
  }, { capture: true, once: true }));
}"""


def main() -> None:
    """Serve, ask, and print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        served(_SHIPPED, Path(folder) / "index.yuanwen") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=arguments.chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="zh-CN")
        page.goto(server.address)
        page.wait_for_selector("body.yw-ready")
        page.wait_for_timeout(2_000)
        _, *times = [_asked(page, question) for question in _QUESTIONS]
        browser.close()
    print("| what is there | median ms | least | most |\n|---|---|---|---|")
    for name, found in zip(
        ("the question, and that it is looked for", "the answer"), zip(*times, strict=True), strict=True
    ):
        print(f"| {name} | {statistics.median(found):.0f} | {min(found):.0f} | {max(found):.0f} |")


def _asked(page: Any, question: str) -> tuple[float, float]:
    page.fill("#yw-question textarea", question)
    page.evaluate(_WATCH, question)
    page.press("#yw-question textarea", "Enter")
    echoed, answered = page.evaluate("window.seen")
    page.wait_for_timeout(500)
    return float(echoed), float(answered)


if __name__ == "__main__":
    main()
