"""Articles come into the folder from files and addresses, and leave it by their names."""

import json
from pathlib import Path
from typing import Any

import pytest

import corpus.fetch
from corpus.errors import AlreadyThere, AmbiguousName, FetchFailed, NoSuchArticle, PartOfFile
from corpus.fetch import Fetched
from corpus.shelf import Placed
from index.build import build
from qa.keeping import add, remove
from qa.settings import Settings

ADDRESS = "https://example.org/灯塔.html"


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "articles", tmp_path / "i.yuanwen", None, "en")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What addresses give; there is no network in tests."""
    pages: dict[str, bytes] = {}

    def fetch(address: str) -> Fetched:
        if address not in pages:
            raise FetchFailed(url=address, detail="404", detail_zh="404")
        return Fetched("灯塔-1a2b.html", pages[address], address + "?final")

    monkeypatch.setattr(corpus.fetch, "fetch", fetch)
    return pages


def test_a_fetched_page_knows_where_it_came_from(chosen: Settings, web: dict[str, bytes]) -> None:
    web[ADDRESS] = "<p>灯塔在海边。</p>".encode()
    [put] = add([ADDRESS], chosen).files
    assert (put.name, put.placed) == ("灯塔-1a2b.html", Placed.ADDED)
    assert (chosen.articles / put.name).read_bytes() == web[ADDRESS]
    sidecar = chosen.articles / (put.name + ".meta.json")
    assert json.loads(sidecar.read_text(encoding="utf-8")) == {"source": ADDRESS + "?final"}


def test_a_page_that_has_changed_is_refused_or_replaced(chosen: Settings, web: dict[str, bytes]) -> None:
    web[ADDRESS] = "<p>灯塔在海边。</p>".encode()
    add([ADDRESS], chosen)
    assert [put.placed for put in add([ADDRESS], chosen).files] == [Placed.SAME]
    web[ADDRESS] = "<p>灯塔在山上。</p>".encode()
    [(_, error)] = add([ADDRESS], chosen).failed
    assert isinstance(error, AlreadyThere)
    [put] = add([ADDRESS], chosen, replace=True).files
    assert put.placed is Placed.REPLACED
    assert (chosen.articles / put.name).read_bytes() == web[ADDRESS]
    assert (chosen.articles / (put.name + ".meta.json")).is_file()


def test_an_address_that_gives_nothing_is_told_and_the_rest_is_added(
    chosen: Settings, web: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("灯塔。", encoding="utf-8")
    added = add(["https://example.org/none", str(tmp_path / "a.md")], chosen)
    assert [put.name for put in added.files] == ["a.md"]
    assert [(source, type(error)) for source, error in added.failed] == [("https://example.org/none", FetchFailed)]


def test_names_are_whole_or_the_last_part_of_one_article_alone(chosen: Settings) -> None:
    for name in ("a.md", "one/b.md", "two/b.md", "two/c.md"):
        (chosen.articles / name).parent.mkdir(parents=True, exist_ok=True)
        (chosen.articles / name).write_text(name, encoding="utf-8")
    with pytest.raises(AmbiguousName, match=r"one/b\.md, two/b\.md"):
        remove(["a.md", "b"], chosen)
    with pytest.raises(NoSuchArticle):
        remove(["a.md", "nobody"], chosen)
    assert (chosen.articles / "a.md").exists()  # nothing moves when a name is wrong
    assert remove(["c", "one/b.md", "c.md"], chosen)[0] == ["two/c.md", "one/b.md"]
    assert sorted(path.name for path in chosen.articles.rglob("*.md")) == ["a.md", "b.md"]


def test_the_last_article_may_be_removed(chosen: Settings, toy: Any) -> None:
    chosen.articles.mkdir()
    (chosen.articles / "a.md").write_text("灯塔。", encoding="utf-8")
    build(chosen.index, chosen.articles, toy())
    _, carried = remove(["a.md"], chosen)
    assert build(chosen.index, chosen.articles, toy(), carried=carried).articles == 0


def test_one_of_several_articles_of_a_file_goes_only_with_the_file(chosen: Settings, toy: Any) -> None:
    chosen.articles.mkdir()
    (chosen.articles / "rows.csv").write_text("正文\n灯塔在海边，颜色是紫色。\n面包用面粉做成。", encoding="utf-8")
    build(chosen.index, chosen.articles, toy())
    with pytest.raises(PartOfFile, match=r"yuanwen remove rows\.csv"):
        remove(["rows.csv#2"], chosen)
    assert remove(["rows"], chosen)[0] == ["rows.csv"]
