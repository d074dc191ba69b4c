"""What is sound of a damaged index is saved, and the damaged one is kept."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.library import Library
from index.repair import salvage, set_aside
from index.snapshot import Snapshot, present_generation
from tests.index.searching import answers


def damage(index: Path, statement: str) -> None:
    with sqlite3.connect(index) as db:
        db.execute(statement)
    db.close()


def sound(index: Path) -> list[str]:
    library = Library.read(index)
    try:
        assert library.problems() == []
        return library.article_ids()
    finally:
        library.close()


def test_sound_articles_and_vectors_are_saved_and_the_rest_is_read_again(index: Path, articles: Path, toy: Any) -> None:
    right = answers(index, toy)
    damage(index, "UPDATE articles SET text = replace(text, '紫', '红') WHERE id = 'a.md'")
    encoder = toy()
    saved = salvage(index, encoder)
    assert (saved.articles, saved.rows, saved.encoded, encoder.encoded) == (2, 3, 0, [])
    assert (sound(index), saved.kept.name) == (["b.txt", "sub/c.md"], "index.yuanwen.damaged-1")
    notices: list[object] = []
    Snapshot.open(index, toy(), notices.append).close()
    assert notices == []
    build(index, articles, toy())
    assert answers(index, toy) == right


@pytest.mark.parametrize("statement", ["DELETE FROM vectors", "UPDATE vectors SET vector = zeroblob(64)"])
def test_lost_vectors_are_made_anew(index: Path, toy: Any, statement: str) -> None:
    right = answers(index, toy)
    damage(index, statement)
    encoder = toy()
    assert salvage(index, encoder).encoded == len(encoder.encoded) > 0
    assert (answers(index, toy), len(sound(index))) == (right, 3)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM passages",
        "UPDATE settings SET value = '5' WHERE key = 'generation'",
        "DELETE FROM settings",
        "UPDATE articles SET language = 'fr', seal = seal WHERE id = 'none'",
        "DELETE FROM copies",
        "DROP INDEX passages_by_article",
    ],
)
def test_whatever_is_lost_beside_the_articles_nothing_of_them_is(index: Path, toy: Any, statement: str) -> None:
    right = answers(index, toy)
    damage(index, statement)
    assert salvage(index, toy()).articles == 3
    assert answers(index, toy) == right


def test_a_repaired_index_is_a_new_generation_so_that_readers_move_to_it(index: Path, toy: Any) -> None:
    assert present_generation(index) == 1
    damage(index, "DELETE FROM settings")
    salvage(index, toy())
    assert present_generation(index) == 2


def test_pages_that_cannot_be_read_hide_only_what_is_on_them(tmp_path: Path, toy: Any) -> None:
    folder, index = tmp_path / "articles", tmp_path / "i.yuanwen"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n:02}.md").write_text(f"# 第{n}篇\n\n" + f"第{n}座灯塔很高。" * 40, encoding="utf-8")
    build(index, folder, toy())
    data = bytearray(index.read_bytes())
    at = data.index("第30座灯塔".encode()) // 4096 * 4096
    data[at : at + 4096] = bytes(4096)
    index.write_bytes(data)
    saved = salvage(index, toy())
    assert 40 <= saved.articles < 60
    assert len(sound(index)) == saved.articles
    build(index, folder, toy())
    assert len(sound(index)) == 60


def test_what_is_set_aside_keeps_every_byte_and_never_takes_a_name_that_is_taken(index: Path) -> None:
    data = index.read_bytes()
    names = [set_aside(index).name for _ in range(2)]
    assert names == ["index.yuanwen.damaged-1", "index.yuanwen.damaged-2"]
    assert all(index.with_name(name).read_bytes() == data for name in names)
    assert index.read_bytes() == data
