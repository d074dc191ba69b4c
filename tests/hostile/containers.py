"""Hostile zip files, DOCX and EPUB: bombs, lies, ways out, entities, addresses, passwords, pieces missing."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from tests.hostile.base import TEXT, File

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_O = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
_LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)

#: Name, packed bytes, method, size that the directory claims.
Member = tuple[str, bytes, int, int]


def zipped(members: dict[str, str | bytes]) -> bytes:
    """An ordinary archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def raw_zip(members: Sequence[Member], shared: bool = False, flags: int = 0) -> bytes:
    """An archive that says whatever we like; `shared` lets every entry point at the first one's bytes."""
    out, directory, first = bytearray(), bytearray(), 0
    for number, (name, packed, method, size) in enumerate(members):
        place, raw = (first if shared else len(out)), name.encode()
        fields = (method, 0, 0, 0, len(packed), size, len(raw), 0)
        if not (shared and number):
            out += struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, flags, *fields) + raw + packed
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, flags, *fields, 0, 0, 0, 0, place) + raw
    count = min(len(members), 0xFFFF)
    return bytes(out + directory) + struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0
    )


def zeros(megabytes: int, character: bytes = b" ") -> bytes:
    """Deflated bytes that unpack to so many MB: one packed MB, repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = packer.compress(character * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return one * megabytes + packer.flush()


def docx(body: str, before: str = "", relations: str = "", others: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file with this body."""
    root = f'<Relationships xmlns="{_R}"><Relationship Id="r1" Type="{_O}/officeDocument" Target="word/document.xml"/></Relationships>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": root,
        "word/document.xml": f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_R}">{relations}</Relationships>',
    }
    return zipped(members | (others or {}))


def paragraph(text: str) -> str:
    """A paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def epub(chapter: str, package: str = "", others: dict[str, str | bytes] | None = None) -> bytes:
    """A book of one chapter."""
    container = '<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
    usual = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="c"/></spine></package>'
    )
    members: dict[str, str | bytes] = {
        "META-INF/container.xml": container,
        "p.opf": package or usual,
        "c.xhtml": chapter,
    }
    return zipped(members | (others or {}))


def _nested(depth: int) -> bytes:
    data = zipped({"a.md": TEXT})
    for _ in range(depth):
        data = zipped({"in.zip": data})
    return data


def _linked() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link.md")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "../../../../etc/passwd")
    return stream.getvalue()


def _broken_sum() -> bytes:
    data = bytearray(zipped({"a.md": TEXT * 20}))
    data[45] ^= 0xFF
    return bytes(data)


def _ole(marker: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + marker.encode("utf-16-le") + bytes(600)


def files(secret: str, address: str) -> list[File]:
    """All of this kind."""
    return [*_archives(), *_words(secret, address), *_books(secret, address)]


def _archives() -> list[File]:
    return [
        ("bomb-1GB.zip", "skipped", lambda: raw_zip([("a.md", zeros(1024), 8, 1024 << 20)])),
        ("bomb-lying.zip", "skipped", lambda: raw_zip([("a.md", zeros(1024), 8, 10)])),
        (
            "bomb-overlap.zip",
            "skipped",
            lambda: raw_zip([(f"{n}.md", zeros(1), 8, 1 << 20) for n in range(600)], shared=True),
        ),
        ("bomb-ratio.zip", "skipped", lambda: raw_zip([(f"{n}.md", zeros(20), 8, 20 << 20) for n in range(10)])),
        ("entries-30000.zip", "skipped", lambda: raw_zip([(f"{n}.md", b"x", 0, 1) for n in range(30_000)])),
        ("nested-20.zip", "skipped", lambda: _nested(20)),
        ("nested-wide.zip", "either", lambda: zipped({f"{n}.zip": zipped({"a.md": f"{n} {TEXT}"}) for n in range(50)})),
        (
            "ways-out.zip",
            "read",
            lambda: zipped({"../../../../tmp/out.md": TEXT, "/etc/out.md": TEXT, "..\\..\\w.md": TEXT}),
        ),
        ("link.zip", "either", _linked),
        ("null-name.zip", "either", lambda: raw_zip([("a\x00/../b.md", TEXT.encode(), 0, len(TEXT.encode()))])),
        ("password.zip", "skipped", lambda: raw_zip([("a.md", b"secret", 0, 6)], flags=1)),
        ("method-unknown.zip", "skipped", lambda: raw_zip([("a.md", b"text", 99, 4)])),
        ("broken-sum.zip", "skipped", _broken_sum),
        ("truncated.zip", "skipped", lambda: zipped({"a.md": TEXT * 1000})[:-30]),
        ("empty.zip", "skipped", lambda: zipped({})),
        (
            "directory-lies.zip",
            "skipped",
            lambda: b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 1 << 31, 1 << 31, 0),
        ),
        ("rubbish.zip", "skipped", lambda: b"PK\x03\x04" + bytes(range(256)) * 20),
        ("word.zip", "either", lambda: docx(paragraph(TEXT))),
    ]


def _words(secret: str, address: str) -> list[File]:
    entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y SYSTEM "{address}">]>'
    calls = (
        f'<Relationship Id="r1" Type="{_O}/image" TargetMode="External" Target="{address}"/>'
        f'<Relationship Id="r2" Type="{_O}/attachedTemplate" TargetMode="External" Target="{address}"/>'
        f'<Relationship Id="r3" Type="{_O}/footnotes" TargetMode="External" Target="file://{secret}"/>'
    )
    out = f'<Relationship Id="r1" Type="{_O}/footnotes" Target="../../../..{secret}"/>'
    quadratic = f'<!DOCTYPE d [<!ENTITY a "{"x" * 100_000}">]>'
    circle = f'<w:styles xmlns:w="{_W}">' + "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/><w:basedOn w:val="s{(n + 1) % 3}"/></w:style>'
        for n in range(3)
    )
    styles = f'<Relationship Id="r1" Type="{_O}/styles" Target="styles.xml"/>'
    styled = f'<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>{TEXT}</w:t></w:r></w:p>'
    return [
        ("bomb.docx", "skipped", lambda: docx(paragraph(TEXT), others={"word/x.xml": b" " * (64 << 20)})),
        ("laughs.docx", "skipped", lambda: docx(paragraph("&a11;"), _LAUGHS)),
        ("quadratic.docx", "either", lambda: docx(paragraph("&a;" * 10_000), quadratic)),
        ("entity-external.docx", "either", lambda: docx(paragraph(f"{TEXT}&x;&y;"), entity)),
        ("calls.docx", "either", lambda: docx(paragraph(TEXT), relations=calls)),
        ("way-out.docx", "either", lambda: docx(paragraph(TEXT), relations=out)),
        ("elements-deep.docx", "skipped", lambda: docx("<w:ins>" * 1_000_000)),
        (
            "tables-nested.docx",
            "either",
            lambda: docx("<w:tbl><w:tr><w:tc>" * 60 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 60),
        ),
        (
            "styles-circle.docx",
            "either",
            lambda: docx(styled, relations=styles, others={"word/styles.xml": circle + "</w:styles>"}),
        ),
        ("paragraphs.docx", "read", lambda: docx(paragraph("x") * 20_000)),
        ("null-bytes.docx", "skipped", lambda: docx(paragraph("a\x00b"))),
        ("no-document.docx", "skipped", lambda: zipped({"[Content_Types].xml": _TYPES})),
        ("no-xml.docx", "skipped", lambda: zipped({"[Content_Types].xml": "not xml", "_rels/.rels": "<"})),
        ("truncated.docx", "skipped", lambda: docx(paragraph(TEXT * 500))[:400]),
        ("password.docx", "skipped", lambda: _ole("EncryptedPackage")),
        ("old.docx", "skipped", lambda: _ole("WordDocument")),
        ("text.docx", "skipped", TEXT.encode),
        ("pdf.docx", "skipped", lambda: b"%PDF-1.7\n"),
    ]


def _books(secret: str, address: str) -> list[File]:
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y SYSTEM "{address}">]>'
    out = f'<container><rootfiles><rootfile full-path="../../../..{secret}"/></rootfiles></container>'
    spine = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
        "<spine>" + '<itemref idref="c"/>' * 50_000 + "</spine></package>"
    )
    return [
        ("entity-external.epub", "read", lambda: epub(f"{entity}<html><body><p>{TEXT}&x;&y;</p></body></html>")),
        (
            "entity-package.epub",
            "either",
            lambda: epub(f"<p>{TEXT}</p>", f"{entity}<package><title>&x;</title></package>"),
        ),
        ("laughs.epub", "skipped", lambda: epub("<p>x</p>", f"{_LAUGHS}<package>&a11;</package>")),
        ("way-out.epub", "skipped", lambda: epub(f"<p>{TEXT}</p>", others={"META-INF/container.xml": out})),
        ("spine-loop.epub", "read", lambda: epub(f"<p>{TEXT}</p>", spine)),
        ("bomb.epub", "skipped", lambda: epub(" " * (64 << 20))),
        ("elements-deep.epub", "skipped", lambda: epub("<div>" * 500_000)),
        (
            "scripts.epub",
            "read",
            lambda: epub(f'<script src="{address}"/><p onclick="x()">{TEXT}</p><iframe src="{address}"/>'),
        ),
        ("no-package.epub", "skipped", lambda: zipped({"mimetype": "application/epub+zip"})),
        ("truncated.epub", "skipped", lambda: epub(f"<p>{TEXT}</p>")[:300]),
    ]
