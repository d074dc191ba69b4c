"""A build that meets trouble says what and where, and loses nothing."""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from corpus.errors import FolderMissing
from index.build import BuildOptions, build
from index.carry import export, take_in
from index.errors import BuildUnfinished, IndexDamaged, IndexLocked, IndexUnwritable
from index.generation import derived_folder
from index.library import Library
from index.snapshot import Snapshot


def test_unreadable_files_are_skipped_with_reasons_and_the_rest_goes_on(index: Path, articles: Path, toy: Any) -> None:
    (articles / "empty.md").write_text(" \n", encoding="utf-8")
    (articles / "photo.txt").write_bytes(b"\x89PNG\x00\x00" * 20)
    (articles / "sheet.xlsx").write_bytes(b"PK")
    (articles / "big5.txt").write_bytes("臺灣的燈塔在海邊，顏色是白色的，守護者每天點燈。".encode("big5"))
    report = build(index, articles, toy())
    assert [skipped.path for skipped in report.skipped] == ["empty.md", "photo.txt", "sheet.xlsx"]
    assert all(skipped.path in skipped.reason and skipped.path in skipped.reason_zh for skipped in report.skipped)
    assert "臺灣" in Library.read(index).article("big5.txt").text


def test_a_file_that_becomes_unreadable_goes_and_one_that_is_mended_returns(
    index: Path, articles: Path, toy: Any
) -> None:
    text = (articles / "a.md").read_bytes()
    (articles / "a.md").write_bytes(b"\x89PNG\x00\x00" * 20)
    report = build(index, articles, toy())
    assert (report.articles, [skipped.path for skipped in report.skipped]) == (2, ["a.md"])
    assert Library.read(index).skipped() == list(report.skipped)
    (articles / "a.md").write_bytes(text)
    assert (build(index, articles, toy()).articles, Library.read(index).skipped()) == (3, [])


@pytest.mark.parametrize(
    "name",
    [
        "a\nb.md",
        "'; DROP TABLE articles;--.md",
        "é%20?#&.md",
        "🙂.md",
        " .md",
        "长" * 80 + ".md",
        "-rf.md",
        "{path}.md",
    ],
)
def test_a_file_of_any_name_is_read_and_its_faults_are_told(tmp_path: Path, toy: Any, name: str) -> None:
    folder, index = tmp_path / "articles", tmp_path / "i.yuanwen"
    folder.mkdir()
    (folder / name).write_text("灯塔在海边。", encoding="utf-8")
    assert build(index, folder, toy()).articles == 1
    assert Library.read(index).article(name).text == "灯塔在海边。"
    (folder / name).write_text("", encoding="utf-8")
    assert [skipped.path for skipped in build(index, folder, toy()).skipped] == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such files")
def test_links_out_of_the_folder_and_pipes_are_told_and_not_followed(
    tmp_path: Path, index: Path, articles: Path, toy: Any
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("秘密。", encoding="utf-8")
    (articles / "folder").symlink_to(outside)
    (articles / "out.md").symlink_to(outside / "secret.md")
    (articles / "sub" / "nowhere.md").symlink_to(tmp_path / "none.md")
    (articles / "again").symlink_to(articles / "sub")
    os.mkfifo(articles / "pipe.md")
    report = build(index, articles, toy())
    reasons = {skipped.path: skipped.reason for skipped in report.skipped}
    assert (report.articles, sorted(reasons)) == (3, ["folder", "out.md", "pipe.md", "sub/nowhere.md"])
    assert all(("not followed" in reason) is (name != "pipe.md") for name, reason in reasons.items())
    assert "管道" in next(skipped.reason_zh for skipped in report.skipped if skipped.path == "pipe.md")
    assert build(index, articles, toy()).generation == report.generation


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="this system allows no such names")
def test_a_name_that_is_not_text_is_skipped_and_the_rest_goes_on(index: Path, articles: Path, toy: Any) -> None:
    for end in (b".md", b".xyz"):
        Path(os.fsdecode(os.fsencode(articles) + b"/bad\xff" + end)).write_text("灯塔。", encoding="utf-8")
    report = build(index, articles, toy())
    assert (report.articles, [skipped.path for skipped in report.skipped]) == (3, ["bad\\udcff.md", "bad\\udcff.xyz"])
    assert "UTF-8" in Library.read(index).skipped()[0].reason


def test_a_missing_folder_makes_no_index(tmp_path: Path, toy: Any) -> None:
    with pytest.raises(FolderMissing):
        build(tmp_path / "i.yuanwen", tmp_path / "nowhere", toy())
    assert list(tmp_path.iterdir()) == []


def test_an_encoder_that_fails_leaves_the_old_generation_and_keeps_its_finished_batches(
    index: Path, articles: Path, toy: Any
) -> None:
    (articles / "a.md").write_text("第一句。第二句！第三句？第四句。", encoding="utf-8")

    class Failing(toy):  # type: ignore[misc]
        def encode_passages(self, texts: Sequence[str]) -> Any:
            if len(self.encoded) >= 2:
                raise MemoryError
            return super().encode_passages(texts)

    with pytest.raises(MemoryError):
        build(index, articles, Failing(), options=BuildOptions(batch=2))
    assert Library.read(index).generation == 1
    assert "紫色" in Library.read(index).article("a.md").text
    encoder = toy()
    assert build(index, articles, encoder).encoded == len(encoder.encoded) == 3


def test_a_first_build_that_was_interrupted_is_told_and_gone_on_with(tmp_path: Path, articles: Path, toy: Any) -> None:
    class Interrupted(toy):  # type: ignore[misc]
        def encode_passages(self, texts: Sequence[str]) -> Any:
            if self.encoded:
                raise KeyboardInterrupt
            return super().encode_passages(texts)

    index, out = tmp_path / "i.yuanwen", tmp_path / "out.yuanwen"
    with pytest.raises(KeyboardInterrupt):
        build(index, articles, Interrupted(), options=BuildOptions(batch=2))
    for attempt in (
        lambda: Snapshot.open(index, toy()),
        lambda: export(index, out),
        lambda: take_in(index, out),
    ):
        with pytest.raises(BuildUnfinished, match=r"not finished.*yuanwen build --index .*i\.yuanwen"):
            attempt()
    assert not out.exists()
    encoder = toy()
    assert build(index, articles, encoder).encoded == len(encoder.encoded) > 0
    Snapshot.open(index, toy()).close()


def test_a_build_that_fails_does_not_change_the_list_of_skipped_files(index: Path, articles: Path, toy: Any) -> None:
    (articles / "empty.md").touch()
    (articles / "a.md").write_text("新的一句。", encoding="utf-8")

    def stop(stage: str, _done: int, _all: int) -> None:
        if stage == "write":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(index, articles, toy(), stop)
    assert (Library.read(index).skipped(), Library.read(index).generation) == ([], 1)
    assert [skipped.path for skipped in build(index, articles, toy()).skipped] == ["empty.md"]


def test_a_text_whose_vector_is_gone_is_damage_with_a_way_out(index: Path, articles: Path, toy: Any) -> None:
    with sqlite3.connect(index) as db:
        db.execute("DELETE FROM vectors")
    db.close()
    shutil.rmtree(derived_folder(index))
    with pytest.raises(IndexDamaged, match=r"a\.md is missing.*doctor --repair"):
        build(index, articles, toy())
    with pytest.raises(IndexDamaged, match=r"a\.md is missing"):
        Snapshot.open(index, toy())


def test_a_second_builder_is_told_who_is_in_the_way(index: Path, articles: Path, toy: Any) -> None:
    with FileLock(f"{index}.lock"), pytest.raises(IndexLocked, match=r"index\.yuanwen"):
        build(index, articles, toy())


def test_the_lock_is_free_again_after_a_build_and_after_a_failed_one(index: Path, articles: Path, toy: Any) -> None:
    (articles / "a.md").write_text("新的一句。", encoding="utf-8")
    with pytest.raises(AttributeError):
        build(index, articles, None)  # type: ignore[arg-type]
    with FileLock(f"{index}.lock", timeout=0):
        pass
    build(index, articles, toy())
    with FileLock(f"{index}.lock", timeout=0):
        pass


def test_a_build_into_a_read_only_folder_names_the_file(articles: Path, lent: Path, toy: Any, read_only: Any) -> None:
    shutil.copytree(articles, lent / "articles")
    with read_only(lent), pytest.raises(IndexUnwritable, match=r"i\.yuanwen"):
        build(lent / "i.yuanwen", lent / "articles", toy())
    assert [path.name for path in lent.iterdir()] == ["articles"]


@pytest.mark.parametrize("place", ["folder", "file/index.yuanwen", "/proc/none/index.yuanwen"])
def test_an_index_that_cannot_be_written_is_named(tmp_path: Path, articles: Path, toy: Any, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(IndexUnwritable, match=Path(place).name):
        build(tmp_path / place, articles, toy())


def test_a_full_disk_leaves_the_old_index_working(index: Path, articles: Path, toy: Any) -> None:
    import resource

    (articles / "a.md").write_text("新的一句。" * 2_000, encoding="utf-8")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(IndexUnwritable):
            build(index, articles, toy())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert "紫色" in Library.read(index).article("a.md").text
    assert build(index, articles, toy()).changed == 1
