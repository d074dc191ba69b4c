"""An index as one file to carry: written out, checked; and taken in from one, in one transaction."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.passages import passages
from corpus.shelf import link_or_rename, sync_folder
from corpus.words import SEGMENTER
from index.derive import write_store
from index.errors import FileThere, IndexDamaged, IndexTooOld
from index.generation import Stamp, folder_of, publish, remove_others
from index.library import CENSUS, Library
from index.lock import locked, writable
from index.opening import copy_older
from index.repair import set_aside

#: Settings that belong to a place, not to what is carried.
_OF_A_PLACE = ("library", "generation", "folder", CENSUS)


@dataclass(frozen=True, slots=True)
class CarryReport:
    """What is in the file now: counts, and where the index that was there before is kept, if there was one."""

    articles: int
    passages: int
    sentences: int
    encoder: str
    bytes: int
    generation: int
    kept: Path | None = None


def export(index: Path, file: Path, replace: bool = False) -> CarryReport:
    """Write the committed state of an index into one file that opens by itself, and check it.

    Raises FileThere, IndexUnwritable, IndexDamaged (of the index, or of what was written), BuildUnfinished, and what
    `Library.read` does.
    """
    source = Library.read(index)
    try:
        source.check_built()
        _sound(source)
        if file.exists() and (not replace or file.samefile(index)):
            raise FileThere(path=file)
        with writable(file), _beside(file) as made:
            source.copy_to(made)
            counts, encoder = _finish(made)
            _sync(made)
            if replace:
                made.replace(file)
            else:
                _place(made, file)
            sync_folder(file.absolute().parent)
            return CarryReport(*counts, encoder, file.stat().st_size, source.generation)
    finally:
        source.close()


def take_in(file: Path, index: Path, lock_seconds: float = 0.5) -> CarryReport:
    """Make an index hold what a file holds. Until the one commit at the end, the old generation stays, whole.

    A file of an older version is migrated in a copy. The index that was there is kept beside it. Raises IndexMissing,
    BuildUnfinished, NotAnIndex, IndexTooNew, IndexDamaged (of the file), IndexLocked, IndexUnwritable.
    """
    if file.exists() and index.exists() and file.samefile(index):
        raise FileThere(path=file)
    with locked(index, lock_seconds), writable(index), _readable(file, index) as source:
        source.check_built()
        _sound(source)
        kept = _keep(index)
        library = Library.write(index)
        try:
            _replace(library, source)
            library_counts, encoder = library.counts(), library.setting("encoder") or "?"
            return CarryReport(*library_counts, encoder, index.stat().st_size, library.generation, kept)
        finally:
            library.close()


def _replace(library: Library, source: Library) -> None:
    """All articles of the source in place of those of the library, its vectors and settings, as the next generation."""
    index, generation = library.path, max(library.generation, source.generation) + 1
    settings = {key: value for key, value in source.settings().items() if key not in _OF_A_PLACE}
    fingerprint, dimension = settings.get("fingerprint", ""), int(settings.get("dimension") or 0)
    with library.transaction():
        for article_id in library.article_ids():
            library.remove_article(article_id)
        for one in source.stored().values():
            article = source.article(one.id)
            library.put_article(article, one.digest, source.keywords(one.id), passages(article), carried=True)
        library.take_vectors(source, fingerprint)
        library.put_skipped([])
        library.put_copies([])
        for key in library.settings().keys() - settings.keys() - set(_OF_A_PLACE):
            library.put_setting(key, None)
        for key, value in {**settings, "segmenter": SEGMENTER, "generation": str(generation)}.items():
            library.put_setting(key, value)
        library.seal_whole()
        publish(
            folder_of(index, generation),
            Stamp.of(library, generation),
            lambda folder: write_store(library, fingerprint, dimension, folder),
        )
    remove_others(index, generation)


def _sound(library: Library) -> None:
    """Raise IndexDamaged unless everything in a file is as it was written."""
    if problems := library.problems():
        raise IndexDamaged(path=library.path, detail=problems[0])


def _finish(made: Path) -> tuple[tuple[int, int, int], str]:
    """Leave out where the articles lay on this machine, check, and count."""
    library = Library.write(made)
    try:
        with library.transaction():
            library.put_setting("folder", None)
        _sound(library)
        return library.counts(), library.setting("encoder") or "?"
    finally:
        library.close()


def _keep(index: Path) -> Path | None:
    """Keep what is there before it is replaced: beside it, as one file; a damaged one is set aside as it is."""
    if not index.is_file():
        return None
    kept = index.with_name(index.name + ".before-import")
    try:
        library = Library.write(index)
        try:
            _sound(library)
            if not library.counts()[0]:
                return None
            with _beside(kept) as made:
                library.copy_to(made)
                _sync(made)
                made.replace(kept)
            return kept
        finally:
            library.close()
    except IndexDamaged:
        kept = set_aside(index)
        index.unlink()
        return kept


@contextmanager
def _readable(file: Path, index: Path) -> Iterator[Library]:
    """The file as a library of the present version: itself, or a migrated copy."""
    made: Path | None = None
    try:
        try:
            library = Library.read(file)
        except IndexTooOld:
            made = Path(tempfile.mkdtemp(prefix=f".importing-{index.name}-", dir=index.parent)) / file.name
            copy_older(file, made)
            library = Library.write(made)
        try:
            yield library
        finally:
            library.close()
    finally:
        if made:
            for path in made.parent.iterdir():
                path.unlink()
            made.parent.rmdir()


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A path in the folder of a file for what will take its place; nothing is left there in the end."""
    file.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".carrying-", dir=file.absolute().parent) as folder:
        yield Path(folder) / file.name


def _place(made: Path, file: Path) -> None:
    try:
        link_or_rename(made, file)
    except FileExistsError as error:
        raise FileThere(path=file) from error


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
