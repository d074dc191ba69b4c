"""Long work beside the chat."""

import time
from pathlib import Path

from corpus.errors import EmptyFile
from qa.web.work import Desk, Stage, Standing, Tell


def count(tell: Tell, to: int) -> int:
    for number in range(1, to + 1):
        tell(Stage("count", number, to))
    tell("counted")
    return to


def linger(tell: Tell, seconds: float) -> str:
    tell(Stage("linger"))
    time.sleep(seconds)
    return "awake"


def fail(_tell: Tell, path: Path) -> None:
    raise EmptyFile(path=path)


def crash(_tell: Tell) -> None:
    raise SystemExit(3)


def settled(desk: Desk, seconds: float = 60) -> Standing:
    until = time.monotonic() + seconds
    while desk.standing.running and time.monotonic() < until:
        time.sleep(0.02)
    return desk.standing


def begun(desk: Desk, stage: str) -> None:
    until = time.monotonic() + 60
    while desk.standing.stage.name != stage and time.monotonic() < until:
        time.sleep(0.02)


def test_work_tells_how_far_it_is_and_what_came_of_it() -> None:
    desk = Desk()
    assert desk.start("count", count, 3)
    found = settled(desk)
    assert (found.kind, found.result, found.stage, found.told) == ("count", 3, Stage("count", 3, 3), ("counted",))
    assert found.failure is None


def test_one_piece_of_work_is_done_at_a_time_and_the_next_one_is_not_taken_for_the_one_before() -> None:
    desk = Desk()
    assert desk.start("count", count, 1)
    assert not desk.start("count", count, 1)
    settled(desk)
    for number in range(2, 5):  # at once, while the process before is still going
        assert desk.start("linger", linger, 0.2)
        found = settled(desk)
        assert (found.number, found.result, found.failure) == (number, "awake", None)


def test_stopped_work_is_neither_done_nor_failed() -> None:
    desk = Desk()
    desk.start("linger", linger, 60)
    begun(desk, "linger")
    desk.stop()
    found = settled(desk)
    assert (found.running, found.stopped, found.failure, found.result) == (False, True, None, None)
    assert desk.start("count", count, 1)
    assert settled(desk).result == 1


def test_a_failure_comes_in_both_languages_without_paths(tmp_path: Path) -> None:
    desk = Desk()
    desk.start("fail", fail, tmp_path / "空.txt")
    found = settled(desk)
    assert found.failure == (
        "空.txt is empty. Put text in, or remove the file.",
        "空.txt 是空文件。请写入内容，或删除该文件。",
    )


def test_work_that_ends_without_a_word_is_said_to_have_failed() -> None:
    desk = Desk()
    desk.start("crash", crash)
    found = settled(desk)
    assert not found.running
    assert found.failure is not None


def test_the_time_left_follows_the_pace_so_far() -> None:
    standing = Standing(1, "count", True, Stage("ask", 10, 40), since=100.0)
    assert standing.seconds_left(105.0) == 15.0
    assert Standing(1, "count", True, Stage("ask", 0, 40), since=100.0).seconds_left(105.0) is None
