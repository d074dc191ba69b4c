"""The telling words of an article."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import corpus
from corpus.keywords import keywords


def test_the_speech_is_about_computing_power_and_models() -> None:
    text = next((Path(corpus.__file__).parent / "articles").glob("*.md")).read_text(encoding="utf-8")
    assert {"华为", "算力"} <= set(keywords(text, 8))


def test_english_has_its_frequent_words() -> None:
    assert keywords("Lighthouses guide ships. A lighthouse keeper keeps lighthouses bright.", 1) == ["lighthouses"]


def test_nothing_has_no_words() -> None:
    assert keywords("", 5) == []


def test_a_process_that_is_ended_leaves_no_temporary_files(tmp_path: Path) -> None:
    ended = "import os, signal, corpus.keywords as k; k.tag('华为'); os.kill(os.getpid(), signal.SIGTERM)"
    environment, root = {**os.environ, "TMPDIR": str(tmp_path)}, Path(corpus.__file__).parents[1]
    run = subprocess.run([sys.executable, "-c", ended], env=environment, cwd=root, check=False)
    assert run.returncode == -signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
