"""New, changed, renamed and deleted files are taken up within two seconds of settling."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from corpus.errors import FolderMissing, YuanwenError
from index.build import build
from index.errors import FolderEmptied, IndexLocked
from index.library import Library
from index.records import BuildReport
from qa.watch import changes, settled_builds

SETTLED = 2.0  # seconds


class Watched:
    """A watch in a thread, and the reports it gives."""

    def __init__(self, folder: Path, index: Path, toy: Any) -> None:
        self.folder, self.index, self.stop = folder, index, threading.Event()
        self.reports: Queue[tuple[float, BuildReport]] = Queue()
        self.errors: list[YuanwenError] = []
        encoder = toy()

        def run() -> None:
            once = lambda: build(index, folder, encoder)  # noqa: E731 - short
            for report in settled_builds(changes(folder, self.stop), once, self.errors.append):
                self.reports.put((time.monotonic(), report))

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    def report(self) -> BuildReport:
        """The next report, which must come soon."""
        started = time.monotonic()
        when, report = self.reports.get(timeout=30)
        assert when - started < SETTLED, "it took too long"
        return report

    def end(self) -> None:
        self.stop.set()
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture
def watched(tmp_path: Path, toy: Any) -> Iterator[Watched]:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("灯塔在海边。", encoding="utf-8")
    build(tmp_path / "i.yuanwen", folder, toy())  # what takes long to load is loaded
    (folder / "a.md").write_text("灯塔在山上。", encoding="utf-8")
    made = Watched(folder, tmp_path / "i.yuanwen", toy)
    assert made.report().changed == 1  # what changed before it began
    yield made
    made.end()


def ids(index: Path) -> list[str]:
    library = Library.read(index)
    try:
        return library.article_ids()
    finally:
        library.close()


def test_new_changed_renamed_and_deleted_files_are_taken_up(watched: Watched) -> None:
    (watched.folder / "b.md").write_text("面包。", encoding="utf-8")
    assert watched.report().added == 1
    (watched.folder / "b.md").write_text("面包用面粉做成。", encoding="utf-8")
    assert watched.report().changed == 1
    (watched.folder / "b.md").rename(watched.folder / "c.md")
    report = watched.report()
    assert (report.added, report.removed, report.encoded) == (1, 1, 0)
    assert ids(watched.index) == ["a.md", "c.md"]
    (watched.folder / "c.md").unlink()
    assert watched.report().removed == 1
    (watched.folder / "deep" / "er").mkdir(parents=True)
    (watched.folder / "deep" / "er" / "d.md").write_text("深处。", encoding="utf-8")
    assert watched.report().added == 1
    assert ids(watched.index) == ["a.md", "deep/er/d.md"]
    assert watched.errors == []


def test_a_file_that_is_still_being_written_is_taken_when_it_rests(watched: Watched) -> None:
    with (watched.folder / "long.md").open("w", encoding="utf-8") as file:
        for n in range(10):
            file.write(f"第{n}句。")
            file.flush()
            time.sleep(0.1)
    report = watched.report()
    while "第9句" not in text_of(watched.index, "long.md"):
        report = watched.report()
    assert report.articles == 2


def text_of(index: Path, name: str) -> str:
    library = Library.read(index)
    try:
        return library.article(name).text
    finally:
        library.close()


def test_a_folder_that_goes_is_told_and_one_that_comes_again_is_taken_up(watched: Watched, tmp_path: Path) -> None:
    watched.folder.rename(tmp_path / "away")
    until = time.monotonic() + 10
    while not watched.errors:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert isinstance(watched.errors[0], FolderMissing)
    assert ids(watched.index) == ["a.md"]
    (tmp_path / "away" / "b.md").write_text("面包。", encoding="utf-8")
    (tmp_path / "away").rename(watched.folder)
    assert watched.report().added == 1


def test_a_folder_whose_last_file_goes_is_told_and_the_index_stays(watched: Watched) -> None:
    (watched.folder / "a.md").unlink()
    until = time.monotonic() + 10
    while not watched.errors:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert isinstance(watched.errors[0], FolderEmptied)
    assert ids(watched.index) == ["a.md"]
    (watched.folder / "b.md").write_text("面包。", encoding="utf-8")
    assert watched.report().added == 1
    assert ids(watched.index) == ["b.md"]


def test_hidden_files_cause_no_build(watched: Watched) -> None:
    (watched.folder / ".b.md.swp").write_text("x", encoding="utf-8")
    time.sleep(1.2)
    (watched.folder / "b.md").write_text("面包。", encoding="utf-8")
    assert watched.report().generation == 3


def test_a_folder_that_is_not_there_is_not_watched(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        next(changes(tmp_path / "none"))


def test_a_build_that_meets_another_builder_is_told_once_and_tried_again(index_report: BuildReport) -> None:
    answers: list[Any] = [IndexLocked(path="i", holder="", holder_zh=""), index_report]
    told: list[YuanwenError] = []

    def once() -> BuildReport:
        answer = answers.pop(0)
        if isinstance(answer, YuanwenError):
            raise answer
        return index_report

    assert list(settled_builds([None], once, told.append)) == [index_report]
    assert [type(error) for error in told] == [IndexLocked]


def test_builds_that_changed_nothing_are_not_reported_again(index_report: BuildReport) -> None:
    assert list(settled_builds([None, None], lambda: index_report, lambda _error: None)) == [index_report]


@pytest.fixture
def index_report(tmp_path: Path, toy: Any) -> BuildReport:
    (tmp_path / "some").mkdir()
    return build(tmp_path / "some.yuanwen", tmp_path / "some", toy())
