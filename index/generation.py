"""The folder of search files that belongs to one generation of the library: stamped, summed, and made anew when in doubt."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.shelf import sync_folder
from corpus.words import SEGMENTER
from index.library import Library

_STAMP = "stamp.json"
_LAYOUT = 1  # of the search files; another layout is made anew


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a folder of search files was made from."""

    library: str
    generation: int
    encoder: str
    segmenter: str
    layout: int = _LAYOUT

    @classmethod
    def of(cls, library: Library, generation: int) -> "Stamp":
        """The stamp that the search files of this generation must carry."""
        return cls(library.setting("library") or "", generation, library.setting("fingerprint") or "", SEGMENTER)


def derived_folder(index: Path) -> Path:
    """The folder beside an index file that holds its search files."""
    return index.with_name(index.name + ".search")


def folder_of(index: Path, generation: int) -> Path:
    """Where the search files of one generation live."""
    return derived_folder(index) / f"generation-{generation:06d}"


def newest_derived(index: Path) -> int:
    """The highest generation that has search files, sound or not; 0 where none has."""
    names = (path.name.removeprefix("generation-") for path in derived_folder(index).glob("generation-*"))
    return max((int(name) for name in names if name.isdigit()), default=0)


def publish(folder: Path, stamp: Stamp, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new folder, stamp and sync it, then move it to its name in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="making-", dir=folder.parent))
    try:
        content = work / "content"
        content.mkdir()
        write(content)
        (content / _STAMP).write_text(json.dumps({**asdict(stamp), "files": _sums(content)}), encoding="utf-8")
        for path in _files(content):  # some of tantivy's are its owner's alone
            path.chmod((content / _STAMP).stat().st_mode)
        _sync(content)
        shutil.rmtree(folder, ignore_errors=True)
        content.rename(folder)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def state_of(folder: Path, stamp: Stamp) -> str:
    """`ok`, or why the folder cannot be used: `missing`, `stale` or `damaged`."""
    if not (folder / _STAMP).is_file():
        return "missing" if not folder.exists() else "damaged"
    try:
        found = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
        files = found.pop("files")
        if found != asdict(stamp):
            return "stale"
        return "ok" if files == _sums(folder) else "damaged"
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        return "damaged"


def link_files(folder: Path, other: Path) -> None:
    """Make another folder with the same search files, by links where the system has them. Raises OSError."""
    for path in _files(folder):
        target = other / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.symlink_to(path.absolute())
        except OSError:
            shutil.copyfile(path, target)


def remove_others(index: Path, keep: int) -> None:
    """Drop the search files of every other generation, and what killed builds left behind."""
    kept = folder_of(index, keep)
    for entry in derived_folder(index).glob("*"):
        if entry != kept:
            shutil.rmtree(entry, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    # tantivy's lock files come and go and hold nothing
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock" and path.name != _STAMP)
    return sorted(found)


def _sums(folder: Path) -> dict[str, str]:
    sums = {}
    for path in _files(folder):
        with path.open("rb") as file:
            sums[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return sums


def _sync(folder: Path) -> None:
    for path in [*_files(folder), folder / _STAMP]:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    for path in [folder, *(entry for entry in folder.rglob("*") if entry.is_dir())]:
        sync_folder(path)
