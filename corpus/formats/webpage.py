"""HTML pages: the article without the page's chrome, and what the page says of its title, author, date and source."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from corpus.clean import TextBuilder
from corpus.encodings import decode
from corpus.formats.base import Parsed, Source
from corpus.formats.front_matter import first_lines

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w:.-]{2,40})", re.I
)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "iso-8859-1": "cp1252",
    "ascii": "cp1252",
}
_DECLARED_WITHIN = 4096  # bytes
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TITLES = ("og:title", "twitter:title", "citation_title", "dc.title")
_AUTHORS = ("author", "article:author", "dc.creator", "citation_author", "byl")
_DATES = (
    "article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish_date", "dc.date", "dc.date.issued",
    "citation_publication_date", "weibo: article:create_at",
)  # fmt: skip
_SOURCES = ("og:site_name", "application-name", "dc.publisher", "source")
_LONGEST = 300
_MOST_CANDIDATES = 40


def read(source: Source) -> Iterator[Parsed]:
    """One article: the page's main part. Raises EmptyFile, Unreadable, OverLimit."""
    from corpus.formats import elements

    root = elements.parse(_text(source), source)
    content = TextBuilder()
    if root is None:
        yield Parsed(content)
        return
    main = _main(root, elements)
    elements.walk(main, content)
    if not content.blocks:
        elements.walk(root, content, whole=True)  # a page that is all chrome, as some lists of links are
    joined = [content.text()[block.start : block.end] for block in content.blocks[:12]]
    yield Parsed(content, first_lines(joined) | _about(root, main, elements))


def _text(source: Source) -> str:
    """The page's text in the encoding that it declares, or else in the one that it looks like."""
    data = source.data
    match = _CHARSET.search(data[:_DECLARED_WITHIN])
    if match and not data.startswith(_BOMS):
        name = (match[1] or match[2]).decode("ascii", "replace").lower()
        try:
            return data.decode(_WIDER.get(name, name)).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, UnicodeError, ValueError):
            pass  # pages lie about it
    return decode(data, source.name)


def _main(root: Any, elements: Any) -> Any:
    """The element that holds the article: article or main where one holds half of the page's words, else the whole."""
    bodies = list(elements.elements(root, "body"))
    body = bodies[0] if bodies else root
    words = _readable(body, elements)
    found = [one for one in elements.elements(root, "article", "main", "div", "section", "td") if _says_main(one)]
    for one in reversed(found[:_MOST_CANDIDATES]):  # the innermost that is large enough
        if _readable(one, elements) * 2 >= words > 0:
            return one
    return body


def _says_main(element: Any) -> bool:
    role, prop = element.get("role") or "", element.get("itemprop") or ""
    return element.tag in ("article", "main") or role in ("main", "article") or prop == "articleBody"


def _readable(element: Any, elements: Any) -> int:
    content = TextBuilder()
    elements.walk(element, content)
    return content.length


def _about(root: Any, main: Any, elements: Any) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in elements.elements(root, "meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        said.setdefault(name.lower(), (meta.get("content") or "").strip())
    linked = _linked_data(root, elements)
    headings = [elements.text_of(one) for one in elements.elements(main, "h1")]
    titles = [elements.text_of(one) for one in elements.elements(root, "title")]
    times = [one.get("datetime") or "" for one in elements.elements(main, "time")]
    found = {
        "title": _first(*headings[:1], *(said.get(name) for name in _TITLES), *titles[:1]),
        "author": _first(*(said.get(name) for name in _AUTHORS), linked.get("author")),
        "date": _first(*(said.get(name) for name in _DATES), linked.get("datePublished"), *times[:1]),
        "source": _first(*(said.get(name) for name in _SOURCES), linked.get("publisher")),
        "language": _first(root.get("lang")),
    }
    return {key: value for key, value in found.items() if value}


def _first(*values: str | None) -> str:
    return next((" ".join(value.split())[:_LONGEST] for value in values if value and value.strip()), "")


def _linked_data(root: Any, elements: Any) -> dict[str, str]:
    """What the page's JSON-LD says of its article."""
    found: dict[str, str] = {}
    for script in elements.elements(root, "script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
        for item in (one for one in items if isinstance(one, dict)):
            for key in ("author", "datePublished", "publisher"):
                value = _name(item.get(key))
                if value:
                    found.setdefault(key, value)
    return found


def _name(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, (_name(one) for one in value[:10])))
    if isinstance(value, dict):
        return _name(value.get("name"))
    return value if isinstance(value, str) else ""
