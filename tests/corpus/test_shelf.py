"""Files come into the folder whole, and never in the place of others."""

import resource
import signal
from pathlib import Path

import pytest

from corpus.errors import AlreadyThere, FileMissing, FolderMissing, FolderUnwritable, LinkOut, UnknownFormat
from corpus.shelf import Placed, Put, put, put_bytes, write_new


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


def test_a_file_is_copied_with_its_sidecar(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("灯塔。", encoding="utf-8")
    (tmp_path / "a.md.meta.json").write_text('{"source": "报"}', encoding="utf-8")
    assert put(source, folder) == ([Put("a.md", Placed.ADDED)], [])
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "a.md.meta.json"]
    assert (folder / "a.md").read_bytes() == source.read_bytes()


def test_the_same_file_again_is_no_change_and_another_of_its_name_is_refused(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("灯塔。", encoding="utf-8")
    put(source, folder)
    assert put(source, folder)[0] == [Put("a.md", Placed.SAME)]
    source.write_text("另一篇。", encoding="utf-8")
    done, [(name, error)] = put(source, folder)
    assert (done, name, type(error)) == ([], str(source), AlreadyThere)
    assert (folder / "a.md").read_text(encoding="utf-8") == "灯塔。"


def test_with_room_made_for_it_another_file_takes_the_place(tmp_path: Path, folder: Path) -> None:
    (folder / "a.md").write_text("旧。", encoding="utf-8")
    source = tmp_path / "a.md"
    source.write_text("新。", encoding="utf-8")

    def make_room(name: str) -> None:
        (folder / name).rename(tmp_path / "old")

    done, failed = put(source, folder, make_room)
    assert (done, failed) == ([Put("a.md", Placed.REPLACED)], [])
    assert ((folder / "a.md").read_text("utf-8"), (tmp_path / "old").read_text("utf-8")) == ("新。", "旧。")


def test_a_folder_comes_in_under_its_name_and_what_is_no_article_is_told(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "notes"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "a.md").write_text("灯塔。", encoding="utf-8")
    (source / "photo.xyz").write_bytes(b"x")
    (source / ".hidden.md").write_text("藏", encoding="utf-8")
    done, failed = put(source, folder)
    assert done == [Put("notes/deep/a.md", Placed.ADDED)]
    assert [(Path(path).name, type(error)) for path, error in failed] == [("photo.xyz", UnknownFormat)]


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    source = tmp_path / "notes"
    source.mkdir()
    (source / "a.txt").symlink_to(tmp_path / "secret.txt")
    done, failed = put(source, folder)
    assert (done, [(Path(path).name, type(error)) for path, error in failed]) == ([], [("a.txt", LinkOut)])
    assert list(folder.iterdir()) == []


def test_what_is_in_the_folder_already_stays_where_it_is(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "a.md").write_text("灯塔。", encoding="utf-8")
    assert put(folder / "sub", folder)[0] == [Put("sub/a.md", Placed.SAME)]
    assert put(folder, folder)[0] == [Put("sub/a.md", Placed.SAME)]


def test_a_file_that_is_not_there_and_a_folder_that_is_not_there_are_named(tmp_path: Path, folder: Path) -> None:
    [(_, error)] = put(tmp_path / "none.md", folder)[1]
    assert isinstance(error, FileMissing)
    with pytest.raises(FolderMissing):
        put(tmp_path / "none.md", tmp_path / "nowhere")


def test_a_link_in_the_folder_is_never_written_through(tmp_path: Path, folder: Path) -> None:
    target = tmp_path / "elsewhere.md"
    (folder / "a.md").symlink_to(target)
    with pytest.raises(AlreadyThere):
        put_bytes("新。".encode(), "a.md", folder)
    assert not target.exists()


def test_a_full_disk_leaves_neither_half_a_file_nor_a_hidden_one(folder: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(FolderUnwritable, match=r"a\.md"):
            write_new(folder / "a.md", b"x" * 5_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert list(folder.iterdir()) == []
