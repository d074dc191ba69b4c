"""An index is one file to carry, and taking one in is one step."""

import resource
import shutil
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from index.build import build, put_setting
from index.carry import export, take_in
from index.errors import FileThere, IndexDamaged, IndexLocked, IndexMissing, IndexTooNew, IndexUnwritable, NotAnIndex
from index.library import Library
from index.snapshot import Snapshot
from tests.index.searching import answers


@pytest.fixture
def file(index: Path, tmp_path: Path) -> Path:
    """The index of the three articles, exported."""
    export(index, tmp_path / "carried" / "all.yuanwen")
    return tmp_path / "carried" / "all.yuanwen"


def test_an_exported_file_is_alone_and_answers_like_the_index(index: Path, file: Path, toy: Any) -> None:
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    library = Library.read(file)
    assert (library.problems(), library.setting("folder")) == ([], None)
    library.close()
    assert answers(file, toy) == answers(index, toy)


def test_an_export_says_what_is_in_it(index: Path, tmp_path: Path) -> None:
    report = export(index, tmp_path / "out.yuanwen")
    library = Library.read(index)
    assert (report.articles, report.passages, report.sentences) == library.counts()
    library.close()
    assert (report.encoder, report.bytes) == ("toy", (tmp_path / "out.yuanwen").stat().st_size)


def test_an_export_writes_over_nothing_unless_told_so(index: Path, file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(FileThere, match="--replace"):
        export(index, file)
    assert file.read_bytes() == before
    assert export(index, file, replace=True).articles == 3
    with pytest.raises(FileThere):
        export(index, index, replace=True)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_damaged_index_is_not_exported(index: Path, tmp_path: Path) -> None:
    with sqlite3.connect(index) as db:
        db.execute("UPDATE passages SET start = start + 1 WHERE ordinal = 0")
    db.close()
    with pytest.raises(IndexDamaged):
        export(index, tmp_path / "out.yuanwen")
    assert not (tmp_path / "out.yuanwen").exists()


def test_a_carried_file_answers_on_read_only_media(
    file: Path, lent: Path, read_only: Any, index: Path, toy: Any
) -> None:
    shutil.copy(file, lent / "cd.yuanwen")
    right = answers(index, toy)
    with read_only(lent):
        assert answers(lent / "cd.yuanwen", toy) == right
    assert [path.name for path in lent.iterdir()] == ["cd.yuanwen"]


def test_an_import_makes_an_index_where_there_was_none(file: Path, tmp_path: Path, index: Path, toy: Any) -> None:
    report = take_in(file, tmp_path / "new" / "i.yuanwen")
    assert (report.articles, report.kept) == (3, None)
    notices: list[object] = []
    Snapshot.open(tmp_path / "new" / "i.yuanwen", toy(), notices.append).close()
    assert notices == []
    assert answers(tmp_path / "new" / "i.yuanwen", toy) == answers(index, toy)


def test_an_import_takes_the_place_of_what_was_there_and_keeps_it(file: Path, tmp_path: Path, toy: Any) -> None:
    folder, index = tmp_path / "other", tmp_path / "other.yuanwen"
    folder.mkdir()
    (folder / "x.md").write_text("月亮上有兔子。", encoding="utf-8")
    build(index, folder, toy())
    put_setting(index, "calibrations", "[]")
    report = take_in(file, index)
    library = Library.read(index)
    assert library.article_ids() == ["a.md", "b.txt", "sub/c.md"]
    assert (library.problems(), library.setting("calibrations"), library.generation) == ([], None, report.generation)
    library.close()
    assert report.generation > 1
    assert report.kept is not None
    take_in(report.kept, index)
    library = Library.read(index)
    assert (library.article_ids(), library.setting("calibrations")) == (["x.md"], "[]")
    library.close()


def test_what_was_imported_survives_builds_over_a_folder_without_it(file: Path, tmp_path: Path, toy: Any) -> None:
    folder, index = tmp_path / "other", tmp_path / "other.yuanwen"
    folder.mkdir()
    (folder / "x.md").write_text("月亮上有兔子。", encoding="utf-8")
    take_in(file, index)
    report = build(index, folder, toy())
    assert (report.articles, report.added, report.removed) == (4, 1, 0)


def test_an_import_back_into_its_own_folder_is_adopted_by_the_files(
    file: Path, index: Path, articles: Path, toy: Any
) -> None:
    take_in(file, index)
    encoder = toy()
    assert (build(index, articles, encoder).articles, encoder.encoded) == (3, [])
    (articles / "b.txt").unlink()
    assert build(index, articles, toy()).articles == 2


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("UPDATE articles SET title = 'x' WHERE id = 'a.md'", IndexDamaged),
        ("UPDATE vectors SET vector = zeroblob(64)", IndexDamaged),
        ("UPDATE settings SET value = '7' WHERE key = 'generation'", IndexDamaged),
        ("DELETE FROM settings WHERE key = 'segmenter'", IndexDamaged),
        ("DELETE FROM articles WHERE id = 'b.txt'", IndexDamaged),
        ("DELETE FROM passages WHERE article = 'a.md' AND ordinal = 0", IndexDamaged),
        ("PRAGMA user_version = 99", IndexTooNew),
        ("PRAGMA application_id = 7", NotAnIndex),
    ],
)
def test_a_file_that_is_not_sound_is_refused_and_the_index_stays(
    file: Path, tmp_path: Path, index: Path, toy: Any, statement: str, error: type[Exception]
) -> None:
    with sqlite3.connect(file) as db:
        db.execute(statement)
    db.close()
    right = answers(index, toy)
    with pytest.raises(error):
        take_in(file, index)
    assert answers(index, toy) == right
    assert Library.read(index).generation == 1


def test_a_file_that_is_not_there_or_the_index_itself_is_refused(tmp_path: Path, index: Path) -> None:
    with pytest.raises(IndexMissing):
        take_in(tmp_path / "none.yuanwen", index)
    with pytest.raises(FileThere):
        take_in(index, index)


def test_an_import_waits_for_no_builder(file: Path, index: Path) -> None:
    with FileLock(f"{index}.lock"), pytest.raises(IndexLocked):
        take_in(file, index)


def test_a_damaged_index_is_replaced_by_an_import_and_kept_aside(file: Path, index: Path, toy: Any) -> None:
    right = answers(index, toy)
    with sqlite3.connect(index) as db:
        db.execute("DELETE FROM articles WHERE id = 'a.md'")
    db.close()
    report = take_in(file, index)
    assert report.kept is not None
    assert report.kept.name == "index.yuanwen.damaged-1"
    assert answers(index, toy) == right


@pytest.mark.parametrize("room", [2_000, 20_000])
def test_a_full_disk_during_an_import_or_an_export_leaves_the_old_index_working(
    file: Path, index: Path, tmp_path: Path, toy: Any, room: int
) -> None:
    right = answers(index, toy)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        with pytest.raises(IndexUnwritable):
            take_in(file, index)
        with pytest.raises(IndexUnwritable, match=r"full\.yuanwen"):
            export(index, tmp_path / "full.yuanwen")
        assert answers(index, toy) == right  # also while the disk is full
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert answers(index, toy) == right
    assert not list(tmp_path.glob(".carrying*"))


def test_a_file_that_was_carried_can_be_built_upon_while_it_is_read(file: Path, articles: Path, toy: Any) -> None:
    build(file, articles, toy())
    snapshot = Snapshot.open(file, toy())
    (articles / "a.md").write_text("灯塔倒了。", encoding="utf-8")
    assert build(file, articles, toy()).changed == 1
    assert "紫色" in snapshot.library.article("a.md").text
    snapshot.close()
