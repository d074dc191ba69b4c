"""From a folder to articles: which files there are, and what each says."""

import hashlib
import json
import os
from pathlib import Path

from corpus.encodings import decode
from corpus.errors import BadSidecar, EmptyFile, FileMissing, FolderMissing, TooLarge, UnknownFormat
from corpus.formats import FORMATS
from corpus.language import detect
from corpus.records import Article, Block, BlockKind

#: Changes when the same bytes would be read as another article; files are then read again.
READER_VERSION = 2

_SIDECAR = ".meta.json"
_LARGEST_MB = 64
_FIELDS = ("title", "date", "source")


def find_articles(root: Path) -> list[Path]:
    """Every file in a folder that could be an article, sorted by path within it. Raises FolderMissing.

    Hidden files, sidecars, and links that lead out of the folder are left out.
    """
    if not root.is_dir():
        raise FolderMissing(path=root)
    inside = root.resolve()
    found = []
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            path = Path(folder) / name
            if name.startswith(".") or name.endswith(_SIDECAR) or not path.is_file():
                continue
            if path.resolve().is_relative_to(inside):
                found.append(path)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def read_article(path: Path, root: Path) -> Article:
    """Read one file of a folder. Raises FileMissing, EmptyFile, Unreadable, TooLarge, UnknownFormat, BadSidecar."""
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        raise UnknownFormat(path=path, known=" ".join(sorted(FORMATS)))
    name = path.relative_to(root).as_posix()
    if not _is_text(name):
        raise FileMissing(path=name.encode("utf-8", "backslashreplace").decode(), detail="its name is not valid UTF-8")
    data = _bytes(path)
    parsed = reader(decode(data, str(path)))
    content, about = parsed.content, {**parsed.about, **_sidecar(path)}
    text = content.text()
    if not content.blocks:
        raise EmptyFile(path=path)
    return Article(
        id=name,
        text=text,
        hash=hashlib.sha256(data).hexdigest(),
        title=about.get("title") or _title(text, content.blocks) or path.stem,
        blocks=tuple(content.blocks),
        lines=tuple(content.lines),
        language=detect(text),
        date=about.get("date"),
        source=about.get("source"),
    )


def digest(path: Path) -> str:
    """What changes when the article that `read_article` makes may change. Raises FileMissing, TooLarge."""
    sidecar = path.with_name(path.name + _SIDECAR)
    extra = _bytes(sidecar) if sidecar.is_file() else b""
    found = hashlib.sha256(f"{READER_VERSION}\n{path.suffix}\n".encode())
    for data in (_bytes(path), extra):
        found.update(hashlib.sha256(data).digest())
    return found.hexdigest()


def _title(text: str, blocks: list[Block]) -> str | None:
    heading = next((block for block in blocks if block.kind is BlockKind.HEADING), None)
    return text[heading.start : heading.end] if heading else None


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > _LARGEST_MB * 2**20:
            raise TooLarge(path=path, size=size // 2**20, limit=_LARGEST_MB)
        return path.read_bytes()
    except OSError as error:
        raise FileMissing(path=path, detail=error.strerror or str(error)) from error


def _sidecar(path: Path) -> dict[str, str]:
    """What `<file>.meta.json` beside a file says of it; it overrides what the file says itself."""
    sidecar = path.with_name(path.name + _SIDECAR)
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
