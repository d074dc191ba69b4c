"""Bring an index up to date with a folder of articles. Only what changed is read, and only new text is encoded."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.keywords import keywords
from corpus.read import find_articles
from corpus.records import Article
from corpus.shingles import sketch
from corpus.words import SEGMENTER
from index.changes import Carried, Change, Progress, folder_changes, listed_changes
from index.derive import texts_to_encode, write_store
from index.encoders.base import Encoder
from index.generation import Stamp, folder_of, publish, remove_others, state_of
from index.library import Library
from index.lock import locked, writable
from index.near import near_duplicates
from index.records import BuildReport, NearDuplicate
from index.rows import text_key


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """`batch` texts are encoded and committed at a time; `keywords` are kept for each article."""

    batch: int = 256
    keywords: int = 12
    lock_seconds: float = 0.5


def build(
    index: Path,
    articles: Path,
    encoder: Encoder,
    progress: Progress = lambda _stage, _done, _all: None,
    options: BuildOptions | None = None,
    carried: Carried | None = None,
) -> BuildReport:
    """Bring the index file up to date with the folder. Raises IndexLocked, FolderMissing, FolderEmptied, and what `Library.write` does.

    A build that is killed leaves the old generation; the vectors it had finished are kept and not made again.
    `carried` says what changes among the articles that an import brought and that have no file in the folder.
    """
    files = find_articles(articles)  # before the lock: a missing folder must not make an index file
    plan = _Plan(encoder, progress, options or BuildOptions(), str(articles.resolve()))
    return _build(index, lambda library: folder_changes(library, articles, files, progress, carried), plan)


def build_from(
    index: Path, articles: Iterable[Article], encoder: Encoder, options: BuildOptions | None = None
) -> BuildReport:
    """Make the index hold exactly these articles, as `build` does for a folder."""
    plan = _Plan(encoder, lambda _stage, _done, _all: None, options or BuildOptions(), None)
    return _build(index, lambda library: listed_changes(library, articles), plan)


def put_setting(index: Path, key: str, value: str, options: BuildOptions | None = None) -> None:
    """Keep a setting in an index that is there. Raises IndexMissing, IndexLocked, IndexUnwritable."""
    Library.read(index).close()
    with opened(index, options) as library, library.transaction():
        library.put_setting(key, value)


@contextmanager
def opened(index: Path, options: BuildOptions | None = None) -> Iterator[Library]:
    """A library to write to, under the lock, whole to begin with. Raises IndexLocked, IndexUnwritable, IndexDamaged."""
    with locked(index, (options or BuildOptions()).lock_seconds), writable(index):
        library = Library.write(index)
        try:
            library.check()
            library.allow_readers()
            yield library
        finally:
            library.close()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a build works with; `folder` is where the articles' files are."""

    encoder: Encoder
    progress: Progress
    options: BuildOptions
    folder: str | None


def _build(index: Path, changes: Callable[[Library], Change], plan: _Plan) -> BuildReport:
    started = time.monotonic()
    with opened(index, plan.options) as library:
        change = changes(library)
        encoded = _encode(library, change, plan)
        near = _near(library, change)
        _commit(library, change, plan)
        return _report(library, change, plan.encoder, encoded, near, time.monotonic() - started)


def _encode(library: Library, change: Change, plan: _Plan) -> int:
    encoder, batch = plan.encoder, plan.options.batch
    texts = {text_key(text): text for text in _all_texts(library, change, encoder)}
    missing = library.missing_vectors(encoder.fingerprint, texts)
    for start in range(0, len(missing), batch):
        keys = missing[start : start + batch]
        library.put_vectors(encoder.fingerprint, keys, encoder.encode_passages([texts[key] for key in keys]))
        plan.progress("encode", start + len(keys), len(missing))
    return len(missing)


def _all_texts(library: Library, change: Change, encoder: Encoder) -> Iterator[str]:
    for article, _, parts in change.articles:
        for part in parts:
            yield from texts_to_encode(article, part)
    if library.setting("fingerprint") != encoder.fingerprint:  # another encoder: what has not changed needs vectors too
        for article_id in library.article_ids():
            article = library.article(article_id)
            for passage in library.passages_of(article_id):
                yield from texts_to_encode(article, passage)


def _near(library: Library, change: Change) -> list[NearDuplicate]:
    """The near duplicates of what is new or changed."""
    read = {article.id: article.text for article, _, _ in change.articles}
    gone = {*change.removed, *read}
    others = {name: kept for name, kept in library.sketches().items() if name not in gone} if read else {}
    new = {name: sketch(text) for name, text in read.items()}
    return near_duplicates(new, others, lambda name: read.get(name) or library.article(name).text)


def _commit(library: Library, change: Change, plan: _Plan) -> None:
    """The search files of the new generation are on disk before the one transaction that makes it the present one."""
    index, generation, encoder = library.path, library.generation, plan.encoder
    settings = _settings(plan)
    known = library.settings()
    same = all(known.get(key) == settings[key] for key in ("fingerprint", "segmenter"))
    old = folder_of(index, generation)
    sound = state_of(old, Stamp.of(library, generation)) == "ok"
    if same and sound and not (change.articles or change.removed):
        _note(library, change, settings)
        remove_others(index, generation)  # a build killed after its commit had no time for it
        return
    reused = old if sound and known.get("segmenter") == SEGMENTER else None
    with library.transaction():
        for article_id in change.removed:
            library.remove_article(article_id)
        for article, found, parts in change.articles:
            words = keywords(article.text, plan.options.keywords)
            library.put_article(article, found, words, parts, carried=article.id in change.carried)
        _write_notes(library, change, {**settings, "generation": str(generation + 1)})
        plan.progress("write", 0, 1)
        publish(
            folder_of(index, generation + 1),
            Stamp.of(library, generation + 1),
            lambda folder: write_store(library, encoder.fingerprint, encoder.dimension, folder, reused),
        )
        plan.progress("write", 1, 1)
    remove_others(index, generation + 1)
    _forget_unused_vectors(library, encoder)


def _note(library: Library, change: Change, settings: Mapping[str, str]) -> None:
    """Keep what a build found that changes no answer; where it found nothing new, nothing is written."""
    known = library.settings()
    told = (sorted(change.skipped, key=lambda file: file.path), sorted(change.copies, key=lambda copy: copy.path))
    if change.adopted or told != (library.skipped(), library.copies()) or not settings.items() <= known.items():
        with library.transaction():
            _write_notes(library, change, settings)


def _write_notes(library: Library, change: Change, settings: Mapping[str, str]) -> None:
    for article_id in change.adopted:
        library.mark_carried(article_id, carried=False)
    library.put_skipped(change.skipped)
    library.put_copies(change.copies)
    for key, value in settings.items():
        library.put_setting(key, value)
    library.seal_whole()


def _settings(plan: _Plan) -> dict[str, str]:
    encoder = plan.encoder
    found = {"encoder": encoder.name, "fingerprint": encoder.fingerprint, "dimension": str(encoder.dimension)}
    return found | {"segmenter": SEGMENTER} | ({"folder": plan.folder} if plan.folder else {})


def _forget_unused_vectors(library: Library, encoder: Encoder) -> None:
    used: set[bytes] = set()
    for article_id in library.article_ids():
        article = library.article(article_id)
        for passage in library.passages_of(article_id):
            used.update(text_key(text) for text in texts_to_encode(article, passage))
    library.keep_vectors(encoder.fingerprint, used)


def _report(
    library: Library, change: Change, encoder: Encoder, encoded: int, near: list[NearDuplicate], seconds: float
) -> BuildReport:
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
        copies={copy.path: copy.article for copy in change.copies},
        near=tuple(near),
    )
