"""Runs and test sets that were taken away, kept in a trash beside the index until they are brought back."""

import threading
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import TrashEmpty
from corpus.trash import Removal, Trash


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in one of the folders beside an index, `runs` or `testsets`."""

    folder: str
    name: str


class Discarded:
    """The trash of the folders in `home`, which all visitors share. The last that was taken is the first that is brought back."""

    def __init__(self, home: Path) -> None:
        """Nothing is made until something is taken."""
        self._home, self._trash, self._moving = home, Trash(home / "evaluate"), threading.Lock()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to bring back."""
        return self._last() is None

    def take(self, kept: Kept) -> bool:
        """Take a file away; False where there is none such. Raises FolderUnwritable."""
        with self._moving:
            if not (self._home / kept.folder / kept.name).is_file():
                return False
            self._trash.take(self._home, [f"{kept.folder}/{kept.name}"])
            return True

    def bring_back(self) -> tuple[Kept, Kept] | None:
        """Bring the last one back: what it was, and what it is now, with a number where another has its name meanwhile.

        None where nothing is left of it. Raises FolderUnwritable.
        """
        with self._moving:
            removal = self._last()
            if removal is None:
                return None
            folder, _, name = removal.names[0].partition("/")
            was, now = Kept(folder, name), Kept(folder, free_name(self._home / folder, name))
            source = removal.folder / "files" / folder / name
            if there := source.is_file():
                source.rename(source.with_name(now.name))
            self._trash.bring_back(removal, self._home)
            self._trash.forget(removal)
            return (was, now) if there else None

    def _last(self) -> Removal | None:
        try:
            return self._trash.last()
        except (TrashEmpty, ValueError):
            return None


def free_name(folder: Path, name: str) -> str:
    """A name that no file of this folder has: `set.jsonl`, `set-2.jsonl`, …"""
    path, number, found = Path(name), 1, name
    while (folder / found).exists():
        number += 1
        found = f"{path.stem}-{number}{path.suffix}"
    return found
