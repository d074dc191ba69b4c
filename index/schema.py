"""The tables of the library file, and the seal that every row carries. Older files are brought up to them by `index.migrate`."""

import hashlib
import json
import sqlite3
import uuid
from collections.abc import Mapping

APPLICATION_ID = 0x5975616E  # "Yuan"

#: The setting that seals all the others: none can vanish unnoticed.
SUM = "sum"

#: 1: settings and skipped files without seals.
#: 2: every row sealed, the whole summed; copies, carried articles, several articles a file, authors and pages.
SCHEMA_VERSION = 2

#: The columns of an article that its seal covers, in order. The long ones come last, so that the others are read without them.
ARTICLE = (
    *(
        "id",
        "file",
        "digest",
        "hash",
        "title",
        "author",
        "date",
        "source",
        "language",
        "passages",
        "carried",
        "text_key",
    ),
    *("sketch", "text", "blocks", "lines", "pages", "keywords"),
)

TABLES = (
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL, seal BLOB NOT NULL) WITHOUT ROWID",
    """CREATE TABLE articles (
    row INTEGER PRIMARY KEY, seal BLOB NOT NULL, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL, digest TEXT NOT NULL,
    hash TEXT NOT NULL, title TEXT NOT NULL, author TEXT, date TEXT, source TEXT, language TEXT NOT NULL,
    passages INTEGER NOT NULL, carried INTEGER NOT NULL, text_key BLOB NOT NULL, sketch BLOB NOT NULL,
    text TEXT NOT NULL, blocks TEXT NOT NULL, lines TEXT NOT NULL, pages TEXT NOT NULL, keywords TEXT NOT NULL)""",
    """CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, section TEXT, sentences TEXT NOT NULL,
    seal BLOB NOT NULL)""",
    "CREATE INDEX passages_by_article ON passages (article, ordinal)",
    """CREATE TABLE vectors (
    encoder TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL, seal BLOB NOT NULL, PRIMARY KEY (encoder, key)
) WITHOUT ROWID""",
    """CREATE TABLE skipped (
    path TEXT PRIMARY KEY, reason TEXT NOT NULL, reason_zh TEXT NOT NULL, digest TEXT NOT NULL, seal BLOB NOT NULL
) WITHOUT ROWID""",
    """CREATE TABLE copies (
    path TEXT PRIMARY KEY, file TEXT NOT NULL, digest TEXT NOT NULL, article TEXT NOT NULL, text_key BLOB NOT NULL,
    seal BLOB NOT NULL
) WITHOUT ROWID""",
)


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
    connection.execute("BEGIN IMMEDIATE")
    for statement in TABLES:
        connection.execute(statement)
    put_settings(connection, {"library": uuid.uuid4().hex, "generation": "0"})
    mark(connection)
    connection.execute("COMMIT")


def mark(connection: sqlite3.Connection) -> None:
    """Write whose file this is, and of which version, into its header."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def put_settings(connection: sqlite3.Connection, settings: Mapping[str, str]) -> None:
    """Fill an empty table of settings."""
    for row in [*settings.items(), (SUM, settings_sum(settings))]:
        connection.execute("INSERT INTO settings VALUES (?, ?, ?)", (*row, seal(*row)))


def settings_sum(settings: Mapping[str, str]) -> str:
    """The seal of all settings but itself."""
    return seal(*(part for row in sorted(settings.items()) for part in row)).hex()
