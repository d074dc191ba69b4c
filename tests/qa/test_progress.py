"""Progress is one line on a terminal, and silence elsewhere unless it takes long."""

import io
from types import SimpleNamespace

import pytest

from qa import progress
from qa.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


class Clock:
    """A clock that the test winds."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """The time in seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    wound = Clock()
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=wound.monotonic))
    return wound


def test_a_terminal_shows_one_line_that_is_written_over_and_wiped() -> None:
    stream = Terminal()
    with Progress(stream, "en") as show:
        show("encode", 1, 3)
        show("encode", 3, 3)
    assert stream.getvalue().split("\r\033[K") == ["", "Encoding 1/3", "Encoding 3/3", ""]
    assert "\n" not in stream.getvalue()


def test_the_line_is_wiped_when_a_build_fails() -> None:
    stream = Terminal()
    with pytest.raises(ValueError, match="stop"), Progress(stream, "en") as show:
        show("read", 1, 2)
        raise ValueError("stop")
    assert stream.getvalue().endswith("\r\033[K")


def test_it_speaks_chinese() -> None:
    stream = Terminal()
    with Progress(stream, "zh") as show:
        for stage in ("read", "encode", "write"):
            show(stage, 1, 1)
    assert "读取 1/1" in stream.getvalue()
    assert "编码 1/1" in stream.getvalue()
    assert "写入检索文件 1/1" in stream.getvalue()


def test_the_time_left_is_told_from_how_fast_this_stage_goes(clock: Clock) -> None:
    stream = Terminal()
    with Progress(stream, "en") as show:
        show("read", 0, 1)
        clock.now += 50
        show("encode", 0, 100)
        clock.now += 10
        show("encode", 20, 100)
    assert "Encoding 20/100  ~40 s" in stream.getvalue()


def test_elsewhere_nothing_is_written_for_what_is_quick() -> None:
    stream = io.StringIO()
    with Progress(stream, "en") as show:
        for done in range(1_000):
            show("encode", done, 1_000)
    assert stream.getvalue() == ""


def test_elsewhere_a_long_build_writes_a_line_now_and_then(clock: Clock) -> None:
    stream = io.StringIO()
    with Progress(stream, "en") as show:
        for done in range(20):
            clock.now += 1
            show("encode", done + 1, 20)
    lines = stream.getvalue().split("\n")
    assert lines[-1] == ""
    assert [line.split("  ")[0] for line in lines[:-1]] == [f"Encoding {n}/20" for n in (5, 10, 15, 20)]
    assert "\033" not in stream.getvalue()
