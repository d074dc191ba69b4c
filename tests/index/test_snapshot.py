"""What is opened is one generation, whole; search files are made anew when in doubt."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest

from corpus.errors import YuanwenError
from index.build import build
from index.errors import DerivedRebuilt, EncoderMismatch, IndexDamaged, IndexMissing, NotAnIndex, SegmenterMismatch
from index.generation import derived_folder, folder_of
from index.library import Library
from index.records import Level
from index.snapshot import Snapshot, present_generation


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    put(path, bytes(data))


def truncate(path: Path) -> None:
    put(path, path.read_bytes()[: path.stat().st_size // 2])


def put(path: Path, data: bytes) -> None:
    """Other content under the same name: a file that is mapped into memory must not be cut short under its reader."""
    other = path.with_name("other")
    other.write_bytes(data)
    other.replace(path)


def found(index: Path, toy: Any, notices: list[YuanwenError]) -> list[tuple[int, float]]:
    encoder = toy()
    snapshot = Snapshot.open(index, encoder, notices.append)
    vector = encoder.encode_queries(["灯塔的颜色"])[0]
    dense = snapshot.store.dense(Level.SENTENCE, vector, 3)
    lexical = snapshot.store.lexical(Level.PASSAGE, ["灯塔", "颜色"], 3)
    snapshot.close()
    return dense + lexical


LANGUAGES: list[Literal["en", "zh"]] = ["en", "zh"]
DAMAGE: list[Callable[[Path], object]] = [
    lambda folder: flip(folder / "passage.faiss"),
    lambda folder: flip(folder / "sentence.rows.npy"),
    lambda folder: flip(next((folder / "passage").glob("*.term"))),
    lambda folder: put(folder / "sentence.faiss", b""),
    lambda folder: truncate(folder / "passage.faiss"),
    lambda folder: truncate(next((folder / "sentence").glob("*.store"))),
    lambda folder: (folder / "stamp.json").write_text("{"),
    lambda folder: (folder / "sizes.json").unlink(),
    lambda folder: shutil.rmtree(folder),
    lambda folder: shutil.rmtree(folder / "passage"),
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_search_files_are_made_anew_and_said_so(
    index: Path, toy: Any, damage: Callable[[Path], object]
) -> None:
    before = found(index, toy, [])
    damage(folder_of(index, 1))
    notices: list[YuanwenError] = []
    assert found(index, toy, notices) == before
    assert [type(notice) for notice in notices] == [DerivedRebuilt]
    assert all(str(folder_of(index, 1)) in notices[0].message(language) for language in LANGUAGES)
    assert found(index, toy, notices) == before
    assert len(notices) == 1


def test_the_search_files_of_another_index_are_not_used(index: Path, tmp_path: Path, articles: Path, toy: Any) -> None:
    other = tmp_path / "other.yuanwen"
    (articles / "a.md").write_text("别的文章。", encoding="utf-8")
    build(other, articles, toy())
    before = found(index, toy, [])
    shutil.rmtree(derived_folder(index))
    shutil.copytree(derived_folder(other), derived_folder(index))
    notices: list[YuanwenError] = []
    assert found(index, toy, notices) == before
    assert len(notices) == 1


def test_search_files_of_an_older_generation_are_stale(index: Path, articles: Path, tmp_path: Path, toy: Any) -> None:
    shutil.copytree(folder_of(index, 1), tmp_path / "old")
    (articles / "a.md").write_text("# 灯塔\n\n灯塔的颜色是绿色。", encoding="utf-8")
    build(index, articles, toy())
    before = found(index, toy, [])
    shutil.rmtree(folder_of(index, 2))
    (tmp_path / "old").rename(folder_of(index, 2))
    notices: list[YuanwenError] = []
    assert found(index, toy, notices) == before
    assert "stale" in str(notices[0])
    assert "已过期" in notices[0].message("zh")


def test_a_killed_builds_unpublished_generation_is_not_opened(index: Path, articles: Path, toy: Any) -> None:
    before = found(index, toy, [])
    shutil.copytree(folder_of(index, 1), folder_of(index, 2))  # on disk, but the transaction never came
    (derived_folder(index) / "making-abc").mkdir()
    notices: list[YuanwenError] = []
    assert (found(index, toy, notices), notices) == (before, [])
    (articles / "a.md").write_text("新的。", encoding="utf-8")
    assert build(index, articles, toy()).generation == 2
    assert found(index, toy, notices) != before
    assert notices == []


def test_a_snapshot_keeps_answering_from_its_generation_while_a_build_commits(
    index: Path, articles: Path, toy: Any
) -> None:
    encoder = toy()
    old = Snapshot.open(index, encoder)
    (articles / "a.md").write_text("# 灯塔\n\n灯塔的颜色是绿色。", encoding="utf-8")
    assert present_generation(index) == 1
    build(index, articles, toy())
    assert (old.generation, old.library.generation, present_generation(index)) == (1, 1, 2)
    texts = [old.library.article(one.article).text[one.start : one.end] for one in old.library.passages()]
    assert any("紫色" in text for text in texts)
    assert not any("绿色" in text for text in texts)
    rows = [passage.row for passage in old.library.passages()]
    assert {row for row, _ in old.store.lexical(Level.PASSAGE, ["灯塔"], 9)} <= set(rows)
    assert {row for row, _ in old.store.dense(Level.PASSAGE, encoder.encode_queries(["灯塔"])[0], 9)} == set(rows)
    assert list(old.store.words(Level.PASSAGE, rows)) == rows
    old.close()
    new = Snapshot.open(index, encoder)
    assert "绿色" in new.library.article("a.md").text
    new.close()


def test_in_a_read_only_folder_search_files_are_used_or_made_elsewhere(
    index: Path, lent: Path, toy: Any, read_only: Any
) -> None:
    before = found(index, toy, [])
    shutil.copy(index, lent / "i.yuanwen")
    notices: list[YuanwenError] = []
    with read_only(lent):
        snapshot = Snapshot.open(lent / "i.yuanwen", toy(), notices.append)
        scratch = Path(notices[0].values["folder"])
        assert scratch.is_dir()
        assert not scratch.is_relative_to(lent)
        assert snapshot.store.collection(Level.PASSAGE).documents == snapshot.library.counts()[1]
        snapshot.close()
        assert not scratch.exists()
        assert found(lent / "i.yuanwen", toy, []) == before
    assert [path.name for path in lent.iterdir()] == ["i.yuanwen"]


def test_search_files_on_read_only_media_are_read_where_they_lie(
    index: Path, lent: Path, toy: Any, read_only: Any
) -> None:
    before = found(index, toy, [])
    shutil.copy(index, lent / index.name)
    shutil.copytree(derived_folder(index), derived_folder(lent / index.name))
    for lock in lent.rglob("*.lock"):
        lock.unlink()
    notices: list[YuanwenError] = []
    with read_only(lent):
        assert (found(lent / index.name, toy, notices), notices) == (before, [])
    assert list(lent.rglob("*.lock")) == []


def test_a_missing_index_is_told_from_a_foreign_file(tmp_path: Path, toy: Any) -> None:
    with pytest.raises(IndexMissing):
        Snapshot.open(tmp_path / "none.yuanwen", toy())
    (tmp_path / "letter.yuanwen").write_text("Dear reader, " * 300, encoding="utf-8")
    with pytest.raises(NotAnIndex):
        Snapshot.open(tmp_path / "letter.yuanwen", toy())


def test_a_vector_that_does_not_match_its_seal_is_never_searched(index: Path, toy: Any) -> None:
    with sqlite3.connect(index) as db:
        db.execute("UPDATE vectors SET vector = zeroblob(64)")
    db.close()
    shutil.rmtree(derived_folder(index))
    with pytest.raises(IndexDamaged, match="vector"):
        Snapshot.open(index, toy())
    assert not folder_of(index, 1).exists()


def test_another_encoder_is_refused_with_the_command_that_rebuilds(index: Path, toy: Any) -> None:
    with pytest.raises(EncoderMismatch, match=r"toy .*other.*yuanwen build --index .* --encoder other"):
        Snapshot.open(index, toy("other"))


def test_another_segmenter_is_refused_by_name(index: Path, toy: Any) -> None:
    library = Library.write(index)
    library.put_setting("segmenter", "scissors 1")
    library.close()
    with pytest.raises(SegmenterMismatch, match="scissors 1"):
        Snapshot.open(index, toy())


def test_what_killed_builds_left_behind_is_removed(index: Path, articles: Path, toy: Any) -> None:
    left = derived_folder(index) / "making-abc"
    left.mkdir()
    (articles / "a.md").write_text("新的。", encoding="utf-8")
    build(index, articles, toy())
    assert [path.name for path in derived_folder(index).iterdir()] == ["generation-000002"]
