"""What is opened is one generation, whole; search files are made anew when in doubt."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import YuanwenError
from index.build import build
from index.errors import EncoderMismatch, SegmenterMismatch
from index.generation import derived_folder, folder_of
from index.library import Library
from index.records import Level
from index.snapshot import Snapshot


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    other = path.with_name("flipped")
    other.write_bytes(data)
    other.replace(path)  # a file that is mapped into memory must not be cut short under its reader


def found(index: Path, toy: Any, notices: list[YuanwenError]) -> list[tuple[int, float]]:
    encoder = toy()
    snapshot = Snapshot.open(index, encoder, notices.append)
    vector = encoder.encode_queries(["灯塔的颜色"])[0]
    dense = snapshot.store.dense(Level.SENTENCE, vector, 3)
    lexical = snapshot.store.lexical(Level.PASSAGE, ["灯塔", "颜色"], 3)
    snapshot.close()
    return dense + lexical


DAMAGE: list[Callable[[Path], object]] = [
    lambda folder: flip(folder / "passage.faiss"),
    lambda folder: flip(folder / "sentence.rows.npy"),
    lambda folder: flip(next((folder / "passage").glob("*.term"))),
    lambda folder: (folder / "sentence.faiss").write_bytes(b""),
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
    assert [str(folder_of(index, 1)) in str(notice) for notice in notices] == [True]
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
