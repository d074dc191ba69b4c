"""A file of an older version is brought up to date, whole or not at all."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from corpus.passages import passages
from corpus.read import digest, find_articles, read_article
from index.build import build
from index.carry import take_in
from index.errors import IndexDamaged, IndexTooOld, SchemaMigrated
from index.library import Library
from index.schema import APPLICATION_ID, SCHEMA_VERSION, seal
from index.snapshot import Snapshot
from index.upgrade import upgrade

# as the first version wrote it
_VERSION_1 = """
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, hash TEXT NOT NULL, title TEXT NOT NULL,
    date TEXT, source TEXT, language TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL, lines TEXT NOT NULL,
    keywords TEXT NOT NULL, seal BLOB NOT NULL);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, section TEXT, sentences TEXT NOT NULL,
    seal BLOB NOT NULL);
CREATE INDEX passages_by_article ON passages (article, ordinal);
CREATE TABLE vectors (
    encoder TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL, seal BLOB NOT NULL, PRIMARY KEY (encoder, key)
) WITHOUT ROWID;
CREATE TABLE skipped (path TEXT PRIMARY KEY, reason TEXT NOT NULL, reason_zh TEXT NOT NULL) WITHOUT ROWID;
"""


@pytest.fixture
def old(index: Path, articles: Path, tmp_path: Path) -> Path:
    """The three articles in a file of version 1, with the vectors and settings of the built one."""
    path = tmp_path / "old.yuanwen"
    now, db = sqlite3.connect(index), sqlite3.connect(path)
    db.executescript(_VERSION_1)
    settings = dict(now.execute("SELECT key, value FROM settings WHERE key NOT IN ('sum', 'census', 'folder')"))
    db.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())
    db.executemany("INSERT INTO vectors VALUES (?, ?, ?, ?)", now.execute("SELECT * FROM vectors"))
    db.execute("INSERT INTO skipped VALUES ('x.bin', 'why', '为什么')")
    for file in find_articles(articles):
        one = read_article(file, articles)
        blocks = json.dumps([[block.kind, block.start, block.end, block.level] for block in one.blocks])
        head = (one.id, digest(file), one.hash, one.title, one.date, one.source, one.language)
        values = (*head, one.text, blocks, json.dumps(one.lines), '["灯塔"]')
        db.execute(f"INSERT INTO articles VALUES (NULL, {', '.join('?' * 12)})", (*values, seal(*values)))
        for part in passages(one):
            row = (one.id, part.ordinal, part.start, part.end, part.section, json.dumps(part.sentences))
            db.execute("INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", (*row, seal(*row)))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    now.close()
    return path


def test_reading_an_older_file_says_how_to_bring_it_up_to_date(old: Path) -> None:
    with pytest.raises(IndexTooOld, match=rf"version 1.*writes {SCHEMA_VERSION}.*doctor --repair --index"):
        Library.read(old)


def test_a_migrated_file_holds_what_it_held_and_answers(old: Path, index: Path, toy: Any) -> None:
    notice = upgrade(old)
    assert isinstance(notice, SchemaMigrated)
    assert f"from index version 1 to {SCHEMA_VERSION}" in notice.message("en")
    migrated, built = Library.read(old), Library.read(index)
    assert migrated.problems() == []
    assert migrated.texts() == built.texts()
    assert [migrated.article(name) for name in migrated.article_ids()] == [
        built.article(n) for n in built.article_ids()
    ]
    assert migrated.stored() == built.stored()
    assert migrated.keywords("a.md") == ["灯塔"]
    assert [file.path for file in migrated.skipped()] == ["x.bin"]
    assert migrated.setting("library") == built.setting("library")
    migrated.close()
    built.close()
    Snapshot.open(old, toy()).close()
    assert upgrade(old) is None


def test_a_build_on_an_older_file_encodes_nothing_anew(old: Path, articles: Path, toy: Any) -> None:
    encoder = toy()
    report = build(old, articles, encoder)
    assert (report.articles, report.added, report.changed, encoder.encoded) == (3, 0, 0, [])


def test_an_older_file_that_is_damaged_stays_as_it_was(old: Path) -> None:
    with sqlite3.connect(old) as db:
        db.execute("UPDATE articles SET text = replace(text, '紫', '红')")
    db.close()
    with pytest.raises(IndexDamaged, match=r"a\.md"):
        upgrade(old)
    with sqlite3.connect(old) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    db.close()


def test_an_older_file_can_be_imported_and_is_left_as_it_is(old: Path, tmp_path: Path, toy: Any) -> None:
    before = old.read_bytes()
    report = take_in(old, tmp_path / "new.yuanwen")
    assert (report.articles, old.read_bytes()) == (3, before)
    Snapshot.open(tmp_path / "new.yuanwen", toy()).close()
    assert not list(tmp_path.glob(".importing*"))


def test_an_older_file_on_read_only_media_says_what_to_do(old: Path, lent: Path, read_only: Any) -> None:
    file = lent / "old.yuanwen"
    file.write_bytes(old.read_bytes())
    with read_only(lent):
        assert upgrade(file) is None
        with pytest.raises(IndexTooOld, match=r"yuanwen import .*old\.yuanwen"):
            Library.read(file)
