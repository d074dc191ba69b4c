"""The tables of the library file, and the seal that every row carries."""

import hashlib
import json
import sqlite3

APPLICATION_ID = 0x5975616E  # "Yuan"
SCHEMA_VERSION = 1

TABLES = """
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
INSERT INTO settings VALUES ('library', lower(hex(randomblob(16)))), ('generation', '0');
"""


def seal(*values: object) -> bytes:
    """Eight bytes that change when any of the values does: SQLite does not check its pages, so each row is sealed.

    >>> seal("a", 1) == seal("a", 1), seal("a", 1) == seal("a", 2)
    (True, False)
    """
    digest = hashlib.blake2b(digest_size=8)
    for value in values:
        data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.digest()


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty database, and its identity, in one transaction."""
    connection.executescript(
        f"BEGIN; {TABLES} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    )
