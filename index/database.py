"""The SQLite file below the library: opened, written in transactions, every row sealed; its settings."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from index.errors import IndexDamaged, IndexUnwritable
from index.migrate import migrate
from index.opening import SQLITE_ERRORS, open_to_read, open_to_write, translated
from index.schema import SUM, seal, settings_sum


class Database:
    """An open file. Use `read` or `write` to open one; every row's seal is checked when it is read.

    Nothing else may open the file in this process meanwhile: closing it again would drop SQLite's locks (POSIX).
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Wrap a connection; callers use `read` and `write`."""
        self.path = path
        self._db = connection

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open for reading only. Raises IndexMissing, NotAnIndex, IndexTooOld, IndexTooNew, IndexDamaged."""
        return cls(path, open_to_read(path))

    @classmethod
    def write(cls, path: Path) -> Self:
        """Open for writing: a file that is not there is made, an older one migrated. The caller holds the builder's lock."""
        connection = open_to_write(path)
        try:
            migrate(path, connection)
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside becomes visible to others at the end, or never."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, SQLITE_ERRORS):
                raise translated(self.path, error) from error
            raise

    def begin_snapshot(self) -> None:
        """Stay at the generation of this moment until the library is closed, whatever is built meanwhile."""
        self._db.execute("BEGIN")
        self.setting("generation")

    def allow_readers(self) -> None:
        """Let others read on while something is written: a file that was exported is not set to it. Raises IndexLocked."""
        self._rows("PRAGMA journal_mode = WAL")

    def copy_to(self, file: Path) -> None:
        """Write the committed state into a new file, without gaps and without a journal. Raises IndexUnwritable."""
        try:
            self._db.execute("VACUUM INTO ?", (str(file),))
        except SQLITE_ERRORS as error:
            found = translated(file, error)
            raise (found if isinstance(found, IndexUnwritable) else translated(self.path, error)) from error

    # settings

    def setting(self, key: str) -> str | None:
        """A setting, or None. Raises IndexDamaged."""
        rows = self._rows("SELECT key, value, seal FROM settings WHERE key = ?", (key,))
        if not rows:
            return None
        self._check(rows[0][2], f"the setting {key}", *rows[0][:2])
        return str(rows[0][1])

    def settings(self) -> dict[str, str]:
        """All settings. Raises IndexDamaged when one of them is missing or not as it was."""
        rows = self._rows("SELECT key, value, seal FROM settings ORDER BY key")
        for key, value, stamp in rows:
            self._check(stamp, f"the setting {key}", key, value)
        found = {str(key): str(value) for key, value, _ in rows}
        if found.pop(SUM, None) != settings_sum(found):
            raise IndexDamaged(path=self.path, detail="the settings do not match their checksum")
        return found

    def put_setting(self, key: str, value: str | None) -> None:
        """Keep a setting, or drop it where the value is None. Raises IndexDamaged."""
        found = self.settings()
        found.pop(key, None)
        if value is None:
            self._db.execute("DELETE FROM settings WHERE key = ?", (key,))
        else:
            found[key] = value
        total = settings_sum(found)
        new = [(SUM, total), *([] if value is None else [(key, value)])]
        self._db.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?, ?)", [(*row, seal(*row)) for row in new])

    @property
    def generation(self) -> int:
        """How many builds have been committed."""
        return int(self.setting("generation") or 0)

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except SQLITE_ERRORS as error:
            raise translated(self.path, error) from error

    def _check(self, stamp: object, what: str, *values: object) -> None:
        if stamp != seal(*values):
            raise IndexDamaged(path=self.path, detail=f"{what} does not match its checksum")
