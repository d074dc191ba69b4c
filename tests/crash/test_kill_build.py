"""A build that is killed leaves the old index, whole, and what it had encoded is not encoded again."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import YuanwenError
from index.build import build
from index.generation import derived_folder
from index.library import Library
from index.records import Level
from index.snapshot import Snapshot, present_generation

ROOT = Path(__file__).parent.parent.parent
COUNT = 12
BUILD = """
import os, signal, sys
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
from toy_encoder import ToyEncoder
import index.build
from index.build import BuildOptions, build
{setup}
print("ready", flush=True)
build(Path({index!r}), Path({articles!r}), ToyEncoder(seconds={seconds}), progress=step, options=BuildOptions(batch=4))
"""
NO_STEP = "step = lambda stage, done, every: None"
TELL_WRITE = "step = lambda stage, done, every: (stage, done) == ('write', 0) and print('write', flush=True)"
# Where a build can be killed, as code of the process that builds; `die` is SIGKILL, from which nothing is tidied up.
DIE = "die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
AT = {
    "while reading": "step = lambda stage, done, every: stage == 'read' and done == 5 and die()",
    "after two batches": "step = lambda stage, done, every: stage == 'encode' and done == 8 and die()",
    "after the last batch": "step = lambda stage, done, every: stage == 'encode' and done == every and die()",
    "before the search files": "step = lambda stage, done, every: (stage, done) == ('write', 0) and die()",
    "among the search files": f"{NO_STEP}\nimport index.generation; index.generation._sync = die",
    "before the commit": "step = lambda stage, done, every: (stage, done) == ('write', 1) and die()",
    "after the commit": f"{NO_STEP}\nindex.build.remove_others = die",
    "before old vectors go": f"{NO_STEP}\nindex.build._forget_unused_vectors = die",
}
COMMITTED = ("after the commit", "before old vectors go")


def write_articles(folder: Path, version: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(COUNT):
        text = f"# 第{number}篇\n\n第{number}篇的版本是{version}。灯塔{number}号在第{version}年点亮。\n\n守护者是第{number}人。"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")


def start(index: Path, articles: Path, seconds: float, setup: str = NO_STEP) -> "subprocess.Popen[str]":
    places = {"root": str(ROOT), "tests": str(ROOT / "tests"), "index": str(index), "articles": str(articles)}
    code = BUILD.format(**places, seconds=seconds, setup=setup)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def whole_version(index: Path, toy: Any) -> str:
    """The one version that every article and every search file of the index has; nothing had to be made anew."""
    encoder = toy()
    notices: list[YuanwenError] = []
    snapshot = Snapshot.open(index, encoder, notices.append)
    library, store = snapshot.library, snapshot.store
    assert (library.problems(), notices) == ([], [])
    texts = [library.article(name).text for name in library.article_ids()]
    versions = {text.split("版本是")[1].split("。")[0] for text in texts}
    assert (len(texts), len(versions)) == (COUNT, 1)
    version = versions.pop()
    rows = [passage.row for passage in library.passages()]
    assert store.collection(Level.PASSAGE).documents == len(rows)
    assert store.collection(Level.SENTENCE).documents == library.counts()[2]
    words = store.words(Level.PASSAGE, rows)
    assert all(version in found for found in words.values())
    text = f"第3篇的版本是{version}。"
    row, cosine = store.dense(Level.SENTENCE, encoder.encode_queries([text])[0], 1)[0]
    assert (cosine > 0.999, store.words(Level.SENTENCE, [row])[row].count(version)) == (True, 1)
    snapshot.close()
    return version


def kept(index: Path) -> set[bytes]:
    """The keys of the vectors that are in the file."""
    library = Library.read(index)
    try:
        return set(library.vectors("toy/1"))
    finally:
        library.close()


def finish(index: Path, articles: Path, toy: Any, before: set[bytes]) -> None:
    """A build after the kill comes to the new version, encodes nothing that was there, and tidies up."""
    encoder = toy()
    report = build(index, articles, encoder)
    assert whole_version(index, toy) == "2"
    assert report.encoded == len(set(encoder.encoded)) == len(kept(index) - before)
    assert [path.name for path in derived_folder(index).iterdir()] == [f"generation-{report.generation:06d}"]


@pytest.fixture
def places(tmp_path: Path, toy: Any) -> tuple[Path, Path]:
    """An index of version 1 of the articles, whose files have version 2 by now."""
    index, articles = tmp_path / "index.yuanwen", tmp_path / "articles"
    write_articles(articles, 1)
    build(index, articles, toy())
    write_articles(articles, 2)
    return index, articles


@pytest.mark.parametrize("seed", range(12))
def test_a_killed_build_leaves_the_old_generation_or_the_new_one(
    places: tuple[Path, Path], toy: Any, seed: int
) -> None:
    index, articles = places
    process = start(index, articles, seconds=0.005, setup=TELL_WRITE)
    if seed % 2 and process.stdout:  # the write and the commit are short: half of the kills aim at them
        assert process.stdout.readline() == "write\n"
    time.sleep(random.Random(seed).uniform(0.0, 0.15 if seed % 2 else 0.6))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert whole_version(index, toy) == str(present_generation(index))
    finish(index, articles, toy, kept(index))


@pytest.mark.parametrize("moment", AT)
def test_a_build_killed_at_its_worst_moments_loses_nothing(places: tuple[Path, Path], toy: Any, moment: str) -> None:
    index, articles = places
    process = start(index, articles, seconds=0.0, setup=DIE + AT[moment])
    assert process.wait() == -signal.SIGKILL
    generation = 2 if moment in COMMITTED else 1
    assert (present_generation(index), whole_version(index, toy)) == (generation, str(generation))
    finish(index, articles, toy, kept(index))


@pytest.mark.parametrize("moment", AT)
def test_a_first_build_killed_at_its_worst_moments_is_finished_by_the_next(
    tmp_path: Path, toy: Any, moment: str
) -> None:
    index, articles = tmp_path / "index.yuanwen", tmp_path / "articles"
    write_articles(articles, 2)
    process = start(index, articles, seconds=0.0, setup=DIE + AT[moment])
    assert process.wait() == -signal.SIGKILL
    assert present_generation(index) == (1 if moment in COMMITTED else 0)
    before = kept(index)
    assert len(before) >= {"while reading": 0, "after two batches": 8}.get(moment, 9)
    finish(index, articles, toy, before)


def test_a_build_killed_again_and_again_arrives(tmp_path: Path, toy: Any) -> None:
    index, articles = tmp_path / "index.yuanwen", tmp_path / "articles"
    write_articles(articles, 2)
    counts = []
    for _ in range(3):
        assert start(index, articles, 0.0, DIE + AT["after two batches"]).wait() == -signal.SIGKILL
        counts.append(len(kept(index)))
    assert counts == [8, 16, 24]
    finish(index, articles, toy, kept(index))
