"""HTML's elements become blocks: what a reader sees, without navigation, scripts and what is hidden. Owns lxml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from corpus.clean import TextBuilder
from corpus.errors import Malformed, OverLimit
from corpus.formats.base import Source
from corpus.formats.numerals import numeral
from corpus.formats.visible import BLOCKS, Page, is_note
from corpus.records import BlockKind

Element = Any  # lxml ships no types

_SECTIONS = frozenset(("section", "div", "aside"))
_HEADING = re.compile(r"h([1-6])$")
_SPACE = re.compile(r"[ \t\f\v\r]+")
_LONGEST_CELL = 600  # characters: a table with longer cells lays out a page


@dataclass(slots=True)
class _State:
    """Where the walk is: the open block's lines, its kind, and the lists around it."""

    content: TextBuilder
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    line: int = 1
    lines: list[tuple[int, str]] = field(default_factory=list)
    lists: list[tuple[str, int] | None] = field(default_factory=list)  # (type, next number), None for ul
    marker: str = ""
    pre: int = 0
    items: int = 0  # list items around the walk
    notes: int = (
        0  # sections of footnotes around it: their items are paragraphs, without the numbers of marks that are gone
    )


def parse(text: str, source: Source) -> Element | None:
    """The root element of an HTML text, or None when it holds none. Raises OverLimit when elements nest too deeply.

    Nothing is fetched, no entity is defined by the document, and a broken document is read as a browser would.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(_plain(text).encode(), parser)
    except etree.XMLSyntaxError as error:
        if not text.strip() or "empty" in str(error):
            return None
        raise MemoryError from error  # a parser that recovers from everything else
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise OverLimit(path=source.name, detail="its elements are nested too deeply", detail_zh="元素嵌套过深")
    return root


def text_of(element: Element) -> str:
    """The text inside an element on one line, hidden parts included."""
    return " ".join("".join(element.itertext()).split())


def walk(root: Element, content: TextBuilder, whole: bool = False) -> None:
    """Add an element's readable blocks to the builder. `whole` keeps what looks like a page's chrome (for books)."""
    state = _State(content)
    page = Page(root)
    events = etree.iterwalk(root, events=("start", "end"))
    skipped: Element | None = None
    for event, element in events:
        if event == "start" and skipped is None:
            if element is not root and page.hides(element, whole):
                skipped = element
                events.skip_subtree()
            elif element.tag == "table" and _is_data(element):
                skipped = element
                _flush(state)
                _table(element, state)
                events.skip_subtree()
            else:
                _start(element, state)
        elif event == "end":
            if skipped is None:
                _end(element, state)
            if skipped is element:
                skipped = None
            if element is not root:
                _text(element.tail, state)
    _flush(state)


def _start(element: Element, state: _State) -> None:
    tag = element.tag
    state.line = max(state.line, element.sourceline or 0)
    if tag in BLOCKS or tag == "br":
        _flush(state, keep=tag == "br")
    state.notes += tag in _SECTIONS and is_note(element)
    heading = _HEADING.match(tag)
    if heading:
        state.kind, state.level = BlockKind.HEADING, int(heading[1])
    elif tag in ("figcaption", "caption"):
        state.kind = BlockKind.CAPTION
    elif tag in ("ul", "menu", "dl"):
        state.lists.append(None)
    elif tag == "ol":
        state.lists.append((element.get("type") or "1", _number(element.get("start"), 1)))
    elif tag in ("li", "dt", "dd"):
        state.kind = BlockKind.PARAGRAPH if state.notes else BlockKind.LIST_ITEM
        state.items += 1
        state.marker = _marker(element, state) if tag == "li" and not state.notes else ""
    elif tag == "pre":
        state.pre += 1
    _text(element.text, state)


def _end(element: Element, state: _State) -> None:
    tag = element.tag
    if tag not in BLOCKS:
        return
    _flush(state)
    if tag in ("ul", "ol", "menu", "dl") and state.lists:
        state.lists.pop()
    elif tag == "pre":
        state.pre -= 1
    elif tag in ("li", "dt", "dd"):
        state.items -= 1
    state.kind, state.level = BlockKind.LIST_ITEM if state.items > 0 and not state.notes else BlockKind.PARAGRAPH, 0
    state.notes -= tag in _SECTIONS and is_note(element)


def _text(text: str | None, state: _State) -> None:
    """Add to the open block. Lines keep their numbers; outside pre, runs of white space are one space, as in a browser."""
    if not text:
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            state.line += 1
            state.lines.append((state.line, ""))
        if not state.lines:
            state.lines.append((state.line, ""))
        first, before = state.lines[-1]
        state.lines[-1] = (first, before + (line if state.pre else _SPACE.sub(" ", line)))


def _flush(state: _State, keep: bool = False) -> None:
    """End the open block; `keep` goes on with another of its kind."""
    lines, state.lines = [(number, text) for number, text in state.lines if text.strip()], []
    if lines:
        if state.marker:
            lines[0] = (lines[0][0], state.marker + lines[0][1].lstrip())
            state.marker = ""
        if state.pre:
            for line in lines:
                state.content.add(BlockKind.LIST_ITEM, [line])
        else:
            state.content.add(state.kind, [(number, _SPACE.sub(" ", text)) for number, text in lines], state.level)
    if not keep and not state.items:
        state.kind, state.level = BlockKind.PARAGRAPH, 0


def _marker(item: Element, state: _State) -> str:
    """The number that a browser shows before an item of an ordered list."""
    if not state.lists or state.lists[-1] is None:
        return ""
    kind, number = state.lists[-1]
    number = _number(item.get("value"), number)
    state.lists[-1] = (kind, number + 1)
    return f"{numeral(number, kind)}. "


def _number(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default


def _table(table: Element, state: _State) -> None:
    """Each row of a data table is a line of its own, its cells parted by bars."""
    for caption in table.iterchildren("caption"):
        state.content.add(BlockKind.CAPTION, [(caption.sourceline or state.line, text_of(caption))])
    for row in table.iter("tr"):
        cells = [_cell(cell) for cell in row.iterchildren("td", "th")]
        if any(cells):
            state.content.add(BlockKind.TABLE, [(row.sourceline or state.line, " | ".join(cells))])


def _cell(cell: Element) -> str:
    content = TextBuilder()
    walk(cell, content, whole=True)
    return " ".join(content.text().split("\n")).replace("  ", " ")


def _is_data(table: Element) -> bool:
    """Whether a table holds data, rather than the layout of a page."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return False
    cells = list(table.iter("td", "th"))
    rows = sum(1 for _ in table.iter("tr"))
    return len(cells) > rows and all(len("".join(cell.itertext())) <= _LONGEST_CELL for cell in cells)


def _plain(text: str) -> str:
    """Without the characters that no HTML may hold, which libxml2 would stop at."""
    return re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def elements(root: Element, *tags: str) -> Iterator[Element]:
    """All elements of these tags, in document order."""
    yield from root.iter(*tags)


def parse_xml(data: bytes, source: Source) -> Element:
    """The root of an XML file. Raises Malformed. No entity is expanded, nothing is fetched, DTDs are not read."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        detail = str(error)[:200]
        raise Malformed(path=source.name, format=source.suffix[1:].upper(), detail=detail, detail_zh=detail) from error
