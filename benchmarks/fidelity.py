"""Of documents made by real tools, the share of characters that come out in order: python -m benchmarks.fidelity [FILE.md …]

Without files, the documents of tests/fidelity; the readers were made while looking at those, at others they were not.
Tools that are not installed are left out. *kept*: expected characters found in order; *meant*: found characters that were
expected; the least of the documents each.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from corpus.read import read_file
from tests.documents import blocks
from tests.fidelity import tools
from tests.fidelity.documents import DOCUMENTS, Document, Written
from tests.fidelity.test_fidelity import PRINTS, characters, share

Make = Callable[[Written, Path], Path]


class Given:
    """A Markdown file; what our own reader says of it is expected of every other format."""

    def __init__(self, path: Path) -> None:
        """Read it."""
        self.name, self._article = path.stem, read_file(path, path.parent).articles[0]
        self.language = self._article.language
        self._text = path.read_text(encoding="utf-8")

    def blocks(self) -> list[tuple[str, str]]:
        """The blocks of our Markdown reader."""
        return blocks(self._article)

    def markdown(self) -> str:
        """The file."""
        return self._text


def makers() -> Iterator[tuple[str, str, Make]]:
    """Tool, format, and what makes a file."""
    yield "python-docx", ".docx", _word
    if tools.PANDOC:
        for suffix in (".html", ".docx", ".epub"):
            yield "pandoc", suffix, partial(_by_pandoc, suffix)
    if tools.PANDOC and tools.CHROMIUM:
        for name, style in PRINTS.items():
            yield f"Chromium, {name}", ".pdf", partial(_printed, style)
    if tools.PANDOC and tools.OFFICE:
        for suffix in (".html", ".docx", ".pdf"):
            yield "LibreOffice", suffix, partial(_by_office, suffix)


def _by_pandoc(suffix: str, document: Written, folder: Path) -> Path:
    return tools.pandoc(document, suffix, folder)


def _printed(style: str, document: Written, folder: Path) -> Path:
    return tools.printed(document, folder, style)


def _by_office(suffix: str, document: Written, folder: Path) -> Path:
    return tools.office(tools.pandoc(document, ".docx", folder), suffix, folder)


def _word(document: Written, folder: Path) -> Path:
    if not isinstance(document, Document):
        raise TypeError(document)
    path = folder / "a.docx"
    path.write_bytes(tools.word(document))
    return path


def measured(make: Make, document: Written) -> tuple[float, float, bool]:
    """Kept, meant, and whether every heading and every row of a table was found as such."""
    with tempfile.TemporaryDirectory() as folder:
        path = make(document, Path(folder))
        got = blocks(read_file(path, path.parent).articles[0])
    expected = document.blocks()
    kept, meant = share(characters([text for _, text in expected]), characters([text for _, text in got]))

    def of(kind: str, found: list[tuple[str, str]]) -> list[str]:
        return ["".join(text.split()) for one, text in found if one == kind]

    return kept, meant, all(of(kind, expected) == of(kind, got) for kind in ("heading", "table"))


def main() -> None:
    """Print the table."""
    sys.stdout.write("| tool | format | kept | meant | headings and tables |\n|---|---|---|---|---|\n")
    documents: Sequence[Written] = [Given(Path(name)) for name in sys.argv[1:]] or DOCUMENTS
    for tool, suffix, make in makers():
        if tool == "python-docx" and documents is not DOCUMENTS:
            continue
        found = [measured(make, document) for document in documents]
        kept, meant = min(one[0] for one in found), min(one[1] for one in found)
        all_found = sum(one[2] for one in found)
        sys.stdout.write(f"| {tool} | {suffix} | {kept:.4f} | {meant:.4f} | {all_found} of {len(found)} |\n")


if __name__ == "__main__":
    main()
