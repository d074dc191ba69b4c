"""Puts files into the folder of articles, whole, and never in the place of others unless told so."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from corpus.errors import AlreadyThere, CorpusError, FileMissing, FolderMissing, FolderUnwritable, UnknownFormat
from corpus.formats import COMPLEX, FORMATS
from corpus.formats.base import SIDECAR
from corpus.read import find_articles, not_files

#: Takes the file of this name out of the folder, so that another can have its place.
MakeRoom = Callable[[str], None]


class Placed(StrEnum):
    """What became of a file that was to be put into the folder."""

    ADDED = "added"
    REPLACED = "replaced"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Put:
    """A file in the folder of articles: its name there, and whether it is new."""

    name: str
    placed: Placed


def put(
    source: Path, folder: Path, make_room: MakeRoom | None = None
) -> tuple[list[Put], list[tuple[str, CorpusError]]]:
    """Copy a file, or all files of a folder under its name; what could not be copied comes with its reason.

    Sidecars go along. With `make_room`, files of other content are replaced. Raises FolderMissing, when `folder` is not there.
    """
    if not folder.is_dir():
        raise FolderMissing(path=folder)
    done: list[Put] = []
    failed = [(str(source / name), error) for name, error in not_files(source)] if source.is_dir() else []
    for path, name in _files(source):
        try:
            done.append(_put_file(path, folder, name, make_room))
        except CorpusError as error:
            failed.append((str(path), error))
    return done, failed


def put_bytes(data: bytes, name: str, folder: Path, make_room: MakeRoom | None = None) -> Put:
    """Put one file of this name (with /) into the folder. Raises UnknownFormat, AlreadyThere, FolderUnwritable."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in FORMATS and suffix not in COMPLEX:
        raise UnknownFormat(path=name, known=" ".join(sorted({*FORMATS, *COMPLEX})))
    target, placed = folder / name, Placed.ADDED
    if os.path.lexists(target):
        if target.is_file() and read_bytes(target) == data:
            return Put(name, Placed.SAME)
        if make_room is None or not target.is_file():
            raise AlreadyThere(path=name)
        make_room(name)
        placed = Placed.REPLACED
    write_new(target, data)
    return Put(name, placed)


def write_new(target: Path, data: bytes) -> None:
    """A new file, whole or not at all, never over another. Raises AlreadyThere, FolderUnwritable."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".adding-", dir=target.parent)  # hidden: no article yet
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            link_or_rename(Path(name), target)
        finally:
            Path(name).unlink(missing_ok=True)
        sync_folder(target.parent)
    except FileExistsError as error:
        raise AlreadyThere(path=target) from error
    except OSError as error:
        raise FolderUnwritable(path=target, detail=error.strerror or str(error)) from error


def link_or_rename(source: Path, target: Path) -> None:
    """Give a file another name in one step, never over another file. Raises FileExistsError, OSError."""
    try:
        os.link(source, target)
        source.unlink()
    except FileExistsError:
        raise
    except OSError:  # no links on this file system, or across two of them
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        source.rename(target)


def sync_folder(folder: Path) -> None:
    """Make a folder's new names last through a power cut."""
    if os.name == "nt":  # Windows has no handle on a folder to sync
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_bytes(path: Path) -> bytes:
    """All bytes of a file. Raises FileMissing."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileMissing(path=path, detail=error.strerror or str(error)) from error


def _files(source: Path) -> list[tuple[Path, str]]:
    """The files of a source, with their names in the folder of articles."""
    if source.is_dir():
        top = source.resolve()
        return [(path, f"{top.name}/{path.relative_to(source).as_posix()}") for path in find_articles(source)]
    return [(source, source.name)]


def _put_file(path: Path, folder: Path, name: str, make_room: MakeRoom | None) -> Put:
    if not path.is_file():
        raise FileMissing(path=path, detail="there is no such file")
    if path.resolve().is_relative_to(folder.resolve()):  # it is where it shall go
        return Put(path.resolve().relative_to(folder.resolve()).as_posix(), Placed.SAME)
    done = put_bytes(read_bytes(path), name, folder, make_room)
    sidecar = path.with_name(path.name + SIDECAR)
    if done.placed is not Placed.SAME and sidecar.is_file() and not (folder / (name + SIDECAR)).exists():
        write_new(folder / (name + SIDECAR), read_bytes(sidecar))
    return done
