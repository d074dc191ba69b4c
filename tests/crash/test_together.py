"""Processes that use one index at the same time: two that build it, eight that read it while it is rebuilt."""

import multiprocessing
import time
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.errors import IndexLocked
from tests.crash.asking import ask_on
from tests.crash.doing import build_index
from tests.crash.world import COUNT, World, build_world, whole_texts
from tests.toy_encoder import ToyEncoder

READERS, REBUILDS = 8, 5
_START = multiprocessing.get_context("forkserver")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world whose first state is built."""
    made = World(tmp_path)
    made.advance(range(COUNT))
    build_world(made)
    return made


def test_a_second_builder_says_who_builds_and_the_first_one_finishes(world: World) -> None:
    world.advance(range(COUNT))
    ours, theirs = _START.Pipe()
    first = _START.Process(target=build_index, args=(theirs, str(world.index), str(world.articles), 0.02))
    first.start()
    assert ours.recv() == "begun"
    time.sleep(0.3)
    with pytest.raises(IndexLocked) as refused:
        build(world.index, world.articles, ToyEncoder())
    assert f"number {first.pid} on" in refused.value.message("en")
    assert f"{first.pid} 号进程" in refused.value.message("zh")
    assert [ours.recv(), ours.recv()] == ["writing", 2]
    first.join()
    assert whole_texts(world.index) == world.state(1)
    assert build(world.index, world.articles, ToyEncoder()).encoded == 0


def test_a_second_builder_that_waits_long_enough_builds_after_the_first(world: World) -> None:
    world.advance(range(COUNT))
    ours, theirs = _START.Pipe()
    first = _START.Process(target=build_index, args=(theirs, str(world.index), str(world.articles), 0.005))
    first.start()
    assert ours.recv() == "begun"
    assert build_world(world, lock_seconds=60.0) == 2
    first.join()
    assert whole_texts(world.index) == world.state(1)


def test_eight_readers_meet_no_error_and_no_mixture_during_rebuilds(world: World) -> None:
    logs = [world.home / f"answers-{number}.jsonl" for number in range(READERS)]
    readers = [_START.Process(target=ask_on, args=(world.index, log, n), daemon=True) for n, log in enumerate(logs)]
    for reader in readers:
        reader.start()
    try:
        _until(lambda: all(log.exists() and log.stat().st_size for log in logs))
        for _ in range(REBUILDS):
            world.advance(range(COUNT))
            build_world(world, seconds=0.002)
        newest = len(world.versions)
        _until(lambda: all(_lines(log)[-1].get("generation") == newest for log in logs))
        assert all(reader.is_alive() for reader in readers)
    finally:
        for reader in readers:
            reader.kill()
            reader.join()
    lines = [line for log in logs for line in _lines(log)]
    assert [line["error"] for line in lines if line["error"]] == []
    assert [line["notices"] for line in lines if line["notices"]] == []
    for line in lines:
        assert line["generation"] - 1 in world.states_quoted(line["quotes"]), line
    assert len({line["generation"] for line in lines if line["quotes"]}) >= 3


def _lines(log: Path) -> list[dict[str, Any]]:
    import json

    data = log.read_bytes()
    return [json.loads(line) for line in data[: data.rfind(b"\n") + 1].splitlines()]


def _until(ready: Any) -> None:
    until = time.monotonic() + 90
    while not ready():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)
