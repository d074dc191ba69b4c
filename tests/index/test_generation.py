"""A folder of search files says what it was made from, and any other byte in it is noticed."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.generation import Stamp, derived_folder, folder_of, publish, remove_others, state_of
from index.library import Library

STAMP = Stamp("library", 3, "toy/1", "segmenter")


def write(folder: Path) -> None:
    (folder / "passage").mkdir()
    (folder / "passage" / "words").write_bytes(b"one two three")
    (folder / "vectors").write_bytes(bytes(range(200)))


def only(folder: Path) -> None:
    (folder / "only").write_text("new")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published folder of generation 3."""
    folder = folder_of(tmp_path / "i.yuanwen", 3)
    publish(folder, STAMP, write)
    return folder


def test_a_published_folder_is_whole_and_nothing_is_left_beside_it(folder: Path) -> None:
    assert state_of(folder, STAMP) == "ok"
    assert [path.name for path in folder.parent.iterdir()] == ["generation-000003"]
    assert (folder / "passage" / "words").read_bytes() == b"one two three"


def test_the_stamp_of_a_library_names_library_generation_encoder_and_segmenter(index: Path) -> None:
    library = Library.read(index)
    stamp = Stamp.of(library, 1)
    assert (stamp.library, stamp.generation, stamp.encoder) == (library.setting("library"), 1, "toy/1")
    assert state_of(folder_of(index, 1), stamp) == "ok"
    assert state_of(folder_of(index, 1), Stamp.of(library, 2)) == "stale"


@pytest.mark.parametrize(
    "other",
    [
        replace(STAMP, library="another"),
        replace(STAMP, generation=4),
        replace(STAMP, encoder="toy/2"),
        replace(STAMP, segmenter="scissors"),
        replace(STAMP, layout=STAMP.layout + 1),
    ],
)
def test_a_folder_made_from_anything_else_is_stale(folder: Path, other: Stamp) -> None:
    assert state_of(folder, other) == "stale"


@pytest.mark.parametrize("place", range(0, 200, 23))
def test_one_flipped_bit_anywhere_is_damage(folder: Path, place: int) -> None:
    data = bytearray((folder / "vectors").read_bytes())
    data[place] ^= 0x10
    (folder / "vectors").write_bytes(data)
    assert state_of(folder, STAMP) == "damaged"


def _listed(folder: Path, files: object) -> None:
    stamp = json.loads((folder / "stamp.json").read_text(encoding="utf-8"))
    (folder / "stamp.json").write_text(json.dumps({**stamp, "files": files}), encoding="utf-8")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "truncated file": lambda folder: (folder / "vectors").write_bytes(bytes(range(100))),
    "emptied file": lambda folder: (folder / "vectors").write_bytes(b""),
    "missing file": lambda folder: (folder / "passage" / "words").unlink(),
    "file too many": lambda folder: (folder / "passage" / "more").write_bytes(b"x"),
    "file under another name": lambda folder: (folder / "vectors").rename(folder / "other"),
    "missing stamp": lambda folder: (folder / "stamp.json").unlink(),
    "empty stamp": lambda folder: (folder / "stamp.json").write_text(""),
    "half a stamp": lambda folder: (folder / "stamp.json").write_text('{"library": "li'),
    "binary stamp": lambda folder: (folder / "stamp.json").write_bytes(b"\xff\xfe\x00"),
    "stamp of another shape": lambda folder: (folder / "stamp.json").write_text("[1]"),
    "stamp without sums": lambda folder: (folder / "stamp.json").write_text("{}"),
    "sums of another shape": lambda folder: _listed(folder, 7),
    "no sums": lambda folder: _listed(folder, {}),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_noticed(folder: Path, damage: Callable[[Path], object]) -> None:
    damage(folder)
    assert state_of(folder, STAMP) == "damaged"


def test_a_folder_that_is_not_there_is_missing_and_a_file_in_its_place_is_damage(tmp_path: Path) -> None:
    assert state_of(tmp_path / "none", STAMP) == "missing"
    (tmp_path / "none").write_text("x")
    assert state_of(tmp_path / "none", STAMP) == "damaged"


def test_a_lock_file_that_comes_and_goes_is_no_damage(folder: Path) -> None:
    (folder / "passage" / ".tantivy-meta.lock").touch()
    assert state_of(folder, STAMP) == "ok"


def test_publishing_again_replaces_the_folder_whole(folder: Path) -> None:
    (folder / "left over").write_text("x")
    other = replace(STAMP, encoder="toy/2")
    publish(folder, other, only)
    assert state_of(folder, other) == "ok"
    assert sorted(path.name for path in folder.iterdir()) == ["only", "stamp.json"]


def test_a_writer_that_fails_leaves_the_old_folder_and_no_trace(folder: Path) -> None:
    def fail(content: Path) -> None:
        (content / "half").write_text("x")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        publish(folder, STAMP, fail)
    assert state_of(folder, STAMP) == "ok"
    assert [path.name for path in folder.parent.iterdir()] == ["generation-000003"]


def test_only_the_present_generation_is_kept(tmp_path: Path) -> None:
    index = tmp_path / "i.yuanwen"
    for generation in (1, 2, 3):
        publish(folder_of(index, generation), replace(STAMP, generation=generation), write)
    (derived_folder(index) / "making-abc" / "content").mkdir(parents=True)
    remove_others(index, 2)
    assert [path.name for path in derived_folder(index).iterdir()] == ["generation-000002"]
    remove_others(tmp_path / "never built.yuanwen", 1)
