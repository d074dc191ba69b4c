"""Files that were made to hurt whoever reads them: python -m tests.hostile.make FOLDER writes them all.

Each is small on disk or quick to make. `SECRET` stands in the file that some of them try to have read, and `ADDRESS` is
where some of them try to call; a test replaces both by its own.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.hostile import containers, pages, pdfs, texts

SECRET = "/etc/passwd"
ADDRESS = "http://127.0.0.1:9/"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file: its name, what makes its bytes, and how it must end; "either" where both would be right."""

    name: str
    make: Callable[[], bytes]
    ends: Literal["read", "skipped", "either"]


def hostile(secret: str = SECRET, address: str = ADDRESS) -> Iterator[Hostile]:
    """All of them."""
    for module in (texts, pages, containers, pdfs):
        for name, ends, make in module.files(secret, address):
            yield Hostile(name, make, ends)


def write(folder: Path, secret: str = SECRET, address: str = ADDRESS) -> None:
    """Write them all into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in hostile(secret, address):
        (folder / one.name).write_bytes(one.make())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
