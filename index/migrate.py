"""Brings an older library file up to the present schema, in one transaction: it is the old one or the new one, whole."""

import sqlite3
from pathlib import Path
from typing import Any

from corpus.shingles import sketch
from index.errors import IndexDamaged
from index.opening import SQLITE_ERRORS, checked_version, translated
from index.rows import text_key
from index.schema import ARTICLE, SCHEMA_VERSION, TABLES, mark, put_settings, seal


def migrate(path: Path, connection: sqlite3.Connection) -> None:
    """Take one step after the other to the present version. Raises IndexDamaged; the file is then as it was."""
    try:
        if checked_version(path, connection) == SCHEMA_VERSION:
            return
        connection.execute("BEGIN IMMEDIATE")
        for version in range(checked_version(path, connection), SCHEMA_VERSION):
            _STEPS[version](path, connection)
        mark(connection)
        connection.execute("COMMIT")
    except SQLITE_ERRORS as error:
        raise translated(path, error) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _from_1(path: Path, connection: sqlite3.Connection) -> None:
    """Seals for settings and skipped files; what an article is besides its text before the text; copies."""
    made = {statement.split()[2]: statement for statement in TABLES}
    settings = dict(connection.execute("SELECT key, value FROM settings"))
    skipped = connection.execute("SELECT path, reason, reason_zh, '' FROM skipped").fetchall()
    for name in ("settings", "skipped"):
        connection.execute(f"DROP TABLE {name}")
    for name in ("settings", "skipped", "copies"):
        connection.execute(made[name])
    connection.executemany("INSERT INTO skipped VALUES (?, ?, ?, ?, ?)", [(*row, seal(*row)) for row in skipped])
    connection.execute(made["articles"].replace("TABLE articles", "TABLE new_articles"))
    for row in connection.execute("SELECT * FROM articles ORDER BY row"):
        _article_from_1(path, connection, row)
    connection.execute("DROP TABLE articles")  # no foreign keys are enforced yet: the passages stay
    connection.execute("ALTER TABLE new_articles RENAME TO articles")
    columns = "id, file, digest, language, passages, carried, text_key, seal"
    listed = connection.execute(f"SELECT {columns} FROM articles ORDER BY id").fetchall()  # noqa: S608 - fixed columns
    census = seal(*(value for row in listed for value in row)).hex()
    put_settings(connection, settings | {"census": census})


def _article_from_1(path: Path, connection: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    number, *values, stamp = row
    if stamp != seal(*values):
        raise IndexDamaged(path=path, detail=f"article {values[0]} does not match its checksum")
    old = ("id", "digest", "hash", "title", "date", "source", "language", "text", "blocks", "lines", "keywords")
    known = dict(zip(old, values, strict=True))
    parts = connection.execute("SELECT count(*) FROM passages WHERE article = ?", (known["id"],)).fetchone()[0]
    known |= {"passages": parts, "carried": 0, "text_key": text_key(known["text"]), "sketch": sketch(known["text"])}
    known |= {"file": known["id"], "author": None, "pages": "[]"}
    new = [known[column] for column in ARTICLE]
    marks = ", ".join("?" * (len(new) + 2))
    query = f"INSERT INTO new_articles (row, seal, {', '.join(ARTICLE)}) VALUES ({marks})"  # noqa: S608 - our columns
    connection.execute(query, (number, seal(*new), *new))


#: What brings a file of this version to the next one.
_STEPS = {1: _from_1}
