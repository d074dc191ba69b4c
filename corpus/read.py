"""From a folder to articles: which files there are, and what each says."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from corpus.encodings import decode
from corpus.errors import (
    BadSidecar,
    CorpusError,
    EmptyFile,
    FileMissing,
    FolderMissing,
    LinkOut,
    NotAFile,
    OverLimit,
    TooLarge,
    UnknownFormat,
)
from corpus.formats import COMPLEX, FORMATS
from corpus.formats.base import SIDECAR, Parsed, Unread
from corpus.language import detect
from corpus.limits import Limits
from corpus.records import Article, Block, BlockKind
from corpus.sandbox import shared

#: Changes when the same bytes would be read as another article; files are then read again.
READER_VERSION = 4

_FIELDS = ("title", "author", "date", "source")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its articles, and what of it was skipped, as (id, reason)."""

    articles: tuple[Article, ...]
    skipped: tuple[tuple[str, CorpusError], ...] = ()


def find_articles(root: Path) -> list[Path]:
    """Every file in a folder that could be an article, sorted by path within it. Raises FolderMissing.

    Hidden files and sidecars are left out, and what `not_files` names.
    """
    return [path for path in _entries(root) if path.is_file() and not _fault(path, root)]


def not_files(root: Path) -> list[tuple[str, CorpusError]]:
    """What lies in a folder and can be no article, by its name in it, with the reason: links that lead out, pipes, devices."""
    return [(path.relative_to(root).as_posix(), error) for path in _entries(root) if (error := _fault(path, root))]


def _entries(root: Path) -> list[Path]:
    """Files, folders and whatever else lies in a folder, sorted by path within it, but for what is hidden, and sidecars."""
    if not root.is_dir():
        raise FolderMissing(path=root)
    found = []
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".")]
        found += [Path(folder) / name for name in (*files, *names)]
    shown = [path for path in found if not path.name.startswith(".") and not path.name.endswith(SIDECAR)]
    return sorted(shown, key=lambda path: path.relative_to(root).as_posix())


def _fault(path: Path, root: Path) -> CorpusError | None:
    if path.is_symlink() and not (path.exists() and path.resolve().is_relative_to(root.resolve())):
        return LinkOut(path=path)
    return NotAFile(path=path) if path.exists() and not path.is_file() and not path.is_dir() else None


def read_file(path: Path, root: Path, limits: Limits | None = None) -> Reading:
    """Read one file of a folder. Raises CorpusError when nothing of it can be read.

    Markdown and plain text are read here, everything else by a worker process (`corpus.sandbox`).
    """
    limits = limits or Limits()
    suffix = path.suffix.lower()
    if suffix not in FORMATS and suffix not in COMPLEX:
        raise UnknownFormat(path=path, known=" ".join(sorted({*FORMATS, *COMPLEX})))
    name = path.relative_to(root).as_posix()
    if not _is_text(name):
        raise FileMissing(path=name.encode("utf-8", "backslashreplace").decode(), detail="its name is not valid UTF-8")
    data, sidecar = _bytes(path, limits), _sidecar(path)
    if suffix in FORMATS:
        parsed: list[Parsed | Unread] = [FORMATS[suffix](_bounded(decode(data, str(path)), path, limits))]
    else:
        parsed = shared(limits).read(data, str(path), suffix)
    articles = [_article(found, name, data, sidecar) for found in parsed if isinstance(found, Parsed)]
    skipped = [(name + found.part, found.error) for found in parsed if isinstance(found, Unread)]
    if not any(article.blocks for article in articles):
        raise skipped[0][1] if skipped else EmptyFile(path=path)
    return Reading(tuple(article for article in articles if article.blocks), tuple(skipped))


def read_article(path: Path, root: Path) -> Article:
    """The article of a file, the first one where it holds several. Raises CorpusError."""
    return read_file(path, root).articles[0]


def _article(parsed: Parsed, name: str, data: bytes, sidecar: dict[str, str]) -> Article:
    content, about = parsed.content, {**parsed.about, **sidecar}
    text = content.text()
    title = about.get("title") or _title(text, content.blocks)
    places = tuple(_changes(content.lines)) if parsed.numbers == "page" else tuple(content.lines)
    return Article(
        id=name + parsed.part,
        text=text,
        hash=hashlib.sha256(text.encode() if parsed.part else data).hexdigest(),
        title=title or PurePosixPath(name + parsed.part).stem,
        blocks=tuple(_with_body(content.blocks)),
        lines=places if parsed.numbers == "line" else (),
        language=detect(text),
        date=about.get("date"),
        source=about.get("source"),
        author=about.get("author"),
        pages=places if parsed.numbers == "page" else (),
        file=name if parsed.part else None,
    )


def _bounded(text: str, path: Path, limits: Limits) -> str:
    if len(text) > limits.characters:
        most = limits.characters
        raise OverLimit(path=path, detail=f"more than {most} characters", detail_zh=f"超过 {most} 个字符")
    return text


def _changes(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Only the places where the number changes."""
    before = None
    for offset, number in places:
        if number != before:
            yield offset, number
        before = number


def digest(path: Path) -> str:
    """What changes when the article that `read_article` makes may change. Raises FileMissing, TooLarge."""
    sidecar = path.with_name(path.name + SIDECAR)
    extra = _bytes(sidecar) if sidecar.is_file() else b""
    found = hashlib.sha256(f"{READER_VERSION}\n{path.suffix}\n".encode())
    for data in (_bytes(path), extra):
        found.update(hashlib.sha256(data).digest())
    return found.hexdigest()


def _with_body(blocks: list[Block]) -> list[Block]:
    """Where there are headings and nothing under them, they are what the file says."""
    if all(block.kind is BlockKind.HEADING for block in blocks):
        return [replace(block, kind=BlockKind.PARAGRAPH, level=0) for block in blocks]
    return blocks


def _title(text: str, blocks: list[Block]) -> str | None:
    heading = next((block for block in blocks if block.kind is BlockKind.HEADING), None)
    return text[heading.start : heading.end] if heading else None


def _bytes(path: Path, limits: Limits | None = None) -> bytes:
    largest = (limits or Limits()).megabytes
    try:
        size = path.stat().st_size
        if size > largest * 2**20:
            raise TooLarge(path=path, size=size // 2**20, limit=largest)
        return path.read_bytes()
    except OSError as error:
        raise FileMissing(path=path, detail=error.strerror or str(error)) from error


def _sidecar(path: Path) -> dict[str, str]:
    """What `<file>.meta.json` beside a file says of it; it overrides what the file says itself."""
    sidecar = path.with_name(path.name + SIDECAR)
    if not sidecar.is_file():
        return {}
    try:
        found = json.loads(_bytes(sidecar).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadSidecar(path=sidecar, detail=str(error)) from error
    if not isinstance(found, dict) or not all(_is_text(found.get(key, "")) for key in _FIELDS):
        raise BadSidecar(path=sidecar, detail="not an object of texts")
    return {key: found[key] for key in _FIELDS if found.get(key)}


def _is_text(value: object) -> bool:
    """Whether this is a text without half characters (lone surrogates), which no database takes."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)
