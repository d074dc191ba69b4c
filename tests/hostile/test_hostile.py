"""Every hostile file ends as read, or skipped with a reason, inside its limits; nobody is called and no secret is read."""

import resource
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.limits import Limits
from corpus.read import find_articles, read_file
from corpus.sandbox import shared
from tests.hostile.make import Hostile, hostile

LIMITS = Limits(wall_seconds=15, cpu_seconds=8, memory_mb=1024)
SECRET = "geheim-7f3a"
MOST_SECONDS = 16.0  # the wall-clock limit, and a second to end a worker


@pytest.fixture(scope="module")
def called() -> Iterator[list[bytes]]:
    """A server that remembers whoever calls."""
    calls: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            calls.append(b"called")
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    _place["address"] = f"http://127.0.0.1:{server.getsockname()[1]}/"
    yield calls
    server.close()
    shared(LIMITS).close()


_place = {"address": "http://127.0.0.1:9/"}
NAMES = [one.name for one in hostile()]


def _made(name: str, folder: Path) -> tuple[Hostile, Path]:
    secret = folder.parent / f"{folder.name}-secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    one = next(one for one in hostile(str(secret), _place["address"]) if one.name == name)
    path = folder / name
    path.write_bytes(one.make())
    return one, path


def test_there_are_at_least_sixty_and_every_name_is_its_own() -> None:
    assert len(NAMES) == len(set(NAMES)) >= 60


@pytest.mark.parametrize("name", NAMES)
def test_it_ends_as_read_or_skipped_with_a_reason_inside_its_limits(
    name: str, tmp_path: Path, called: list[bytes]
) -> None:
    one, path = _made(name, tmp_path)
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text = ""
    try:
        reading = read_file(path, tmp_path, LIMITS)
        ended, text = "read", "".join(article.text + article.title for article in reading.articles)
        assert all(article.id.startswith(name) and ".." not in article.id for article in reading.articles)
    except CorpusError as error:
        ended = "skipped"
        assert name in error.message("en")
        assert name in error.message("zh")
    assert time.monotonic() - started < MOST_SECONDS
    assert ended == one.ends or one.ends == "either"
    assert SECRET not in text
    assert not any("\ud800" <= character <= "\udfff" or character == "\x00" for character in text)
    assert not called
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 700 << 10  # KB: what the parent itself may need for the largest of them


def test_pipes_devices_links_and_folders_are_passed_over(tmp_path: Path) -> None:
    import os

    outside = tmp_path / "secret.md"
    outside.write_text(SECRET, encoding="utf-8")
    inside = tmp_path / "articles"
    (inside / "folder.md").mkdir(parents=True)
    (inside / "good.md").write_text("正文", encoding="utf-8")
    os.mkfifo(inside / "pipe.md")
    (inside / "device.md").symlink_to("/dev/zero")
    (inside / "out.md").symlink_to(outside)
    (inside / "loop.md").symlink_to("loop.md")
    (inside / "up").symlink_to(tmp_path)
    assert [path.name for path in find_articles(inside)] == ["good.md"]
