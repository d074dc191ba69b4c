"""The library: one SQLite file with articles, passages, vectors and settings. Its transaction is the only commit."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.records import Article, Passage
from index.database import Database
from index.errors import BuildUnfinished, IndexDamaged
from index.records import SENTENCE_STRIDE, Copy, SkippedFile, StoredArticle, StoredPassage
from index.rows import article_of, article_values, passage_of, passage_values
from index.schema import ARTICLE, seal

#: The setting that seals which articles and copies there are.
CENSUS = "census"


class Library(Database):
    """The articles of a file, with their passages and vectors."""

    # the whole

    def check(self) -> None:
        """Raise IndexDamaged unless all settings are there, and exactly the articles of the last commit."""
        census = self.settings().get(CENSUS)
        if self.generation and census != self._census():
            raise IndexDamaged(path=self.path, detail="the list of articles does not match its checksum")

    def check_built(self) -> None:
        """Raise BuildUnfinished when no build has been committed yet."""
        if not self.generation:
            raise BuildUnfinished(path=self.path)

    def seal_whole(self) -> None:
        """Write down which articles there are; the last thing in a transaction that changes them."""
        self.put_setting(CENSUS, self._census())

    def _census(self) -> str:
        listed = self._rows(
            "SELECT id, file, digest, language, passages, carried, text_key, seal FROM articles ORDER BY id"
        )
        copies = self._rows("SELECT path, file, digest, article, text_key, seal FROM copies ORDER BY path")
        return seal(*(value for row in (*listed, *copies) for value in row)).hex()

    # articles

    def digests(self) -> dict[str, str]:
        """Article id → digest of the file it was read from."""
        return dict(self._rows("SELECT id, digest FROM articles ORDER BY id"))

    def stored(self) -> dict[str, StoredArticle]:
        """What the file knows of every article besides its text, by id; `check` vouches for it."""
        rows = self._rows("SELECT id, file, digest, text_key, carried FROM articles ORDER BY id")
        return {row[0]: StoredArticle(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows}

    def sketches(self) -> dict[str, bytes]:
        """The sampled shingles of every article, by id (see `corpus.shingles`)."""
        return dict(self._rows("SELECT id, sketch FROM articles"))

    def article_ids(self) -> list[str]:
        """All article ids, sorted."""
        return [str(row[0]) for row in self._rows("SELECT id FROM articles ORDER BY id")]

    def headlines(self) -> list[tuple[str, str, str | None]]:
        """Id, title and date of every article, by id, to choose from: read without the texts, so not checked against the seals."""
        return [
            (str(row[0]), str(row[1]), row[2]) for row in self._rows("SELECT id, title, date FROM articles ORDER BY id")
        ]

    def languages(self) -> dict[str, str]:
        """The language of every article, by its id."""
        return {str(row[0]): str(row[1]) for row in self._rows("SELECT id, language FROM articles")}

    def article(self, article_id: str) -> Article:
        """One article. Raises KeyError when it is not there, IndexDamaged when its row does not match its seal."""
        return article_of(self._article_row(article_id))

    def texts(self) -> dict[str, str]:
        """The texts of all articles by id, sorted. Raises IndexDamaged."""
        return {name: self.article(name).text for name in self.article_ids()}

    def each_text(self) -> Iterator[str]:
        """The text of one article after another, by id. Raises IndexDamaged."""
        return (self.article(name).text for name in self.article_ids())

    def keywords(self, article_id: str) -> list[str]:
        """The telling words of an article, best first. Raises IndexDamaged."""
        try:
            return [str(word) for word in json.loads(self._article_row(article_id)["keywords"])]
        except KeyError:
            return []

    def put_article(
        self, article: Article, digest: str, keywords: Sequence[str], parts: Iterable[Passage], carried: bool = False
    ) -> None:
        """Add an article with its passages, in place of an older version; a carried one has no file in the folder."""
        self.remove_article(article.id)
        rows = [passage_values(part) for part in parts]
        self._insert_article(article_values(article, digest, keywords, len(rows), carried))
        columns = "article, ordinal, start, end, section, sentences, seal"
        self._db.executemany(
            f"INSERT INTO passages ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - fixed columns
            [(*row, seal(*row)) for row in rows],
        )

    def mark_carried(self, article_id: str, carried: bool) -> None:
        """Say whether an article has no file in the folder; its passages and their rows stay."""
        row = self._article_row(article_id) | {"carried": int(carried)}
        stamp = seal(*(row[column] for column in ARTICLE))
        self._db.execute("UPDATE articles SET carried = ?, seal = ? WHERE id = ?", (int(carried), stamp, article_id))

    def remove_article(self, article_id: str) -> None:
        """Remove an article and its passages."""
        self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def _article_row(self, article_id: str) -> dict[str, Any]:
        query = f"SELECT seal, {', '.join(ARTICLE)} FROM articles WHERE id = ?"  # noqa: S608 - fixed columns
        rows = self._rows(query, (article_id,))
        if not rows:
            raise KeyError(article_id)
        stamp, *values = rows[0]
        self._check(stamp, f"article {article_id}", *values)
        return dict(zip(ARTICLE, values, strict=True))

    def _insert_article(self, values: Sequence[Any]) -> None:
        marks = ", ".join("?" * (len(values) + 1))
        query = f"INSERT INTO articles (seal, {', '.join(ARTICLE)}) VALUES ({marks})"  # noqa: S608 - fixed columns
        self._db.execute(query, (seal(*values), *values))

    # passages

    def passages(self, rows: Sequence[int] | None = None) -> list[StoredPassage]:
        """The passages of these rows, in their order; all of them by row when `rows` is None. Raises IndexDamaged."""
        columns = "row, article, ordinal, start, end, section, sentences, seal"
        if rows is None:
            found = self._rows(f"SELECT {columns} FROM passages ORDER BY row")  # noqa: S608 - fixed columns
            return [self._passage(record) for record in found]
        query = f"SELECT {columns} FROM passages WHERE row IN (SELECT value FROM json_each(?))"  # noqa: S608 - fixed
        found = self._rows(query, (json.dumps(list(rows)),))
        by_row = {record[0]: self._passage(record) for record in found}
        if missing := [row for row in rows if row not in by_row]:
            raise IndexDamaged(path=self.path, detail=f"passage {missing[0]} is missing")
        return [by_row[row] for row in rows]

    def passages_of(self, article_id: str) -> list[StoredPassage]:
        """The passages of one article in reading order. Raises IndexDamaged, also when one is missing."""
        rows = self._rows("SELECT row FROM passages WHERE article = ? ORDER BY ordinal", (article_id,))
        found = self.passages([int(row[0]) for row in rows])
        count = self._rows("SELECT passages FROM articles WHERE id = ?", (article_id,))
        if [part.ordinal for part in found] != list(range(count[0][0] if count else 0)):
            raise IndexDamaged(path=self.path, detail=f"a passage of {article_id} is missing")
        return found

    def counts(self) -> tuple[int, int, int]:
        """How many articles, passages and sentences there are."""
        articles = self._rows("SELECT count(*) FROM articles")[0][0]
        passages, sentences = self._rows("SELECT count(*), sum(json_array_length(sentences)) FROM passages")[0]
        return int(articles), int(passages), int(sentences or 0)

    def _passage(self, record: Sequence[Any]) -> StoredPassage:
        row, *values, stamp = record
        self._check(stamp, f"passage {row}", *values)
        return passage_of(row, values)

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

    def take_vectors(self, other: "Library", encoder: str) -> None:
        """All vectors of this encoder from another library, in place of those that are here. Raises IndexDamaged."""
        self._db.execute("DELETE FROM vectors")
        rows = other._rows("SELECT encoder, key, vector, seal FROM vectors WHERE encoder = ?", (encoder,))
        for *values, stamp in rows:
            other._check(stamp, "a vector", *values)
        self._db.executemany("INSERT INTO vectors VALUES (?, ?, ?, ?)", rows)

    def keep_vectors(self, encoder: str, keys: set[bytes]) -> None:
        """Drop every vector that is not one of this encoder's for these keys."""
        stored = self._rows("SELECT encoder, key FROM vectors")
        stale = [(name, key) for name, key in stored if name != encoder or bytes(key) not in keys]
        if stale:
            with self.transaction():
                self._db.executemany("DELETE FROM vectors WHERE encoder = ? AND key = ?", stale)

    # files that are no articles of their own

    def skipped(self) -> list[SkippedFile]:
        """The files that the last build could not read. Raises IndexDamaged."""
        return [SkippedFile(*row) for row in self._sealed("skipped", "path, reason, reason_zh, digest")]

    def put_skipped(self, skipped: Iterable[SkippedFile]) -> None:
        """Replace the list of skipped files."""
        self._replace("skipped", [(file.path, file.reason, file.reason_zh, file.digest) for file in skipped])

    def copies(self) -> list[Copy]:
        """The files that say the same as an article, by path. Raises IndexDamaged."""
        return [Copy(*row) for row in self._sealed("copies", "path, file, digest, article, text_key")]

    def put_copies(self, copies: Iterable[Copy]) -> None:
        """Replace the list of copies."""
        self._replace("copies", [(copy.path, copy.file, copy.digest, copy.article, copy.text_key) for copy in copies])

    def _sealed(self, table: str, columns: str) -> list[list[Any]]:
        rows = self._rows(f"SELECT {columns}, seal FROM {table} ORDER BY path")  # noqa: S608 - one of our two names
        for *values, stamp in rows:
            self._check(stamp, f"{table} {values[0]}", *values)
        return [list(values) for *values, _ in rows]

    def _replace(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - one of our two names
        for row in rows:
            marks = ", ".join("?" * (len(row) + 1))
            query = f"INSERT OR REPLACE INTO {table} VALUES ({marks})"  # noqa: S608 - marks alone
            self._db.execute(query, (*row, seal(*row)))

    def problems(self) -> list[str]:
        """What SQLite's own check and our seals find wrong; empty when all is well."""
        found = [str(row[0]) for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        checks: list[Callable[[], object]] = [self.check, self.skipped, self.copies]
        checks.append(lambda: self.vectors(self.setting("fingerprint") or ""))
        for name in self.article_ids():
            checks += [lambda name=name: self.article(name), lambda name=name: self.passages_of(name)]  # type: ignore[misc]
        for check in checks:
            try:
                check()
            except IndexDamaged as error:
                found.append(str(error))
            except KeyError as error:
                found.append(f"article {error} is missing")
        return found


def sentence_place(row: int) -> tuple[int, int]:
    """Passage row and place in the passage of a sentence row.

    >>> sentence_place(3 * SENTENCE_STRIDE + 2)
    (3, 2)
    """
    return divmod(row, SENTENCE_STRIDE)
