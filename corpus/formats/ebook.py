"""EPUB: the chapters of a book in the order of its spine, each read as a page is; the book is one article."""

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from corpus.clean import TextBuilder
from corpus.encodings import decode
from corpus.errors import CorpusError, Locked, Malformed
from corpus.formats.base import Parsed, Source
from corpus.formats.packed import Packed

_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/encryption.xml"
_ONLY_FONTS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_ABOUT = {"title": "title", "creator": "author", "date": "date", "publisher": "source", "language": "language"}


def read(source: Source) -> Iterator[Parsed]:
    """One article. Raises Malformed, Locked, OverLimit."""
    from corpus.formats import elements

    packed = Packed(source)
    names = set(packed.names())
    if _RIGHTS in names:
        _check_rights(packed.read(_RIGHTS), source)
    package_path = _package_path(packed, source)
    package = elements.parse_xml(packed.read(package_path), source)
    content, missing = TextBuilder(), 0
    for name in _chapters(package, posixpath.dirname(package_path)):
        if name not in names:
            missing += 1
            continue
        _chapter(packed.read(name), source, content)
    if missing and not content.blocks:
        detail, zh = f"{missing} of its chapters are missing", f"缺少 {missing} 个章节"
        raise Malformed(path=source.name, format="EPUB", detail=detail, detail_zh=zh)
    yield Parsed(content, _about(package), numbers="nothing")


def _chapter(data: bytes, source: Source, content: TextBuilder) -> None:
    from corpus.formats import elements

    try:
        text = decode(data, source.name)
    except CorpusError:
        return  # an empty page, as covers are
    root = elements.parse(text, source)
    bodies = list(elements.elements(root, "body")) if root is not None else []
    for body in bodies:
        if not any("titlepage" in (one.get("epub:type") or "") for one in (body, *body)):  # the package says as much
            elements.walk(body, content, whole=True)


def _package_path(packed: Packed, source: Source) -> str:
    from corpus.formats import elements

    container = elements.parse_xml(packed.read(_CONTAINER), source)
    for rootfile in container.iter("{*}rootfile"):
        if rootfile.get("full-path"):
            return str(rootfile.get("full-path"))
    raise Malformed(path=source.name, format="EPUB", detail="it names no package", detail_zh="未指明内容包")


def _chapters(package: Any, folder: str) -> Iterator[str]:
    """Names of the pages in the order of the spine; the table of contents, which repeats the headings, is left out."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    seen = set()
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote((item.get("href") or "").partition("#")[0])))
        if name not in seen:
            seen.add(name)
            yield name


def _about(package: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, key in _ABOUT.items():
        for element in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"):
            text = " ".join("".join(element.itertext()).split())[:300]
            if text:
                found.setdefault(key, text)
    return found


def _check_rights(data: bytes, source: Source) -> None:
    """Books whose chapters are encrypted are refused; encrypted fonts do not matter."""
    if data.count(b"EncryptedData") and not any(name in data for name in _ONLY_FONTS):
        raise Locked(path=source.name)
