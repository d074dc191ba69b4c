"""What was taken out of the folder can be brought back."""

from pathlib import Path

import pytest

from corpus.errors import TrashEmpty
from corpus.trash import Trash


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.md").write_text("灯塔。", encoding="utf-8")
    (folder / "a.md.meta.json").write_text("{}", encoding="utf-8")
    (folder / "sub" / "b.md").write_text("面包。", encoding="utf-8")
    return folder


def listed(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_taken_comes_back_with_its_sidecar(tmp_path: Path, articles: Path) -> None:
    trash, before = Trash(tmp_path / "i.yuanwen"), listed(articles)
    trash.take(articles, ["a.md", "sub/b.md"])
    assert listed(articles) == {}
    removal = trash.last()
    assert removal.names == ("a.md", "sub/b.md")
    assert trash.bring_back(removal, articles) == ["a.md", "sub/b.md"]
    trash.forget(removal)
    assert listed(articles) == before
    with pytest.raises(TrashEmpty):
        trash.last()


def test_removals_come_back_newest_first(tmp_path: Path, articles: Path) -> None:
    trash = Trash(tmp_path / "i.yuanwen")
    trash.take(articles, ["a.md"])
    trash.take(articles, ["sub/b.md"])
    for name in ("sub/b.md", "a.md"):
        removal = trash.last()
        assert trash.bring_back(removal, articles) == [name]
        trash.forget(removal)


def test_what_has_come_in_the_place_of_a_removed_file_is_taken_in_turn(tmp_path: Path, articles: Path) -> None:
    trash = Trash(tmp_path / "i.yuanwen")
    old = trash.take(articles, ["a.md"])
    (articles / "a.md").write_text("新的。", encoding="utf-8")
    trash.bring_back(old, articles)
    trash.forget(old)
    assert (articles / "a.md").read_text(encoding="utf-8") == "灯塔。"
    trash.bring_back(trash.last(), articles)
    assert (articles / "a.md").read_text(encoding="utf-8") == "新的。"


def test_a_removal_that_was_killed_half_way_is_undone_as_well(tmp_path: Path, articles: Path) -> None:
    trash, before = Trash(tmp_path / "i.yuanwen"), listed(articles)
    removal = trash.take(articles, ["a.md"])
    (removal.folder / "files" / "a.md.meta.json").rename(articles / "a.md.meta.json")  # as if it had not been moved yet
    assert trash.bring_back(trash.last(), articles) == ["a.md"]
    assert listed(articles) == before
