"""Bring an index up to date with a folder of articles. Only what changed is read, and only new text is encoded."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EISDIR
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import CorpusError
from corpus.keywords import keywords
from corpus.passages import passages
from corpus.read import digest, find_articles, read_article
from corpus.records import Article, Passage
from corpus.words import SEGMENTER
from index.derive import text_key, texts_to_encode, write_store
from index.encoders.base import Encoder
from index.errors import IndexLocked, IndexUnwritable
from index.generation import Stamp, folder_of, publish, remove_others, state_of
from index.library import Library
from index.records import BuildReport, SkippedFile

#: Called with a stage ("read", "encode", "write"), how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """`batch` texts are encoded and committed at a time; `keywords` are kept for each article."""

    batch: int = 256
    keywords: int = 12
    lock_seconds: float = 0.5


@dataclass(slots=True)
class _Change:
    """What the folder holds that the library does not, and the other way round."""

    articles: list[tuple[Article, str, list[Passage]]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    added: int = 0
    skipped: list[SkippedFile] = field(default_factory=list)


def build(
    index: Path,
    articles: Path,
    encoder: Encoder,
    progress: Progress = lambda _stage, _done, _all: None,
    options: BuildOptions | None = None,
) -> BuildReport:
    """Bring the index file up to date with the folder. Raises IndexLocked, FolderMissing, and what `Library.write` does.

    A build that is killed leaves the old generation; the vectors it had finished are kept and not made again.
    """
    files = find_articles(articles)  # before the lock: a missing folder must not make an index file
    return _build(index, lambda library: _changes(library, articles, files, progress), encoder, progress, options)


def build_from(
    index: Path, articles: Iterable[Article], encoder: Encoder, options: BuildOptions | None = None
) -> BuildReport:
    """Make the index hold exactly these articles, as `build` does for a folder."""

    def changes(library: Library) -> _Change:
        known, change = library.digests(), _Change()
        for article in articles:
            if known.pop(article.id, None) != article.hash:
                change.articles.append((article, article.hash, passages(article)))
        change.added = len(change.articles)
        change.removed = sorted(known)
        return change

    return _build(index, changes, encoder, lambda _stage, _done, _all: None, options)


def _build(
    index: Path,
    changes: Callable[[Library], _Change],
    encoder: Encoder,
    progress: Progress,
    options: BuildOptions | None,
) -> BuildReport:
    options = options or BuildOptions()
    started = time.monotonic()
    with _lock(index, options.lock_seconds), _writable(index):
        library = Library.write(index)
        try:
            change = changes(library)
            encoded = _encode(library, change, encoder, progress, options)
            _commit(library, change, encoder, progress, options)
            return _report(library, change, encoder, encoded, time.monotonic() - started)
        finally:
            library.close()


def put_setting(index: Path, key: str, value: str, options: BuildOptions | None = None) -> None:
    """Keep a setting in an index that is there. Raises IndexMissing, IndexLocked, IndexUnwritable."""
    Library.read(index).close()
    with _lock(index, (options or BuildOptions()).lock_seconds), _writable(index):
        library = Library.write(index)
        try:
            with library.transaction():
                library.put_setting(key, value)
        finally:
            library.close()


@contextmanager
def _writable(index: Path) -> Iterator[None]:
    """What the system refuses while the index is written becomes an error that names the file."""
    try:
        yield
    except OSError as error:
        raise IndexUnwritable(path=index, detail=error.strerror or str(error)) from error


@contextmanager
def _lock(index: Path, seconds: float) -> Iterator[None]:
    with _writable(index):
        if index.is_dir():
            raise IsADirectoryError(EISDIR, "it is a folder")
        index.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index.with_name(index.name + ".lock"), timeout=seconds)
    try:
        with _writable(index):
            _acquire(lock, index)
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, index: Path) -> None:
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexLocked(path=index) from error


def _changes(library: Library, root: Path, files: list[Path], progress: Progress) -> _Change:
    known, change = library.digests(), _Change()
    seen = set()
    for done, path in enumerate(files, 1):
        article_id = path.relative_to(root).as_posix()
        try:
            found = digest(path)
            if known.get(article_id) != found:
                article = read_article(path, root)
                change.articles.append((article, found, passages(article)))
                change.added += article_id not in known
            seen.add(article_id)
        except CorpusError as error:
            shown = article_id.encode("utf-8", "backslashreplace").decode()  # a file's name need not be text
            change.skipped.append(SkippedFile(shown, error.message("en"), error.message("zh")))
        progress("read", done, len(files))
    change.removed = sorted(known.keys() - seen)
    return change


def _encode(library: Library, change: _Change, encoder: Encoder, progress: Progress, options: BuildOptions) -> int:
    texts = {text_key(text): text for text in _all_texts(library, change, encoder)}
    missing = library.missing_vectors(encoder.fingerprint, texts)
    for start in range(0, len(missing), options.batch):
        keys = missing[start : start + options.batch]
        library.put_vectors(encoder.fingerprint, keys, encoder.encode_passages([texts[key] for key in keys]))
        progress("encode", start + len(keys), len(missing))
    return len(missing)


def _all_texts(library: Library, change: _Change, encoder: Encoder) -> Iterator[str]:
    for article, _, parts in change.articles:
        for part in parts:
            yield from texts_to_encode(article, part)
    if library.setting("fingerprint") != encoder.fingerprint:  # another encoder: what has not changed needs vectors too
        for article_id in library.article_ids():
            article = library.article(article_id)
            for passage in library.passages_of(article_id):
                yield from texts_to_encode(article, passage)


def _commit(library: Library, change: _Change, encoder: Encoder, progress: Progress, options: BuildOptions) -> None:
    """The search files of the new generation are on disk before the one transaction that makes it the present one."""
    index, generation = library.path, library.generation
    same_settings = (library.setting("fingerprint"), library.setting("segmenter")) == (encoder.fingerprint, SEGMENTER)
    unchanged = same_settings and not (change.articles or change.removed)
    with library.transaction():
        library.put_skipped(change.skipped)
        if unchanged and state_of(folder_of(index, generation), Stamp.of(library, generation)) == "ok":
            remove_others(index, generation)  # a build killed after its commit had no time for it
            return
        for article_id in change.removed:
            library.remove_article(article_id)
        for article, found, parts in change.articles:
            library.put_article(article, found, keywords(article.text, options.keywords), parts)
        for key, value in _settings(encoder).items():
            library.put_setting(key, value)
        library.put_setting("generation", str(generation + 1))
        progress("write", 0, 1)
        publish(
            folder_of(index, generation + 1),
            Stamp.of(library, generation + 1),
            lambda folder: write_store(library, encoder.fingerprint, encoder.dimension, folder),
        )
        progress("write", 1, 1)
    remove_others(index, generation + 1)
    _forget_unused_vectors(library, encoder)


def _settings(encoder: Encoder) -> dict[str, str]:
    return {
        "encoder": encoder.name,
        "fingerprint": encoder.fingerprint,
        "dimension": str(encoder.dimension),
        "segmenter": SEGMENTER,
    }


def _forget_unused_vectors(library: Library, encoder: Encoder) -> None:
    used: set[bytes] = set()
    for article_id in library.article_ids():
        article = library.article(article_id)
        for passage in library.passages_of(article_id):
            used.update(text_key(text) for text in texts_to_encode(article, passage))
    library.keep_vectors(encoder.fingerprint, used)


def _report(library: Library, change: _Change, encoder: Encoder, encoded: int, seconds: float) -> BuildReport:
    articles, parts, sentences = library.counts()
    return BuildReport(
        articles=articles,
        passages=parts,
        sentences=sentences,
        added=change.added,
        changed=len(change.articles) - change.added,
        removed=len(change.removed),
        encoded=encoded,
        skipped=tuple(change.skipped),
        generation=library.generation,
        encoder=encoder.name,
        seconds=round(seconds, 3),
    )
