"""Reading one document of any format, as the library does it; used by the tests of formats."""

from pathlib import Path

from corpus.limits import Limits
from corpus.read import Reading, read_file
from corpus.records import Article


def reading(folder: Path, name: str, data: bytes, limits: Limits | None = None) -> Reading:
    """What a file of these bytes gives."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return read_file(path, folder, limits)


def article(folder: Path, name: str, data: bytes, limits: Limits | None = None) -> Article:
    """The first article of a file of these bytes."""
    return reading(folder, name, data, limits).articles[0]


def blocks(found: Article) -> list[tuple[str, str]]:
    """The kind and text of every block."""
    return [(block.kind.value, found.text[block.start : block.end]) for block in found.blocks]
