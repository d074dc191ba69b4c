"""Saves what is sound of a damaged index file, and puts it in the place of the damaged one, which is kept beside it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.keywords import keywords
from corpus.passages import passages
from corpus.records import Article
from corpus.shelf import sync_folder
from corpus.words import SEGMENTER
from index.derive import texts_to_encode, write_store
from index.encoders.base import Encoder
from index.generation import Stamp, folder_of, newest_derived, publish, remove_others
from index.library import CENSUS, Library
from index.opening import SQLITE_ERRORS
from index.rows import article_of, text_key
from index.schema import ARTICLE, SUM, seal

_BATCH = 256


@dataclass(frozen=True, slots=True)
class Repair:
    """What was saved of a damaged file: articles of how many rows, vectors, what had to be encoded anew, where it is kept."""

    articles: int
    rows: int
    vectors: int
    encoded: int
    kept: Path


def salvage(index: Path, encoder: Encoder) -> Repair:
    """Write every sound article of a damaged file into a new one, and swap the two. The caller holds the builder's lock.

    Texts whose vectors are lost are encoded again. Raises IndexUnwritable; the damaged file is then as it was.
    """
    made = index.with_name(index.name + ".repairing")
    remove_files(made)
    damaged = sqlite3.connect(f"file:{index.absolute().as_posix()}?mode=ro", uri=True, isolation_level=None)
    try:
        library = Library.write(made)
        try:
            found, rows = _fill(index, library, damaged, encoder)
            generation = library.generation
            publish(
                folder_of(index, generation),
                Stamp.of(library, generation),
                lambda folder: write_store(library, encoder.fingerprint, encoder.dimension, folder),
            )
        finally:
            library.close()
    finally:
        damaged.close()
    kept = set_aside(index)
    made.replace(index)  # there is a file of this name at every moment
    sync_folder(index.absolute().parent)
    remove_others(index, generation)
    return Repair(found[0], rows, found[1], found[2], kept)


def set_aside(index: Path) -> Path:
    """Give a damaged file a second name beside its own; its journal moves there, as it must not meet another file."""
    number = 1
    while (kept := index.with_name(f"{index.name}.damaged-{number}")).exists():
        number += 1
    os.link(index, kept)
    wal = index.with_name(index.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        wal.replace(kept.with_name(kept.name + "-wal"))
    for end in ("-wal", "-shm"):
        index.with_name(index.name + end).unlink(missing_ok=True)
    return kept


def remove_files(path: Path) -> None:
    """Remove a library file that was given up, and its journals."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _fill(
    index: Path, library: Library, damaged: sqlite3.Connection, encoder: Encoder
) -> tuple[tuple[int, int, int], int]:
    """Counts of (articles, vectors, encoded), and how many rows of articles there may have been."""
    rows = _count(damaged)
    articles = list(_articles(damaged, rows))
    texts: dict[bytes, str] = {}
    for article, _, _ in articles:
        texts |= {text_key(text): text for part in passages(article) for text in texts_to_encode(article, part)}
    saved = _save_vectors(library, damaged, encoder, list(texts))
    missing = library.missing_vectors(encoder.fingerprint, texts)
    for start in range(0, len(missing), _BATCH):
        keys = missing[start : start + _BATCH]
        library.put_vectors(encoder.fingerprint, keys, encoder.encode_passages([texts[key] for key in keys]))
    with library.transaction():
        for article, digest, carried in articles:
            library.put_article(article, digest, keywords(article.text, 12), passages(article), carried)
        settings = _settings(damaged, encoder)
        settings["generation"] = str(_next_generation(index, settings))
        for key, value in settings.items():
            library.put_setting(key, value)
        library.seal_whole()
    return (len(articles), saved, len(missing)), rows


def _count(damaged: sqlite3.Connection) -> int:
    with suppress(*SQLITE_ERRORS):
        return int(damaged.execute("SELECT max(row) FROM articles").fetchone()[0] or 0)
    return 0


def _articles(damaged: sqlite3.Connection, rows: int) -> Iterator[tuple[Article, str, bool]]:
    """Every article whose row can be read and fits its seal, with its digest; each id once, the newest row."""
    query = f"SELECT seal, {', '.join(ARTICLE)} FROM articles NOT INDEXED WHERE row = ?"  # noqa: S608 - fixed columns
    seen = set()
    for row in range(rows, 0, -1):
        with suppress(*SQLITE_ERRORS, TypeError):  # row by row: one broken page hides only what is on it
            stamp, *values = damaged.execute(query, (row,)).fetchone()
            if stamp == seal(*values):
                known = dict(zip(ARTICLE, values, strict=True))
                if known["id"] not in seen:
                    seen.add(known["id"])
                    yield article_of(known), known["digest"], bool(known["carried"])


def _save_vectors(library: Library, damaged: sqlite3.Connection, encoder: Encoder, keys: list[bytes]) -> int:
    found: dict[bytes, NDArray[np.float32]] = {}
    query = "SELECT vector, seal FROM vectors WHERE encoder = ? AND key = ?"
    for key in keys:
        with suppress(*SQLITE_ERRORS, TypeError):
            blob, stamp = damaged.execute(query, (encoder.fingerprint, key)).fetchone()
            if stamp == seal(encoder.fingerprint, key, blob):
                found[key] = np.frombuffer(blob, dtype=np.float16).astype(np.float32)
    if found:
        library.put_vectors(encoder.fingerprint, list(found), np.stack(list(found.values())))
    return len(found)


def _settings(damaged: sqlite3.Connection, encoder: Encoder) -> dict[str, str]:
    """The settings that are sound, with those of the encoder that filled the gaps."""
    found: dict[str, str] = {}
    with suppress(*SQLITE_ERRORS):
        for key, value, stamp in damaged.execute("SELECT key, value, seal FROM settings"):
            if key not in (SUM, CENSUS) and stamp == seal(key, value):
                found[key] = value
    made = {"encoder": encoder.name, "fingerprint": encoder.fingerprint, "dimension": str(encoder.dimension)}
    return found | made | {"segmenter": SEGMENTER}


def _next_generation(index: Path, settings: dict[str, str]) -> int:
    """A generation that was not there before, so that readers move to it, even where the setting is lost."""
    return max(int(settings.get("generation", "0")), newest_derived(index)) + 1
