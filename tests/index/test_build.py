"""A build costs what changed, and leaves nothing half done."""

import signal
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from corpus.errors import FolderMissing
from index.build import build
from index.errors import IndexLocked, IndexUnwritable
from index.library import Library


def test_everything_is_counted(index: Path, articles: Path, toy: Any) -> None:
    report = build(index, articles, toy())
    assert (report.articles, report.added, report.changed, report.removed, report.encoded) == (3, 0, 0, 0, 0)
    assert report.passages >= 4
    assert report.sentences == 8


def test_nothing_changed_keeps_the_generation(index: Path, articles: Path, toy: Any) -> None:
    assert build(index, articles, toy()).generation == 1


def test_only_what_changed_is_encoded_again(index: Path, articles: Path, toy: Any) -> None:
    path = articles / "a.md"
    path.write_text(path.read_text(encoding="utf-8").replace("紫色", "绿色"), encoding="utf-8")
    encoder = toy()
    report = build(index, articles, encoder)
    assert (report.changed, report.generation) == (1, 2)
    assert all("绿色" in text for text in encoder.encoded)
    assert 1 <= len(encoder.encoded) <= 2


def test_a_removed_file_goes_and_a_renamed_one_costs_no_encoding(index: Path, articles: Path, toy: Any) -> None:
    (articles / "a.md").unlink()
    (articles / "b.txt").rename(articles / "d.txt")
    encoder = toy()
    report = build(index, articles, encoder)
    assert Library.read(index).article_ids() == ["d.txt", "sub/c.md"]
    assert (report.added, report.removed, encoder.encoded) == (1, 2, [])


def test_unreadable_files_are_skipped_with_reasons_and_the_rest_goes_on(index: Path, articles: Path, toy: Any) -> None:
    (articles / "empty.md").write_text(" \n", encoding="utf-8")
    (articles / "photo.txt").write_bytes(b"\x89PNG\x00\x00" * 20)
    (articles / "sheet.xlsx").write_bytes(b"PK")
    (articles / "big5.txt").write_bytes("臺灣的燈塔在海邊，顏色是白色的，守護者每天點燈。".encode("big5"))
    report = build(index, articles, toy())
    assert [skipped.path for skipped in report.skipped] == ["empty.md", "photo.txt", "sheet.xlsx"]
    assert all(skipped.path in skipped.reason and skipped.path in skipped.reason_zh for skipped in report.skipped)
    assert "臺灣" in Library.read(index).article("big5.txt").text


def test_a_missing_folder_makes_no_index(tmp_path: Path, toy: Any) -> None:
    with pytest.raises(FolderMissing):
        build(tmp_path / "i.yuanwen", tmp_path / "nowhere", toy())
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_makes_an_empty_index(tmp_path: Path, toy: Any) -> None:
    (tmp_path / "articles").mkdir()
    assert build(tmp_path / "i.yuanwen", tmp_path / "articles", toy()).articles == 0


def test_another_encoder_encodes_everything_anew(index: Path, articles: Path, toy: Any) -> None:
    encoder = toy("other")
    report = build(index, articles, encoder)
    assert report.encoded == len(set(encoder.encoded)) > 8
    assert Library.read(index).setting("encoder") == "other"


def test_a_second_builder_is_told_who_is_in_the_way(index: Path, articles: Path, toy: Any) -> None:
    with FileLock(f"{index}.lock"), pytest.raises(IndexLocked, match=r"index\.yuanwen"):
        build(index, articles, toy())


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
