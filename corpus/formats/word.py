"""DOCX: paragraphs, headings by style, list numbers as Word shows them, tables as rows, notes at the end. Owns python-docx."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus.clean import TextBuilder
from corpus.errors import Locked, Malformed
from corpus.formats.base import Parsed, Source
from corpus.formats.front_matter import first_lines
from corpus.formats.packed import Packed
from corpus.records import BlockKind

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an encrypted .docx is an OLE file, as an old .doc is
_NOTES = ("footnotes", "endnotes")
_TEXT = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
# of inserted text nothing is left out, of deleted text all; text boxes come twice, once for old programs
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rPr", f"{_W}pPr", f"{_W}rt"})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(source: Source) -> Iterator[Parsed]:
    """One article. Raises Malformed, Locked, OverLimit."""
    if source.data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in source.data:
            raise Locked(path=source.name)
        detail, zh = "it is an old .doc, or another program's file", "它是旧版 .doc 或其他程序的文件"
        raise Malformed(path=source.name, format="DOCX", detail=detail, detail_zh=zh)
    packed = Packed(source)
    for name in packed.names():
        if name.endswith((".xml", ".rels")):
            packed.read(name)  # unpacked once inside the limits, before a library does it without
    document = _opened(source)
    content = TextBuilder()
    _Walk(document, content).body()
    joined = [content.text()[block.start : block.end] for block in content.blocks[:12]]
    yield Parsed(content, first_lines(joined) | _about(document), numbers="nothing")


def _opened(source: Source) -> "Document":
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        return docx.Document(io.BytesIO(source.data))
    except (OpcError, etree.XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError) as error:
        detail = str(error)[:200] or type(error).__name__
        raise Malformed(path=source.name, format="DOCX", detail=detail, detail_zh=detail) from error


def _about(document: "Document") -> dict[str, str]:
    said = document.core_properties
    if said.author == "python-docx":  # its template's author and date, left by whoever made the file with it
        return {"title": said.title} if said.title else {}
    date = said.created.date().isoformat() if said.created else ""
    found = {"title": said.title, "author": said.author, "date": date, "language": said.language}
    return {key: value.strip() for key, value in found.items() if value and value.strip()}


class _Walk:
    """Goes through the body in reading order; counts the numbers of lists as it goes."""

    def __init__(self, document: "Document", content: TextBuilder) -> None:
        from corpus.formats.word_lists import Numbering

        self.document, self.content = document, content
        self.styles = {style.style_id: style for style in document.styles}
        self.numbering = Numbering(document)
        self.ordinal = 0

    def body(self) -> None:
        for child in _flattened(self.document.element.body):
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
        for kind in _NOTES:
            self._notes(kind)

    def _paragraph(self, element: Any, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        names = self._style_names(element)
        level = _heading_level(element, names)
        number = self.numbering.number(element, self._style_chain(element))
        if level:
            kind = BlockKind.HEADING
        elif any(name.startswith(("caption", "题注", "image caption", "table caption")) for name in names):
            kind = BlockKind.CAPTION
        elif number is not None or any(name.startswith("list") for name in names):
            kind = BlockKind.LIST_ITEM
        parts = text_of(element).split("\n")
        for part in parts if not level else [" ".join(parts)]:
            if part.strip():
                self._add(kind, (number or "") + part.strip(), level)
                number = ""
        for box in element.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                for inner in box.iterchildren(f"{_W}p"):
                    self._paragraph(inner)

    def _table(self, table: Any) -> None:
        for row in table.iterchildren(f"{_W}tr"):
            cells = [" ".join(cell_text(cell).split()) for cell in _flattened(row) if cell.tag == f"{_W}tc"]
            if any(cells):
                self._add(BlockKind.TABLE, " | ".join(cells))

    def _notes(self, kind: str) -> None:
        """Footnotes, then endnotes, as paragraphs of their own after the text."""
        from docx.oxml import parse_xml

        for relation in self.document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(f"/{kind}"):
                continue
            for note in parse_xml(relation.target_part.blob):
                if note.get(f"{_W}type") in (None, "normal"):
                    text = " ".join(text_of(paragraph) for paragraph in note.iter(f"{_W}p"))
                    self._add(BlockKind.PARAGRAPH, text.strip())

    def _add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        self.ordinal += 1
        self.content.add(kind, [(self.ordinal, text)], level)

    def _style_chain(self, element: Any) -> list[Any]:
        """The paragraph's style and those that it is based on, nearest first."""
        found = element.find(f"{_W}pPr/{_W}pStyle")
        style = self.styles.get(found.get(f"{_W}val")) if found is not None else None
        chain: list[Any] = []
        while style is not None and style not in chain and len(chain) < 20:
            chain.append(style)
            style = getattr(style, "base_style", None)
        return chain

    def _style_names(self, element: Any) -> list[str]:
        return [(style.name or "").lower() for style in self._style_chain(element)]


def _heading_level(element: Any, names: list[str]) -> int:
    for name in names:
        if name in ("title", "标题"):
            return 1
        if name == "subtitle":
            return 2
        if name.startswith("heading ") and name[8:].isdigit():
            return int(name[8:])
    outline = element.find(f"{_W}pPr/{_W}outlineLvl")
    level = outline.get(f"{_W}val") if outline is not None else ""
    return int(level) + 1 if level and level.isdigit() and int(level) < 9 else 0


def _flattened(parent: Any) -> Iterator[Any]:
    """The children, with the contents of content controls and tracked insertions in their place."""
    stack = list(reversed(parent))
    while stack:
        child = stack.pop()
        if child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
            stack.extend(reversed(child))
        else:
            yield child


def text_of(paragraph: Any) -> str:
    """The text that a paragraph shows: insertions in, deletions, field codes and text boxes out."""
    found: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in _SKIPPED or element.tag in (_FALLBACK, f"{_W}txbxContent"):
            continue
        if element.tag == f"{_W}t":
            found.append(element.text or "")
        elif element.tag == f"{_W}br" and element.get(f"{_W}type") in ("page", "column"):
            continue
        elif element.tag in _TEXT:
            found.append(_TEXT[element.tag])
        else:
            stack.extend(reversed(element))
    return "".join(found)


def cell_text(cell: Any) -> str:
    """The text of a table cell, paragraphs parted by spaces, tables inside it included."""
    return " ".join(filter(None, (text_of(paragraph).strip() for paragraph in cell.iter(f"{_W}p"))))
