"""One SQLite file that notices when it is damaged."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.passages import passages
from corpus.read import read_article
from corpus.records import Article, Block, BlockKind, Passage, Span
from index.errors import IndexDamaged, IndexMissing, IndexTooNew, IndexUnwritable, NotAnIndex
from index.library import Library
from index.records import SkippedFile


def test_articles_and_passages_come_back_as_they_were(index: Path, articles: Path) -> None:
    library = Library.read(index)
    assert library.article_ids() == ["a.md", "b.txt", "sub/c.md"]
    article = read_article(articles / "a.md", articles)
    assert library.article("a.md") == article
    kept = [(one.ordinal, one.start, one.end, one.section, one.sentences) for one in library.passages_of("a.md")]
    assert kept == [(one.ordinal, one.start, one.end, one.section, one.sentences) for one in passages(article)]
    assert library.counts()[0] == 3


def test_everything_an_article_has_comes_back(tmp_path: Path) -> None:
    article = Article(
        id="目录/é'\"?.md",
        text="題目\n\n正文\u200b。🙂 end",
        hash="0" * 64,
        title="題目",
        blocks=(Block(BlockKind.HEADING, 0, 2, 1), Block(BlockKind.CAPTION, 4, 13)),
        lines=((0, 1), (4, 3)),
        language="zh-Hant",
        date="2023年9月20日",
        source=None,
    )
    parts = [Passage(article.id, 0, 4, 13, "節", (Span(4, 8), Span(8, 13)))]
    library = Library.write(tmp_path / "i.yuanwen")
    with library.transaction():
        library.put_article(article, "digest", ["正文", "end"], parts)
        library.put_skipped([SkippedFile("b.md", "why", "为什么")])
    library.close()
    library = Library.read(tmp_path / "i.yuanwen")
    assert library.article(article.id) == article
    assert library.keywords(article.id) == ["正文", "end"]
    assert library.digests() == {article.id: "digest"}
    assert set(library.languages().values()) == {"zh-Hant"}
    assert library.skipped() == [SkippedFile("b.md", "why", "为什么")]
    assert [one.sentences for one in library.passages_of(article.id)] == [parts[0].sentences]
    assert library.counts() == (1, 1, 2)
    assert library.problems() == []


def test_vectors_come_back_as_unit_rows_within_sixteen_bits(tmp_path: Path) -> None:
    library = Library.write(tmp_path / "i.yuanwen")
    vectors = np.random.default_rng(1).normal(size=(5, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    keys = [bytes([number]) * 32 for number in range(5)]
    library.put_vectors("one", keys, vectors)
    library.put_vectors("two", keys[:1], vectors[1:2])
    found = library.vectors("one")
    assert list(found) == keys
    assert np.stack([found[key] for key in keys]) == pytest.approx(vectors, abs=1e-3)
    assert [np.linalg.norm(vector) for vector in found.values()] == pytest.approx([1.0] * 5, abs=1e-6)
    assert library.missing_vectors("two", [keys[2], keys[0], keys[2], keys[1]]) == [keys[2], keys[1]]
    library.keep_vectors("one", {keys[3]})
    assert (list(library.vectors("one")), library.vectors("two")) == ([keys[3]], {})


def test_an_article_put_again_takes_the_place_of_the_older_one(index: Path, articles: Path) -> None:
    library = Library.write(index)
    article = read_article(articles / "a.md", articles)
    before = {passage.row for passage in library.passages_of("a.md")}
    library.put_article(article, "new", [], passages(article))
    after = {passage.row for passage in library.passages_of("a.md")}
    assert len(before) == len(after)
    assert not before & after  # a row never means two passages
    assert library.digests()["a.md"] == "new"


def test_an_unknown_article_is_a_key_error(index: Path) -> None:
    library = Library.read(index)
    with pytest.raises(KeyError):
        library.article("none.md")
    assert (library.keywords("none.md"), library.passages_of("none.md")) == ([], [])


def test_passages_come_in_the_order_they_are_asked_for(index: Path) -> None:
    library = Library.read(index)
    rows = [passage.row for passage in library.passages()]
    assert [passage.row for passage in library.passages(rows[::-1])] == rows[::-1]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE articles SET text = replace(text, '紫', '红') WHERE id = 'a.md'", "article"),
        ("UPDATE articles SET hash = 'x' WHERE id = 'a.md'", "article"),
        ("UPDATE articles SET keywords = '[]' WHERE id = 'a.md'", "article"),
        ("UPDATE articles SET blocks = '[]' WHERE id = 'a.md'", "article"),
        ("UPDATE passages SET start = start + 1 WHERE article = 'a.md' AND ordinal = 0", "passage"),
        ("UPDATE passages SET sentences = '[[0, 3]]' WHERE article = 'a.md' AND ordinal = 0", "passage"),
        ("UPDATE passages SET article = 'b.txt' WHERE article = 'a.md'", "passage"),
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
        library.passages()


def test_a_flipped_byte_of_the_file_is_noticed(index: Path) -> None:
    text, vector = "紫色".encode(), Library.read(index).vectors("toy/1")
    stored = next(iter(vector.values())).astype(np.float16).tobytes()
    whole = index.read_bytes()
    for wanted in (text, stored):
        assert whole.count(wanted) >= 1
        data = bytearray(whole)
        data[whole.index(wanted)] ^= 0x01
        index.with_name("flipped.yuanwen").write_bytes(data)
        assert Library.read(index.with_name("flipped.yuanwen")).problems()
    assert Library.read(index).problems() == []


def test_a_vector_under_another_texts_key_is_noticed(index: Path) -> None:
    with sqlite3.connect(index) as db:
        (one, vector), (other, _) = db.execute("SELECT key, vector FROM vectors LIMIT 2").fetchall()
        stamp = db.execute("SELECT seal FROM vectors WHERE key = ?", (one,)).fetchone()[0]
        db.execute("UPDATE vectors SET vector = ?, seal = ? WHERE key = ?", (vector, stamp, other))
    db.close()
    assert ["a vector" in problem for problem in Library.read(index).problems()] == [True]


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


def test_a_file_whose_making_was_killed_before_its_tables_is_made_after_all(tmp_path: Path) -> None:
    path = tmp_path / "i.yuanwen"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode = WAL")  # writes a header and nothing else
    db.close()
    assert path.stat().st_size > 0
    library = Library.write(path)
    assert (library.generation, len(library.setting("library") or "")) == (0, 32)
    library.close()


def test_two_libraries_have_two_identities(tmp_path: Path) -> None:
    made = [Library.write(tmp_path / name).setting("library") for name in ("a.yuanwen", "b.yuanwen", "a.yuanwen")]
    assert made[0] == made[2] != made[1]


def test_an_empty_file_is_no_index_to_a_reader(tmp_path: Path) -> None:
    (tmp_path / "i.yuanwen").touch()
    with pytest.raises(IndexMissing, match="yuanwen build"):
        Library.read(tmp_path / "i.yuanwen")


@pytest.mark.parametrize(
    "name", ["问 题.yuanwen", "a?mode=memory.yuanwen", "a#b.yuanwen", "a%41.yuanwen", "a'b\".yuanwen"]
)
def test_a_file_of_any_name_is_made_under_that_name(tmp_path: Path, name: str) -> None:
    Library.write(tmp_path / name).close()
    assert {path.name for path in tmp_path.iterdir()} == {name}
    assert Library.read(tmp_path / name).generation == 0


def test_a_newer_version_is_refused_by_name(index: Path) -> None:
    with sqlite3.connect(index) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    for opened in (Library.read, Library.write):
        with pytest.raises(IndexTooNew, match="99"):
            opened(index)


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


def test_a_reader_writes_nothing(index: Path) -> None:
    library = Library.read(index)
    with pytest.raises(IndexUnwritable), library.transaction():
        library.put_setting("generation", "9")
    assert library.generation == 1


def test_an_index_in_a_read_only_folder_opens_and_leaves_no_file(index: Path, lent: Path, read_only: Any) -> None:
    shutil.copy(index, lent / "i.yuanwen")
    with read_only(lent):
        library = Library.read(lent / "i.yuanwen")
        assert (library.counts()[0], library.problems()) == (3, [])
        library.close()
    assert [path.name for path in lent.iterdir()] == ["i.yuanwen"]


def test_a_commit_that_waits_in_the_log_is_read_in_a_read_only_folder_too(
    index: Path, lent: Path, read_only: Any
) -> None:
    writer = Library.write(index)
    reader = Library.read(index)  # keeps the log from being folded into the file
    writer.put_setting("generation", "7")
    for path in index.parent.glob("index.yuanwen*"):
        if path.is_file():
            shutil.copy(path, lent / path.name)
    assert (lent / "index.yuanwen-wal").stat().st_size > 0
    with read_only(lent):
        assert Library.read(lent / "index.yuanwen").generation == 7
    for library in (reader, writer):
        library.close()
