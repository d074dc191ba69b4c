"""What is inside an index."""

from pathlib import Path
from typing import Any

import pytest

from corpus.records import Article
from index.build import build
from index.errors import IndexMissing
from qa.bot import Bot
from qa.listing import listing, plain_listing


def test_a_row_tells_an_article_as_it_is(speech_index: Path, speech: Article, bot: Bot) -> None:
    [row] = listing(speech_index)
    assert row == {
        "article": speech.id,
        "file": speech.id,
        "title": speech.title,
        "date": speech.date,
        "source": speech.source,
        "language": "zh",
        "characters": len(speech.text),
        "size": None,
        "passages": len(bot.library.passages_of(speech.id)),
        "article_hash": speech.hash,
        "state": "indexed",
        "copies": [],
        "of": None,
        "reason": None,
        "reason_zh": None,
    }


def test_a_line_for_people_has_a_dash_where_there_is_no_date(speech_index: Path) -> None:
    [row] = listing(speech_index)
    assert plain_listing([{**row, "date": None}]).split("  ")[-4:] == ["-", "-", str(row["passages"]), "indexed"]
    assert plain_listing([]) == ""


def test_an_index_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        listing(tmp_path / "i.yuanwen")


def test_every_file_of_the_folder_has_its_state(tmp_path: Path, toy: Any) -> None:
    folder, index = tmp_path / "articles", tmp_path / "i.yuanwen"
    folder.mkdir()
    texts = {"a": "灯塔。", "b": "面包。", "c": "灯塔。", "d": "月亮。", "e": ""}
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    build(index, folder, toy())
    (folder / "b.md").write_text("面包用面粉做成。", encoding="utf-8")
    (folder / "d.md").unlink()
    (folder / "f.md").write_text("新的。", encoding="utf-8")
    rows = {row["article"]: row for row in listing(index, folder)}
    assert {name: row["state"] for name, row in rows.items()} == {
        "a.md": "indexed",
        "b.md": "changed",
        "c.md": "duplicate",
        "d.md": "removed",
        "e.md": "skipped",
        "f.md": "new",
    }
    assert (rows["c.md"]["of"], rows["a.md"]["copies"]) == ("a.md", ["c.md"])
    assert "e.md" in rows["e.md"]["reason"]
    assert rows["a.md"]["size"] == (folder / "a.md").stat().st_size
    assert rows["d.md"]["size"] is None
    for language, word in (("en", "duplicate of a.md"), ("zh", "与 a.md 内容相同")):
        assert word in plain_listing(list(rows.values()), language)


def test_a_folder_that_the_index_was_not_built_from_says_nothing_of_its_articles(tmp_path: Path, toy: Any) -> None:
    folder, index = tmp_path / "articles", tmp_path / "i.yuanwen"
    folder.mkdir()
    (folder / "a.md").write_text("灯塔。", encoding="utf-8")
    build(index, folder, toy())
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.md").write_text("别的。", encoding="utf-8")
    assert [(row["article"], row["state"]) for row in listing(index, tmp_path / "other")] == [("a.md", "indexed")]
