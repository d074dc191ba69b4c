"""A real server and a real browser."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browser.asking import QUESTION
from tests.pdf_maker import lines, pdf

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIGHTS = {
    "north/lamp.md": "# 北灯塔志\n\n## 建造\n\n北灯塔的高度是三十二米，由石匠陈石建造。\n\n## 守护\n\n北灯塔的守护者是李海。\n",
    "north/keeper.md": "# 守护者名录\n\n守护北灯塔的人叫李海，他守了四十年。北灯塔的高度在名录里也写作三十二米。\n",
    "south/lamp.md": "# 南灯塔志\n\n南灯塔的高度是二十一米，由木匠周林建造。\n",
}
DATES = {"north/lamp.md": "1911-05-01", "south/lamp.md": "1954-08-20"}
HOSTILE = """# <img src=x onerror="window.pwned=1"> ${window.pwned=2} {{value}}

<script>window.pwned = 3</script> 甲乙丙公司在月球上建造了三座灯塔，灯塔的颜色是紫色。

![](http://203.0.113.7/leak.png) [点我](javascript:window.pwned=4) <iframe src="http://203.0.113.7/"></iframe>

灯塔的守护者名叫 **<b onmouseover="window.pwned=5">李灯塔</b>**，他每天 `${window.pwned=6}` 点灯 {{#each value}}。
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waited in vain for the browser is tried once more: half a minute without a core is the machine's fault, not the page's.

    The run says how many were; what is wrong on the page is an assertion, and fails at once.
    """
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))


@pytest.fixture(scope="module")  # while it is there, no other test in this thread can run an event loop
def browser() -> Iterator[Any]:
    """Headless Chromium; the tests are skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install the package chromium to run the browser tests")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def chat_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index file of the chat over the shipped article."""
    return tmp_path_factory.mktemp("index") / "index.yuanwen"


@pytest.fixture(scope="session")
def address(chat_index: Path) -> Iterator[str]:
    """The chat over the shipped article."""
    import corpus

    yield from chat(Path(corpus.__file__).parent / "articles", chat_index.parent)


@pytest.fixture(scope="session")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The chat over an article that tries everything."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "<b>灯塔${1}.md").write_text(HOSTILE, encoding="utf-8")
    yield from chat(folder, tmp_path_factory.mktemp("hostile-index"))


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The chat over no article at all."""
    yield from chat(tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("empty-index"))


@pytest.fixture(scope="session")
def lights_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index file of the chat over several articles."""
    return tmp_path_factory.mktemp("lights-index") / "index.yuanwen"


@pytest.fixture(scope="session")
def lights_address(tmp_path_factory: pytest.TempPathFactory, lights_index: Path) -> Iterator[str]:
    """The chat over several small articles in two folders, some with dates, one with pages."""
    folder = tmp_path_factory.mktemp("lights")
    for name, text in LIGHTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if name in DATES:
            path.with_name(path.name + ".meta.json").write_text(json.dumps({"date": DATES[name]}), encoding="utf-8")
    pages = [lines(["西灯塔的第一页讲它的来历。"]), lines(["西灯塔的灯油产自青州，每年用去九百斤。"])]
    (folder / "west.pdf").write_bytes(pdf(pages, "/Title (West)"))
    yield from chat(folder, lights_index.parent)


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Opens pages and checks at the end that none asked another host for anything or logged an error."""
    contexts, outside, errors = [], [], []

    def open_page(url: str, locale: str = "zh-CN", width: int = 1440, scheme: str = "light", lost: bool = False) -> Any:
        permissions = ["clipboard-read", "clipboard-write"]
        context = browser.new_context(
            permissions=permissions, viewport={"width": width, "height": 900}, locale=locale, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: outside.append(request.url) if not _is_ours(request.url, url) else None)
        page.on("console", lambda message: errors.append(message.text) if _is_error(message, lost) else None)
        page.on("pageerror", lambda error: errors.append(str(error)) if not _is_leaving(str(error)) else None)
        page.goto(url)
        page.wait_for_selector(QUESTION)
        page.wait_for_selector("body.yw-ready")
        send = "提问" if locale.startswith("zh") else "Ask"  # the browser's language arrives just after the page
        page.wait_for_function("(send) => document.querySelector('#yw-send').innerText === send", arg=send)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []


def _is_error(message: Any, lost: bool) -> bool:
    """Whether a message of the console is one that should not be; a server that is `lost` on purpose fails to answer."""
    expected = _is_leaving(message.text) or (lost and "net::ERR_FAILED" in message.text)
    return message.type == "error" and not expected


def _is_leaving(error: str) -> bool:
    """Gradio's own stream, cut off because the page is loaded again."""
    return error.startswith(("AbortError: signal is aborted", "Connection errored out.", "Unexpected error Connection"))


def _is_ours(requested: str, url: str) -> bool:
    return requested.startswith((url, url.replace("http", "ws", 1), "data:", "blob:"))


@pytest.fixture(scope="session")
def chat_over() -> Callable[..., AbstractContextManager[str]]:
    """Opens the chat over a folder of articles, with its index in another folder and these options, and gives its address."""
    return contextmanager(chat)


def chat(articles: Path, folder: Path, *options: object) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa.cli", "chat", "--no-browser", "--port", str(port)]
    command += ["--articles", str(articles), "--index", str(folder / "index.yuanwen"), *map(str, options)]
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}/"
        _wait(url, server, folder / "log.txt")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(480):
        if server.poll() is not None:
            pytest.fail(f"the chat did not start:\n{log.read_text(encoding='utf-8')}")
        try:
            urlopen(url, timeout=1).close()
            return
        except HTTPError:  # whoever is not signed in is told so: it is there
            return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"the chat did not answer in two minutes:\n{log.read_text(encoding='utf-8')}")
