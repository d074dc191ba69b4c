"""ZIP: every member that some reader knows is an article (or several) of its own, `books.zip/one.md`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from corpus.encodings import decode
from corpus.errors import CorpusError, Malformed, OverLimit, UnknownFormat
from corpus.formats.base import SIDECAR, Begun, Parsed, Source, Unread
from corpus.formats.packed import Packed

_LITTER = ("__macosx", "thumbs.db", "desktop.ini")


def read(source: Source) -> Iterator[Parsed | Unread | Begun]:
    """The articles of all members; a member that cannot be read is named and costs itself alone.

    Raises Malformed, OverLimit, Locked.
    """
    if source.depth >= source.limits.depth:
        most = source.limits.depth
        raise OverLimit(
            path=source.name, detail=f"archives nest over {most} deep", detail_zh=f"压缩包嵌套超过 {most} 层"
        )
    packed = Packed(source)
    seen: set[str] = set()
    for stored in packed.names():
        name = clean_name(stored, utf8=packed.is_utf8(stored))
        if name is None or _is_litter(name):
            continue
        if name in seen:
            yield Unread(f"/{name}", _twice(source, name))
            continue
        seen.add(name)
        if f"/{name}" in source.done:
            continue
        if source.depth == 0:
            yield Begun(f"/{name}")
        yield from _member(packed, stored, name, source)


def clean_name(stored: str, utf8: bool = True) -> str | None:
    """A member's name as a path that stays inside the archive; None for one that has no name left.

    Names that were not marked as UTF-8 came through code page 437 and are mostly GBK.

    >>> clean_name("a/../../etc/passwd"), clean_name("C:\\\\x\\\\y.md"), clean_name("╦π┴ª.md", utf8=False)
    ('etc/passwd', 'x/y.md', '算力.md')
    """
    if not utf8 and not stored.isascii():
        try:
            raw = stored.encode("cp437")
            stored = decode(raw, stored)
        except (UnicodeEncodeError, CorpusError):
            pass
    parts: list[str] = []
    for part in re.sub(r"^[A-Za-z]:", "", stored.replace("\\", "/")).split("/"):
        part = re.sub(r"[\x00-\x1f\ud800-\udfff]", "", part).strip()
        if part == "..":
            parts[-1:] = []
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) or None


def _member(packed: Packed, stored: str, name: str, source: Source) -> Iterator[Parsed | Unread | Begun]:
    from corpus.formats import COMPLEX, FORMATS

    suffix = PurePosixPath(name).suffix.lower()
    inner = replace(source, name=f"{source.name}/{name}", suffix=suffix, depth=source.depth + 1, done=frozenset())
    try:
        if suffix in FORMATS:
            yield replace(FORMATS[suffix](decode(packed.read(stored), inner.name)), part=f"/{name}")
        elif suffix in COMPLEX:
            for found in COMPLEX[suffix](replace(inner, data=packed.read(stored))):
                if not isinstance(found, Begun):
                    yield replace(found, part=f"/{name}{found.part}")
        else:
            raise UnknownFormat(path=inner.name, known=" ".join(sorted({*FORMATS, *COMPLEX})))
    except CorpusError as error:
        if packed.exhausted:  # the archive itself is over its limit
            raise
        yield Unread(f"/{name}", error)


def _is_litter(name: str) -> bool:
    """What systems leave in archives, and our own sidecars: nothing that anyone would miss."""
    parts = name.lower().split("/")
    return any(part.startswith(".") or part in _LITTER for part in parts) or name.endswith(SIDECAR)


def _twice(source: Source, name: str) -> Malformed:
    detail, zh = f"it holds {name} twice", f"包含两个 {name}"
    return Malformed(path=source.name, format="ZIP", detail=detail, detail_zh=zh)
