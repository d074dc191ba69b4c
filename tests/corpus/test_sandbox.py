"""What goes wrong while a complex file is read stays in the worker, and costs that file alone."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import CorpusError, OverLimit, ReaderStopped
from corpus.formats.base import Parsed, Unread
from corpus.limits import Limits
from corpus.sandbox import Sandbox
from tests.hostile.containers import zipped

PAGE = "<p>正文</p>".encode()


def texts(sandbox: Sandbox, data: bytes = PAGE) -> list[str]:
    return [found.content.text() for found in sandbox.read(data, "a.html", ".html") if isinstance(found, Parsed)]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(Limits())
    yield made
    made.close()


def test_the_worker_starts_when_it_is_needed_and_is_used_again(sandbox: Sandbox) -> None:
    assert sandbox.pid is None
    assert texts(sandbox) == ["正文"]
    pid = sandbox.pid
    assert texts(sandbox) == ["正文"]
    assert sandbox.pid == pid is not None


def test_a_bad_file_does_not_end_the_worker(sandbox: Sandbox) -> None:
    texts(sandbox)
    pid = sandbox.pid
    with pytest.raises(CorpusError, match=r"a\.docx"):
        sandbox.read(b"nothing", "a.docx", ".docx")
    assert (texts(sandbox), sandbox.pid) == (["正文"], pid)


def test_a_dead_worker_is_replaced(sandbox: Sandbox) -> None:
    texts(sandbox)
    pid = sandbox.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert texts(sandbox) == ["正文"]
    assert sandbox.pid != pid


def _ended(limits: Limits) -> str:
    sandbox = Sandbox(limits)
    try:
        with pytest.raises(ReaderStopped) as error:
            sandbox.read(_slow(), "slow.html", ".html")
        assert texts(sandbox) == ["正文"]
        return str(error.value)
    finally:
        sandbox.close()


def _slow() -> bytes:
    return b"<p>a b<sup>1</sup></p>" * 500_000


def test_a_file_that_takes_too_long_is_given_up() -> None:
    assert "over 1 seconds" in _ended(Limits(wall_seconds=1))


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
def test_a_file_that_takes_too_much_of_the_processor_is_given_up() -> None:
    assert "over 1 seconds" in _ended(Limits(cpu_seconds=1))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    assert "over 256 MB" in _ended(Limits(memory_mb=256))


def test_a_member_that_takes_too_long_costs_an_archive_that_member_alone() -> None:
    sandbox = Sandbox(Limits(wall_seconds=2, ratio=10_000))
    data = zipped(
        {"a.md": "甲", "slow.html": _slow(), "b.csv": "text\n乙\n丙\n", "slower.html": _slow(), "c.html": "<p>丁</p>"}
    )
    found = sandbox.read(data, "a.zip", ".zip")
    sandbox.close()
    assert [(one.part, one.content.text()) for one in found if isinstance(one, Parsed)] == [
        ("/a.md", "甲"),
        ("/b.csv#1", "乙"),
        ("/b.csv#2", "丙"),
        ("/c.html", "丁"),
    ]
    assert [str(one.error) for one in found if isinstance(one, Unread)] == [
        f"a.zip/{name} was given up while it was read: it took over 2 seconds. Split or simplify it, or remove it."
        for name in ("slow.html", "slower.html")
    ]


def test_too_many_characters_are_refused() -> None:
    sandbox = Sandbox(Limits(characters=10))
    with pytest.raises(OverLimit, match="10 characters"):
        sandbox.read("<p>超过十个字符的一段正文</p>".encode(), "a.html", ".html")
    sandbox.close()


def test_threads_share_one_worker(sandbox: Sandbox) -> None:
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(texts(sandbox))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["正文"]] * 8


@pytest.mark.parametrize(
    "act",
    [
        "open('/etc/passwd')",
        "open('made-by-the-worker', 'w')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_the_worker_opens_no_file_no_socket_and_no_process(act: str, tmp_path: Path) -> None:
    script = (
        f"import sys, corpus.worker as w\nsys.addaudithook(w._guard)\ntry:\n    exec({act!r})\n"
        "except PermissionError:\n    print('refused')"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True)
    assert run.stdout == "refused\n", run.stderr


def test_reading_markdown_starts_no_worker(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("正文", encoding="utf-8")
    script = (
        "import sys, pathlib\nfrom corpus.read import read_article\nfrom corpus import sandbox\nfrom corpus.limits import Limits\n"
        "root = pathlib.Path(sys.argv[1]); read_article(root / 'a.md', root)\n"
        "heavy = {'lxml', 'docx', 'pypdf'} & set(sys.modules)\nprint(sandbox.shared(Limits()).pid, heavy)"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=root, capture_output=True, text=True)
    assert run.stdout == "None set()\n", run.stderr
