"""Takes articles into the folder and out of it again. The build that follows is the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.errors import AmbiguousName, CorpusError, FolderUnwritable, NoSuchArticle, PartOfFile
from corpus.shelf import Put, put, put_bytes, write_new
from corpus.trash import Trash
from index.changes import Carried
from index.library import Library
from index.records import StoredArticle
from index.rows import article_of, article_row
from qa.settings import Settings

_ADDRESS = ("http://", "https://")


@dataclass(slots=True)
class Added:
    """What was put into the folder, and what could not be, with its reason."""

    files: list[Put] = field(default_factory=list)
    failed: list[tuple[str, CorpusError]] = field(default_factory=list)


def add(sources: Sequence[str], chosen: Settings, replace: bool = False) -> Added:
    """Copy files, folders and what addresses give into the folder of articles. Raises FolderMissing, FolderUnwritable.

    Files of other content are never written over; with `replace` they go to the trash.
    """
    folder, trash, added = chosen.articles, Trash(chosen.index), Added()
    room = (lambda name: _take(trash, folder, name)) if replace else None
    if not folder.exists():
        _make(folder)
    for source in sources:
        try:
            if source.lower().startswith(_ADDRESS):
                added.files.append(_fetch(source, folder, room))
            else:
                files, failed = put(Path(source), folder, room)
                added.files += files
                added.failed += failed
        except CorpusError as error:
            added.failed.append((source, error))
    return added


def remove(names: Sequence[str], chosen: Settings) -> tuple[list[str], Carried]:
    """Move the files of these articles to the trash, and say which imported articles the build must drop.

    A name is an article's, or its last part where that is no other's. Raises NoSuchArticle, AmbiguousName, PartOfFile
    before anything moves.
    """
    known, files = _known(chosen.index), _files(chosen.articles)
    carried = {name for name, one in known.items() if one.carried}
    if not chosen.articles.exists() and len(carried) == len(known):  # where all was imported there may be no folder yet
        _make(chosen.articles)
    found = list(dict.fromkeys(_named(name, files | carried, known) for name in names))
    kept = [_row(chosen.index, known[name]) for name in found if name not in files]
    Trash(chosen.index).take(chosen.articles, [name for name in found if name in files], kept)
    drop = frozenset(name for name in found if name not in files)
    return found, Carried(drop=drop, may_empty=len(drop) < len(found))


def undo(chosen: Settings) -> tuple[list[str], Carried]:
    """Bring back what the last removal took; the caller builds, then drops the removal. Raises TrashEmpty, FolderUnwritable."""
    trash = Trash(chosen.index)
    removal = trash.last()
    if not chosen.articles.exists():
        _make(chosen.articles)
    names = trash.bring_back(removal, chosen.articles)
    bring = tuple((article_of(row), str(row["digest"])) for row in removal.carried)
    return [*names, *(article.id for article, _ in bring)], Carried(bring=bring)


def _fetch(address: str, folder: Path, room: Any) -> Put:
    """The page at an address as a file that knows where it came from."""
    import json

    from corpus.fetch import fetch
    from corpus.formats.base import SIDECAR
    from corpus.shelf import Placed

    fetched = fetch(address)
    done = put_bytes(fetched.data, fetched.name, folder, room)
    sidecar = folder / (fetched.name + SIDECAR)
    if done.placed is not Placed.SAME and not sidecar.exists():
        write_new(sidecar, json.dumps({"source": fetched.address}, ensure_ascii=False).encode())
    return done


def _take(trash: Trash, folder: Path, name: str) -> None:
    trash.take(folder, [name])


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise FolderUnwritable(path=folder, detail=error.strerror or str(error)) from error


def _files(folder: Path) -> set[str]:
    from corpus.read import find_articles

    return {path.relative_to(folder).as_posix() for path in find_articles(folder)} if folder.is_dir() else set()


def _known(index: Path) -> dict[str, StoredArticle]:
    if not index.is_file():
        return {}
    library = Library.read(index)
    try:
        return library.stored()
    finally:
        library.close()


def _row(index: Path, stored: StoredArticle) -> dict[str, Any]:
    """An article that has no file here, as the trash keeps it."""
    library = Library.read(index)
    try:
        return article_row(library.article(stored.id), stored.digest)
    finally:
        library.close()


def _named(name: str, names: set[str], known: dict[str, StoredArticle]) -> str:
    if name in names:
        return name
    if name in known and known[name].file in names:
        raise PartOfFile(name=name, file=known[name].file)
    wanted = name.rstrip("/")
    found = sorted(one for one in names if one.endswith("/" + wanted) or PurePosixPath(one).stem == wanted)
    if not found:
        raise NoSuchArticle(name=name)
    if len(found) > 1:
        raise AmbiguousName(name=name, names=", ".join(found))
    return found[0]
