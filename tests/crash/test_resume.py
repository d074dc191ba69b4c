"""A build of ten thousand passages that is killed goes on where it was, and encodes nothing twice that was kept."""

import multiprocessing
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from index.build import BuildOptions, build
from index.library import Library
from tests.crash.counting import CountingEncoder, build_counted

ARTICLES, SECTIONS = 100, 100
BATCH = 256
_START = multiprocessing.get_context("forkserver")


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred articles of a hundred sections of a sentence each."""
    folder = tmp_path_factory.mktemp("many")
    for n in range(ARTICLES):
        sections = (f"## 第{n}篇第{m}节\n\n第{n}个灯塔的第{m}位守护者在海边点灯。" for m in range(SECTIONS))
        (folder / f"{n:03}.md").write_text("\n\n".join(sections), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_a_killed_build_of_ten_thousand_passages_encodes_none_twice(tmp_path: Path, articles: Path) -> None:
    index, log, chosen = tmp_path / "index.yuanwen", tmp_path / "encoded", random.Random(5)
    kills = so_far = 0
    for stop_after in (2, 11, 30):  # batches that were committed when it is killed, at a random moment of the next one
        process = _START.Process(target=build_counted, args=(str(index), str(articles), str(log), BATCH, 0.0001))
        process.start()
        before = len(log.read_bytes()) // 32 if log.exists() else 0
        until = time.monotonic() + 120
        while not log.exists() or len(log.read_bytes()) // 32 < before + stop_after * BATCH:
            assert time.monotonic() < until, "it encodes too slowly"
            assert process.is_alive(), "it was done before it could be killed"
            time.sleep(0.01)
        time.sleep(chosen.uniform(0, 0.05))
        process.kill()
        process.join()
        kills += process.exitcode == -signal.SIGKILL
        library = Library.read(index)
        kept, generation = library.vectors("counting/1"), library.generation
        library.close()
        assert generation == 0
        assert len(kept) >= so_far + (stop_after - 1) * BATCH  # the batch before the one it was killed in is kept
        so_far = len(kept)
    report = build(index, articles, CountingEncoder(log), options=BuildOptions(batch=BATCH))
    assert (report.articles, report.passages) == (ARTICLES, ARTICLES * SECTIONS)
    assert kills == 3
    data = log.read_bytes()
    times = Counter(data[start : start + 32] for start in range(0, len(data), 32))
    twice = sum(count - 1 for count in times.values())
    # the passage with its heading, and its sentence; under an article's title the two are one text
    assert len(times) == 2 * ARTICLES * SECTIONS - ARTICLES
    assert twice <= kills * BATCH  # at most what was in the making when it was killed, and never kept
    assert report.encoded == len(times) - so_far
