"""A build that is killed leaves the old index, whole, and what it had encoded is not encoded again."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from index.build import BuildOptions, build
from index.library import Library
from index.records import Level
from index.snapshot import Snapshot

ROOT = Path(__file__).parent.parent.parent
BUILD = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
from toy_encoder import ToyEncoder
from index.build import BuildOptions, build
print("ready", flush=True)
build(Path({index!r}), Path({articles!r}), ToyEncoder(seconds={seconds}), options=BuildOptions(batch=4))
"""


def write_articles(folder: Path, version: int, count: int = 12) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = f"# 第{number}篇\n\n第{number}篇的版本是{version}。灯塔{number}号在第{version}年点亮。\n\n守护者是第{number}人。"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")


def start(index: Path, articles: Path, seconds: float) -> "subprocess.Popen[str]":
    code = BUILD.format(
        root=str(ROOT), tests=str(ROOT / "tests"), index=str(index), articles=str(articles), seconds=seconds
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def whole_version(index: Path, toy: Any) -> str:
    """The one version that every article and every search file of the index has."""
    snapshot = Snapshot.open(index, toy())
    texts = [snapshot.library.article(name).text for name in snapshot.library.article_ids()]
    assert snapshot.library.problems() == []
    versions = {text.split("版本是")[1].split("。")[0] for text in texts}
    assert len(versions) == 1
    version = versions.pop()
    assert len(texts) == 12
    passages = snapshot.store.collection(Level.PASSAGE).documents
    assert passages == snapshot.library.counts()[1]
    rows = [row for row, _ in snapshot.store.lexical(Level.PASSAGE, ["版本"], 50)]
    words = snapshot.store.words(Level.PASSAGE, rows)
    assert all(version in found for found in words.values())
    snapshot.close()
    return version


@pytest.mark.parametrize("seed", range(10))
def test_a_killed_build_leaves_the_old_generation_or_the_new_one(tmp_path: Path, toy: Any, seed: int) -> None:
    index, articles = tmp_path / "index.yuanwen", tmp_path / "articles"
    write_articles(articles, 1)
    build(index, articles, toy())
    write_articles(articles, 2)
    process = start(index, articles, seconds=0.005)
    time.sleep(random.Random(seed).uniform(0.0, 0.6))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert whole_version(index, toy) in ("1", "2")
    build(index, articles, toy())
    assert whole_version(index, toy) == "2"


def test_what_a_killed_build_had_encoded_is_kept(tmp_path: Path, toy: Any) -> None:
    index, articles = tmp_path / "index.yuanwen", tmp_path / "articles"
    write_articles(articles, 1)
    process = start(index, articles, seconds=0.05)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (index.exists() and _kept(index)):
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = _kept(index)
    assert kept
    encoder = toy()
    report = build(index, articles, encoder, options=BuildOptions(batch=4))
    assert report.encoded == len(set(encoder.encoded))
    assert report.encoded + kept == len(Library.read(index).vectors("toy/1"))


def _kept(index: Path) -> int:
    try:
        library = Library.read(index)
        try:
            return len(library.vectors("toy/1"))
        finally:
            library.close()
    except Exception:
        return 0
