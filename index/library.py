"""The library: one SQLite file with articles, passages, vectors and settings. Its transaction is the only commit."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from corpus.records import Article, Block, BlockKind, Passage, Span
from index.errors import IndexDamaged, IndexMissing, IndexTooNew, IndexUnwritable, NotAnIndex
from index.records import SENTENCE_STRIDE, SkippedFile, StoredPassage
from index.schema import APPLICATION_ID, SCHEMA_VERSION, create, seal

_NOT_WRITABLE = ("unable to open", "readonly", "disk is full", "disk I/O error")


class Library:
    """An open library file. Use `read` or `write` to open one; every row's seal is checked when it is read.

    Nothing else may open the file in this process meanwhile: closing it again would drop SQLite's locks (POSIX).
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Wrap a connection; callers use `read` and `write`."""
        self.path = path
        self._db = connection

    @classmethod
    def read(cls, path: Path) -> "Library":
        """Open for reading only. Raises IndexMissing, NotAnIndex, IndexTooNew, IndexDamaged."""
        if not path.is_file():
            raise IndexMissing(path=path)
        wal = path.with_name(path.name + "-wal")  # may hold a commit, which immutable=1 would not see
        still = not os.access(path.parent, os.W_OK) and not (wal.exists() and wal.stat().st_size)
        mode = "mode=ro&immutable=1" if still else "mode=ro"
        return cls._open(path, f"file:{quote(str(path.absolute()))}?{mode}")

    @classmethod
    def write(cls, path: Path) -> "Library":
        """Open for writing, making the file if it is not there. The caller holds the builder's lock."""
        path.parent.mkdir(parents=True, exist_ok=True)
        library = cls._open(path, f"file:{quote(str(path.absolute()))}?mode=rwc", make=True)
        library._db.execute("PRAGMA foreign_keys = ON")
        return library

    @classmethod
    def _open(cls, path: Path, uri: str, make: bool = False) -> "Library":
        try:
            connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30)
        except sqlite3.OperationalError as error:
            raise _translated(path, error) from error
        library = cls(path, connection)
        try:
            # not the file's size: a build killed before its tables were committed leaves a header
            if make and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                connection.execute("PRAGMA journal_mode = WAL")
                create(connection)
            library._check_header()
        except sqlite3.DatabaseError as error:
            connection.close()
            raise _translated(path, error) from error
        except BaseException:
            connection.close()
            raise
        return library

    def _check_header(self) -> None:
        application = self._db.execute("PRAGMA application_id").fetchone()[0]
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise NotAnIndex(path=self.path)
        if version > SCHEMA_VERSION:
            raise IndexTooNew(path=self.path, found=version, known=SCHEMA_VERSION)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside becomes visible to others at the end, or never."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError):
                raise _translated(self.path, error) from error
            raise

    def begin_snapshot(self) -> None:
        """Stay at the generation of this moment until the library is closed, whatever is built meanwhile."""
        self._db.execute("BEGIN")
        self.setting("generation")

    # settings

    def setting(self, key: str) -> str | None:
        """A setting, or None."""
        rows = self._rows("SELECT value FROM settings WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def put_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> int:
        """How many builds have been committed."""
        return int(self.setting("generation") or 0)

    # articles and passages

    def digests(self) -> dict[str, str]:
        """Article id → digest of the file it was read from."""
        return dict(self._rows("SELECT id, digest FROM articles ORDER BY id"))

    def article_ids(self) -> list[str]:
        """All article ids, sorted."""
        return [str(row[0]) for row in self._rows("SELECT id FROM articles ORDER BY id")]

    def languages(self) -> set[str]:
        """The languages of the articles."""
        return {str(row[0]) for row in self._rows("SELECT DISTINCT language FROM articles")}

    def article(self, article_id: str) -> Article:
        """One article. Raises KeyError when it is not there, IndexDamaged when its row does not match its seal."""
        columns = "id, digest, hash, title, date, source, language, text, blocks, lines, keywords, seal"
        rows = self._rows(f"SELECT {columns} FROM articles WHERE id = ?", (article_id,))  # noqa: S608 - fixed columns
        if not rows:
            raise KeyError(article_id)
        *values, stamp = rows[0]
        self._check(stamp, f"article {article_id}", *values)
        _, _, file_hash, title, date, source, language, text, blocks, lines, _ = values
        return Article(
            id=article_id,
            text=text,
            hash=file_hash,
            title=title,
            blocks=tuple(Block(BlockKind(kind), *rest) for kind, *rest in json.loads(blocks)),
            lines=tuple((offset, line) for offset, line in json.loads(lines)),
            language=language,
            date=date,
            source=source,
        )

    def texts(self) -> dict[str, str]:
        """The texts of all articles by id, sorted. Raises IndexDamaged."""
        return {name: self.article(name).text for name in self.article_ids()}

    def each_text(self) -> Iterator[str]:
        """The text of one article after another, by id. Raises IndexDamaged."""
        return (self.article(name).text for name in self.article_ids())

    def keywords(self, article_id: str) -> list[str]:
        """The telling words of an article, best first."""
        rows = self._rows("SELECT keywords FROM articles WHERE id = ?", (article_id,))
        return [str(word) for word in json.loads(rows[0][0])] if rows else []

    def put_article(self, article: Article, digest: str, keywords: Sequence[str], parts: Iterable[Passage]) -> None:
        """Add an article with its passages, in place of an older version."""
        self.remove_article(article.id)
        values = (
            article.id,
            digest,
            article.hash,
            article.title,
            article.date,
            article.source,
            article.language,
            article.text,
            json.dumps([[block.kind, block.start, block.end, block.level] for block in article.blocks]),
            json.dumps(article.lines),
            json.dumps(list(keywords), ensure_ascii=False),
        )
        marks = ", ".join("?" * (len(values) + 2))
        self._db.execute(f"INSERT INTO articles VALUES ({marks})", (None, *values, seal(*values)))  # noqa: S608 - marks
        for part in parts:
            row = (article.id, part.ordinal, part.start, part.end, part.section, json.dumps(part.sentences))
            self._db.execute("INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", (*row, seal(*row)))

    def remove_article(self, article_id: str) -> None:
        """Remove an article and its passages."""
        self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def passages(self, rows: Sequence[int] | None = None) -> list[StoredPassage]:
        """The passages of these rows, in their order; all of them by row when `rows` is None."""
        columns = "row, article, ordinal, start, end, section, sentences, seal"
        if rows is None:
            found = self._rows(f"SELECT {columns} FROM passages ORDER BY row")  # noqa: S608 - fixed columns
            return [self._passage(record) for record in found]
        query = f"SELECT {columns} FROM passages WHERE row IN (SELECT value FROM json_each(?))"  # noqa: S608 - fixed
        found = self._rows(query, (json.dumps(list(rows)),))
        by_row = {record[0]: self._passage(record) for record in found}
        return [by_row[row] for row in rows]

    def passages_of(self, article_id: str) -> list[StoredPassage]:
        """The passages of one article in reading order."""
        rows = self._rows("SELECT row FROM passages WHERE article = ? ORDER BY ordinal", (article_id,))
        return self.passages([int(row[0]) for row in rows])

    def counts(self) -> tuple[int, int, int]:
        """How many articles, passages and sentences there are."""
        articles = self._rows("SELECT count(*) FROM articles")[0][0]
        passages, sentences = self._rows("SELECT count(*), sum(json_array_length(sentences)) FROM passages")[0]
        return int(articles), int(passages), int(sentences or 0)

    def _passage(self, record: Sequence[object]) -> StoredPassage:
        row, *values, stamp = record
        self._check(stamp, f"passage {row}", *values)
        article, ordinal, start, end, section, sentences = values
        spans = tuple(Span(*span) for span in json.loads(str(sentences)))
        return StoredPassage(row, article, ordinal, start, end, section, spans)  # type: ignore[arg-type]

    # vectors

    def missing_vectors(self, encoder: str, keys: Iterable[bytes]) -> list[bytes]:
        """Those of the keys that this encoder has no vector for, in order, each once."""
        known = {bytes(row[0]) for row in self._rows("SELECT key FROM vectors WHERE encoder = ?", (encoder,))}
        return [key for key in dict.fromkeys(keys) if key not in known]

    def put_vectors(self, encoder: str, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep vectors (n, d) for n keys, as 16-bit floats, in one transaction of their own."""
        rows = [(encoder, key, vector.astype(np.float16).tobytes()) for key, vector in zip(keys, vectors, strict=True)]
        with self.transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", [(*row, seal(*row)) for row in rows]
            )

    def vectors(self, encoder: str) -> dict[bytes, NDArray[np.float32]]:
        """All vectors of this encoder by key, as unit rows (d,)."""
        found = {}
        for key, blob, stamp in self._rows("SELECT key, vector, seal FROM vectors WHERE encoder = ?", (encoder,)):
            self._check(stamp, "a vector", encoder, key, blob)
            vector = np.frombuffer(blob, dtype=np.float16).astype(np.float32)
            found[bytes(key)] = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return found

    def keep_vectors(self, encoder: str, keys: set[bytes]) -> None:
        """Drop every vector that is not one of this encoder's for these keys."""
        stored = self._rows("SELECT encoder, key FROM vectors")
        stale = [(name, key) for name, key in stored if name != encoder or bytes(key) not in keys]
        if stale:
            with self.transaction():
                self._db.executemany("DELETE FROM vectors WHERE encoder = ? AND key = ?", stale)

    # skipped files

    def skipped(self) -> list[SkippedFile]:
        """The files that the last build could not read."""
        return [SkippedFile(*row) for row in self._rows("SELECT path, reason, reason_zh FROM skipped ORDER BY path")]

    def put_skipped(self, skipped: Iterable[SkippedFile]) -> None:
        """Replace the list of skipped files."""
        rows = [(file.path, file.reason, file.reason_zh) for file in skipped]
        self._db.execute("DELETE FROM skipped")
        self._db.executemany("INSERT INTO skipped VALUES (?, ?, ?)", rows)

    def problems(self) -> list[str]:
        """What SQLite's own check and our seals find wrong; empty when all is well."""
        found = [str(row[0]) for row in self._rows("PRAGMA quick_check") if row[0] != "ok"]
        checks: list[tuple[Callable[[str], object], str]] = [(self.vectors, self.setting("fingerprint") or "")]
        checks += [(check, name) for name in self.article_ids() for check in (self.article, self.passages_of)]
        for check, name in checks:
            try:
                check(name)
            except IndexDamaged as error:
                found.append(str(error))
        return found

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _translated(self.path, error) from error

    def _check(self, stamp: object, what: str, *values: object) -> None:
        if stamp != seal(*values):
            raise IndexDamaged(path=self.path, detail=f"{what} does not match its checksum")


def sentence_place(row: int) -> tuple[int, int]:
    """Passage row and place in the passage of a sentence row.

    >>> sentence_place(3 * SENTENCE_STRIDE + 2)
    (3, 2)
    """
    return divmod(row, SENTENCE_STRIDE)


def _translated(path: Path, error: sqlite3.DatabaseError) -> Exception:
    if any(words in str(error) for words in _NOT_WRITABLE):
        return IndexUnwritable(path=path, detail=str(error))
    if isinstance(error, sqlite3.OperationalError):
        return IndexDamaged(path=path, detail=str(error))
    if "not a database" in str(error):
        return NotAnIndex(path=path)
    return IndexDamaged(path=path, detail=str(error))
