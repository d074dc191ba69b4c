"""What was taken out of the folder of articles, kept beside the index until it is brought back or thrown away.

Each removal is a folder of its own, numbered: `removed.json` names what was taken, `files/` holds it under its old names.
"""

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import FolderUnwritable, TrashEmpty
from corpus.formats.base import SIDECAR
from corpus.shelf import link_or_rename, read_bytes, sync_folder, write_new

_LIST = "removed.json"


@dataclass(frozen=True, slots=True)
class Removal:
    """A numbered folder of the trash: the names of the files it took, and articles that had no file, as JSON objects."""

    folder: Path
    names: tuple[str, ...]
    carried: tuple[dict[str, Any], ...]


class Trash:
    """The trash that belongs to an index file."""

    def __init__(self, index: Path) -> None:
        """Nothing is made until something is taken."""
        self.folder = index.with_name(index.name + ".trash")

    def take(self, articles: Path, names: Sequence[str], carried: Sequence[dict[str, Any]] = ()) -> Removal:
        """Move files out of the folder of articles, sidecars along. Raises FolderUnwritable.

        What is to be taken is written down first, so that a killed removal can be undone as well.
        """
        removal = self._new(tuple(names), tuple(carried))
        for name in names:
            for one in (name, name + SIDECAR):
                if (articles / one).is_file():
                    _move(articles / one, removal.folder / "files" / one)
        return removal

    def last(self) -> Removal:
        """The newest removal. Raises TrashEmpty."""
        for folder in sorted(self.folder.glob("[0-9]*"), reverse=True):
            listed = folder / _LIST
            if listed.is_file():
                found = json.loads(read_bytes(listed))
                return Removal(folder, tuple(found["names"]), tuple(found["carried"]))
        raise TrashEmpty(path=self.folder)

    def bring_back(self, removal: Removal, articles: Path) -> list[str]:
        """Move the files of a removal back; what has come in their place meanwhile is taken in turn. Raises FolderUnwritable."""
        kept = removal.folder / "files"
        back = sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*") if path.is_file())
        in_the_way = [name for name in back if (articles / name).is_file()]
        if in_the_way:
            self.take(articles, [name for name in in_the_way if not name.endswith(SIDECAR)])
        for name in back:
            _move(kept / name, articles / name)
        return [name for name in back if not name.endswith(SIDECAR)]

    def forget(self, removal: Removal) -> None:
        """Drop the folder of a removal that was brought back."""
        shutil.rmtree(removal.folder, ignore_errors=True)

    def _new(self, names: tuple[str, ...], carried: tuple[dict[str, Any], ...]) -> Removal:
        numbers = [int(folder.name) for folder in self.folder.glob("[0-9]*") if folder.name.isdigit()]
        folder = self.folder / f"{max(numbers, default=0) + 1:06d}"
        about = {"when": time.strftime("%Y-%m-%d %H:%M:%S"), "names": names, "carried": carried}
        data = json.dumps(about, indent=1).encode()  # ASCII: a file's name need not be text
        write_new(folder / _LIST, data)
        return Removal(folder, names, carried)


def _move(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            link_or_rename(source, target)
        except OSError:  # the trash is on another disk
            write_new(target, read_bytes(source))
            source.unlink()
        sync_folder(target.parent)
        sync_folder(source.parent)
    except OSError as error:
        raise FolderUnwritable(path=source, detail=error.strerror or str(error)) from error
