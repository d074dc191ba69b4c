"""A real server and a real browser."""

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

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = """# <img src=x onerror="window.pwned=1"> ${window.pwned=2} {{value}}

<script>window.pwned = 3</script> 甲乙丙公司在月球上建造了三座灯塔，灯塔的颜色是紫色。

![](http://203.0.113.7/leak.png) [点我](javascript:window.pwned=4) <iframe src="http://203.0.113.7/"></iframe>

灯塔的守护者名叫 **<b onmouseover="window.pwned=5">李灯塔</b>**，他每天 `${window.pwned=6}` 点灯 {{#each value}}。
"""


@pytest.fixture(scope="session")
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

    yield from _chat(Path(corpus.__file__).parent / "articles", chat_index.parent)


@pytest.fixture(scope="session")
def hostile_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The chat over an article that tries everything."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "<b>灯塔${1}.md").write_text(HOSTILE, encoding="utf-8")
    yield from _chat(folder, tmp_path_factory.mktemp("hostile-index"))


@pytest.fixture(scope="session")
def chat_over() -> Callable[..., AbstractContextManager[str]]:
    """Opens the chat over a folder of articles, with its index in another folder and these options, and gives its address."""
    return contextmanager(_chat)


def _chat(articles: Path, folder: Path, *options: object) -> Iterator[str]:
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
