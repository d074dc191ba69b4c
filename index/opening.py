"""Opens the library file, and says in our words what SQLite finds wrong with it."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from index.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexTooNew,
    IndexTooOld,
    IndexUnwritable,
    LibraryError,
    NotAnIndex,
)
from index.schema import APPLICATION_ID, SCHEMA_VERSION, create

_NOT_WRITABLE = ("unable to open", "readonly", "disk is full", "disk I/O error")
#: What reading a damaged file raises: also that SQLite quotes bytes of it that are no text.
SQLITE_ERRORS = (sqlite3.DatabaseError, UnicodeDecodeError)

_WAIT = 30  # seconds for another connection's short lock


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises IndexMissing, NotAnIndex, IndexTooOld, IndexTooNew, IndexDamaged."""
    connection = _look(path)
    try:
        version = checked_version(path, connection)
        if version < SCHEMA_VERSION:
            raise IndexTooOld(path=path, found=version, known=SCHEMA_VERSION)
    except BaseException:
        connection.close()
        raise
    return connection


def version_of(path: Path) -> int:
    """The schema version of a file, which may be an older one. Raises IndexMissing, NotAnIndex, IndexTooNew, IndexDamaged."""
    connection = _look(path)
    try:
        return checked_version(path, connection)
    finally:
        connection.close()


def copy_older(path: Path, file: Path) -> None:
    """Write a file of any version that we know into a new one, as it is. Raises NotAnIndex, IndexDamaged, IndexUnwritable."""
    connection = _look(path)
    try:
        checked_version(path, connection)
        connection.execute("VACUUM INTO ?", (str(file),))
    except SQLITE_ERRORS as error:
        raise translated(path, error) from error
    finally:
        connection.close()


def open_to_write(path: Path) -> sqlite3.Connection:
    """A connection that writes, to a file that is made if it is not there. Its version may be an older one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path, "mode=rwc")
    try:
        # not the file's size: a build killed before its tables were committed leaves a header
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.execute("PRAGMA journal_mode = WAL")
            create(connection)
        checked_version(path, connection)
    except SQLITE_ERRORS as error:
        connection.close()
        raise translated(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def checked_version(path: Path, connection: sqlite3.Connection) -> int:
    """The schema version, of a file that is ours and not from the future. Raises NotAnIndex, IndexTooNew, IndexDamaged.

    A database without tables is what a first build leaves that was killed in its first moment: IndexMissing.
    """
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except SQLITE_ERRORS as error:
        raise translated(path, error) from error
    if application != APPLICATION_ID:
        raise IndexMissing(path=path) if empty else NotAnIndex(path=path)
    if version > SCHEMA_VERSION:
        raise IndexTooNew(path=path, found=version, known=SCHEMA_VERSION)
    if version < 1:
        raise IndexDamaged(path=path, detail=f"it says that its version is {version}")
    return version


def translated(path: Path, error: Exception) -> LibraryError:
    """What SQLite says, as one of our errors."""
    said = str(error)
    if any(words in said for words in _NOT_WRITABLE):
        return IndexUnwritable(path=path, detail=said)
    if "locked" in said:
        return IndexLocked(path=path, holder="", holder_zh="")
    if "not a database" in said and not isinstance(error, sqlite3.OperationalError):
        return NotAnIndex(path=path)
    return IndexDamaged(path=path, detail=said)


def _look(path: Path) -> sqlite3.Connection:
    """A connection that reads. SQLite wants to write a file beside a database; where it cannot, the file is taken as still."""
    if not path.is_file():
        raise IndexMissing(path=path)
    wal = path.with_name(path.name + "-wal")  # may hold a commit, which immutable=1 would not see
    all_in_one = not (wal.exists() and wal.stat().st_size)
    if all_in_one and not os.access(path.parent, os.W_OK):
        return _connect(path, "mode=ro&immutable=1")
    connection = _connect(path, "mode=ro")
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except SQLITE_ERRORS as error:
        if all_in_one and isinstance(translated(path, error), IndexUnwritable):  # a full disk
            connection.close()
            return _connect(path, "mode=ro&immutable=1")
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?{mode}"
    try:
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_WAIT)
    except sqlite3.OperationalError as error:
        raise translated(path, error) from error
