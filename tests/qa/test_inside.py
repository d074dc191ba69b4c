"""What is inside is told to someone who asks about the articles as things."""

from collections.abc import Iterator

import pytest

from index.build import build
from index.encoders import load
from index.library import Library
from qa.inside import inside

CHINESE, ENGLISH = "有哪些文章？", "Who wrote this article?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The library of two articles."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "a.md").write_text("# 灯塔\n\n灯塔的颜色是紫色。\n", encoding="utf-8")
    (folder / "b.md").write_text("# 图书馆\n\n图书馆有九百册书。\n", encoding="utf-8")
    build(folder / "two.yuanwen", folder, load())
    opened = Library.read(folder / "two.yuanwen")
    yield opened
    opened.close()


def test_of_several_articles_their_number_and_where_the_list_is(library: Library) -> None:
    assert inside(CHINESE, library).startswith("这里有 2 篇文章，清单在“文章”页")
    assert inside(ENGLISH, library).startswith("There are 2 articles here: the Articles tab")


def test_of_one_article_its_title(library: Library) -> None:
    assert inside(CHINESE, library, {"b.md"}) == "这里有一篇文章：图书馆"


def test_that_there_is_none(library: Library) -> None:
    assert inside(ENGLISH, library, ()) == "There is no article here yet."
