"""One SQLite file that notices when it is damaged."""

import sqlite3
from pathlib import Path

import pytest

from corpus.passages import passages
from corpus.read import read_article
from index.errors import IndexDamaged, IndexMissing, IndexTooNew, NotAnIndex
from index.library import Library


def test_articles_and_passages_come_back_as_they_were(index: Path, articles: Path) -> None:
    library = Library.read(index)
    assert library.article_ids() == ["a.md", "b.txt", "sub/c.md"]
    article = read_article(articles / "a.md", articles)
    assert library.article("a.md") == article
    kept = [(one.ordinal, one.start, one.end, one.section, one.sentences) for one in library.passages_of("a.md")]
    assert kept == [(one.ordinal, one.start, one.end, one.section, one.sentences) for one in passages(article)]
    assert library.counts()[0] == 3


def test_passages_come_in_the_order_they_are_asked_for(index: Path) -> None:
    library = Library.read(index)
    rows = [passage.row for passage in library.passages()]
    assert [passage.row for passage in library.passages(rows[::-1])] == rows[::-1]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE articles SET text = replace(text, '紫', '红') WHERE id = 'a.md'", "article"),
        ("UPDATE articles SET hash = 'x' WHERE id = 'a.md'", "article"),
        ("UPDATE passages SET start = start + 1 WHERE article = 'a.md' AND ordinal = 0", "passage"),
        ("UPDATE vectors SET vector = zeroblob(64)", "vector"),
    ],
)
def test_a_changed_row_is_noticed(index: Path, statement: str, what: str) -> None:
    with sqlite3.connect(index) as db:
        db.execute(statement)
    db.close()
    library = Library.read(index)
    with pytest.raises(IndexDamaged, match=what):
        if what == "vector":
            library.vectors("toy/1")
        library.article("a.md")
        library.passages_of("a.md")


def test_a_missing_file_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"yuanwen build --index .*none\.yuanwen"):
        Library.read(tmp_path / "none.yuanwen")


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.yuanwen"
    path.write_bytes(b"Dear reader, " * 300)
    for opened in (Library.read, Library.write):
        with pytest.raises(NotAnIndex):
            opened(path)
    assert path.read_bytes() == b"Dear reader, " * 300


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(NotAnIndex):
        Library.read(path)


def test_a_newer_version_is_refused_by_name(index: Path) -> None:
    with sqlite3.connect(index) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(IndexTooNew, match="99"):
        Library.read(index)


def test_a_truncated_file_is_noticed(index: Path) -> None:
    data = index.read_bytes()
    index.write_bytes(data[: len(data) // 2])
    with pytest.raises(IndexDamaged):
        library = Library.read(index)
        assert library.problems() == []
        raise AssertionError("the damage went unnoticed")


def test_a_reader_keeps_its_generation_while_a_writer_commits(index: Path) -> None:
    reader = Library.read(index)
    reader.begin_snapshot()
    writer = Library.write(index)
    with writer.transaction():
        writer.remove_article("a.md")
        writer.put_setting("generation", "2")
    assert (reader.generation, "a.md" in reader.article_ids()) == (1, True)
    assert Library.read(index).article_ids() == ["b.txt", "sub/c.md"]


def test_a_failed_transaction_changes_nothing(index: Path) -> None:
    writer = Library.write(index)
    with pytest.raises(RuntimeError), writer.transaction():
        writer.remove_article("a.md")
        raise RuntimeError
    assert "a.md" in Library.read(index).article_ids()
