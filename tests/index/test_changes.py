"""The same text is indexed once, wherever it stands; what an import brought stays until its file comes."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from corpus.read import digest, read_file
from index.build import build
from index.changes import Carried
from index.library import Library
from index.records import Copy
from index.rows import text_key

TEXT = "# 灯塔\n\n灯塔在海边。灯塔的颜色是紫色。"


def library_of(index: Path) -> tuple[list[str], dict[str, str]]:
    library = Library.read(index)
    try:
        library.check()
        assert library.problems() == []
        return library.article_ids(), {copy.path: copy.article for copy in library.copies()}
    finally:
        library.close()


def folder_with(tmp_path: Path, **texts: str) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_of_the_same_text_the_first_by_path_is_indexed_and_the_others_are_listed(tmp_path: Path, toy: Any) -> None:
    folder, index = folder_with(tmp_path, b=TEXT, c=TEXT, a=TEXT, d="面包。"), tmp_path / "i.yuanwen"
    report = build(index, folder, toy())
    assert (report.articles, report.copies) == (2, {"b.md": "a.md", "c.md": "a.md"})
    assert library_of(index) == (["a.md", "d.md"], {"b.md": "a.md", "c.md": "a.md"})
    library = Library.read(index)
    assert library.copies()[0] == Copy(
        "b.md", "b.md", digest(folder / "b.md"), "a.md", text_key(library.article("a.md").text)
    )
    library.close()
    assert build(index, folder, toy()).generation == report.generation


def test_a_copy_takes_the_place_of_an_article_whose_file_has_gone_and_costs_no_encoding(
    tmp_path: Path, toy: Any
) -> None:
    folder, index = folder_with(tmp_path, a=TEXT, b=TEXT), tmp_path / "i.yuanwen"
    build(index, folder, toy())
    (folder / "a.md").unlink()
    encoder = toy()
    build(index, folder, encoder)
    assert (library_of(index), encoder.encoded) == ((["b.md"], {}), [])


def test_a_new_copy_before_an_article_takes_its_place_as_in_an_index_made_at_once(tmp_path: Path, toy: Any) -> None:
    folder, index = folder_with(tmp_path, b=TEXT), tmp_path / "i.yuanwen"
    build(index, folder, toy())
    folder_with(tmp_path, a=TEXT)
    build(index, folder, toy())
    build(tmp_path / "fresh.yuanwen", folder, toy())
    assert library_of(index) == library_of(tmp_path / "fresh.yuanwen") == (["a.md"], {"b.md": "a.md"})


def test_a_copy_that_changes_becomes_an_article_of_its_own(tmp_path: Path, toy: Any) -> None:
    folder, index = folder_with(tmp_path, a=TEXT, b=TEXT), tmp_path / "i.yuanwen"
    build(index, folder, toy())
    folder_with(tmp_path, b=TEXT + "它很高。")
    report = build(index, folder, toy())
    assert (library_of(index), report.added) == ((["a.md", "b.md"], {}), 1)


def test_near_duplicates_are_reported_with_their_share_when_they_come(tmp_path: Path, toy: Any) -> None:
    long = "".join(f"第{n}座灯塔在第{n * 7 % 31}个海角，守护者第{n * 3}次点灯。" for n in range(60))
    folder, index = folder_with(tmp_path, a=long, b="面包用面粉做成。" * 5), tmp_path / "i.yuanwen"
    assert build(index, folder, toy()).near == ()
    folder_with(tmp_path, c="序言。" + long[40:] + "后记。")
    [near] = build(index, folder, toy()).near
    assert (near.article, near.other) == ("c.md", "a.md")
    assert 0.9 < near.share <= 1
    assert build(index, folder, toy()).near == ()


def carry(tmp_path: Path, toy: Any) -> tuple[Path, Path]:
    """An index with one article of the folder, and one that was brought without a file."""
    apart = tmp_path / "apart"
    apart.mkdir()
    (apart / "far.md").write_text(TEXT, encoding="utf-8")
    [article] = read_file(apart / "far.md", apart).articles
    folder, index = folder_with(tmp_path, a="面包。"), tmp_path / "i.yuanwen"
    build(index, folder, toy(), carried=Carried(bring=((article, digest(apart / "far.md")),)))
    return folder, index


def test_a_carried_article_stays_through_builds_until_it_is_dropped(tmp_path: Path, toy: Any) -> None:
    folder, index = carry(tmp_path, toy)
    assert build(index, folder, toy()).generation == 1
    assert library_of(index)[0] == ["a.md", "far.md"]
    build(index, folder, toy(), carried=Carried(drop=frozenset(["far.md"])))
    assert library_of(index)[0] == ["a.md"]


def test_a_file_that_comes_for_a_carried_article_adopts_it_and_may_take_it_along(tmp_path: Path, toy: Any) -> None:
    folder, index = carry(tmp_path, toy)
    folder_with(tmp_path, far=TEXT)
    encoder = toy()
    assert (build(index, folder, encoder).generation, encoder.encoded) == (1, [])
    (folder / "far.md").unlink()
    build(index, folder, toy())
    assert library_of(index)[0] == ["a.md"]


def test_a_file_that_says_what_a_carried_article_says_is_its_copy(tmp_path: Path, toy: Any) -> None:
    folder, index = carry(tmp_path, toy)
    folder_with(tmp_path, b=TEXT)
    build(index, folder, toy())
    assert library_of(index) == (["a.md", "far.md"], {"b.md": "far.md"})


def test_a_changed_file_takes_the_place_of_a_carried_article_of_its_name(tmp_path: Path, toy: Any) -> None:
    folder, index = carry(tmp_path, toy)
    folder_with(tmp_path, far="灯塔倒了。")
    build(index, folder, toy())
    library = Library.read(index)
    assert (library.article("far.md").text, library.stored()["far.md"].carried) == ("灯塔倒了。", False)
    library.close()


def test_the_articles_of_one_file_are_kept_one_by_one(tmp_path: Path, toy: Any) -> None:
    folder, index = folder_with(tmp_path), tmp_path / "i.yuanwen"
    rows = ["灯塔在海边，颜色是紫色。", "面包用面粉做成，要烤很久。", "月亮上住着一只兔子。"]
    (folder / "rows.csv").write_text("正文\n" + "\n".join(rows), encoding="utf-8")
    first = build(index, folder, toy())
    names = library_of(index)[0]
    assert (first.articles, first.added, len(names)) == (3, 3, 3)
    assert all(name.startswith("rows.csv#") for name in names)
    assert build(index, folder, toy()).generation == 1
    (folder / "rows.csv").write_text("正文\n" + "\n".join([*rows[:2], rows[0]]), encoding="utf-8")
    encoder = toy()
    report = build(index, folder, encoder)
    assert (report.articles, report.removed, encoder.encoded) == (2, 1, [])
    assert report.copies == {names[2]: names[0]}
    library = Library.read(index)
    assert {library.article(name).file for name in library.article_ids()} == {"rows.csv"}
    library.close()
    (folder / "rows.csv").unlink()
    assert build(index, folder, toy(), carried=Carried(may_empty=True)).articles == 0


def test_what_could_not_be_read_in_a_file_stays_told_while_the_file_does_not_change(tmp_path: Path, toy: Any) -> None:
    folder, index = folder_with(tmp_path), tmp_path / "i.yuanwen"
    with ZipFile(folder / "some.zip", "w") as file:
        file.writestr("a.md", TEXT)
        file.writestr("photo.xyz", b"x")
    first = build(index, folder, toy())
    assert (first.articles, [one.path for one in first.skipped]) == (1, ["some.zip/photo.xyz"])
    second = build(index, folder, toy())
    assert (second.skipped, second.generation) == (first.skipped, 1)


def test_a_file_that_cannot_be_read_is_not_read_again_until_it_changes(
    tmp_path: Path, toy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, index = folder_with(tmp_path, a=TEXT, empty=" "), tmp_path / "i.yuanwen"
    (folder / "photo.pdf").write_bytes(b"%PDF-1.4 no more")
    first = build(index, folder, toy())
    assert [one.path for one in first.skipped] == ["empty.md", "photo.pdf"]
    read: list[str] = []

    def noted(path: Path, root: Path) -> Any:
        read.append(path.name)
        return read_file(path, root)

    monkeypatch.setattr("index.changes.read_file", noted)
    assert build(index, folder, toy()).skipped == first.skipped
    assert read == []
    folder_with(tmp_path, empty="灯塔。")
    assert [one.path for one in build(index, folder, toy()).skipped] == ["photo.pdf"]
    assert read == ["empty.md"]
