"""Small PDF files, written by hand, so that a test says exactly what stands where on a page."""

import zlib
from collections.abc import Sequence

#: (x, y, size, text) in points from the lower left corner; a text is shown by one operation.
Piece = tuple[float, float, float, str]

# Any UTF-16 code unit is its own glyph: readers of text need no font program.
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"""


def pdf(
    pages: Sequence[Sequence[Piece]], info: str = "", extra: dict[int, bytes] | None = None, picture: bool = False
) -> bytes:
    """A PDF of these pages; `info` is the inside of its information dictionary, `picture` puts an image on every page."""
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/DW 1000/FontDescriptor 6 0 R>>",
        5: stream(_TO_UNICODE),
        6: b"<</Type/FontDescriptor/FontName/Own/Flags 4>>",
        7: stream(b"\x00" * 12, "/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceRGB/BitsPerComponent 8"),
        8: f"<<{info}>>".encode("latin-1"),
    }
    kids = []
    for number, pieces in enumerate(pages):
        page, content = 10 + 2 * number, 11 + 2 * number
        kids.append(f"{page} 0 R")
        images = "/XObject<</Im 7 0 R>>" if picture else ""
        objects[page] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R"
            f"/Resources<</Font<</F 3 0 R>>{images}>>>>"
        ).encode()
        objects[content] = stream(b"\n".join(_shown(*piece) for piece in pieces) + (b" /Im Do" if picture else b""))
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    return assembled(objects | (extra or {}))


def stream(data: bytes, entries: str = "", packed: bool = True) -> bytes:
    """A stream object."""
    body = zlib.compress(data) if packed else data
    kind = "/Filter/FlateDecode" if packed else ""
    return f"<<{entries}{kind}/Length {len(body)}>>stream\n".encode() + body + b"\nendstream"


def assembled(objects: dict[int, bytes]) -> bytes:
    """A file of these objects; object 1 is the catalog, 8 the information dictionary if there is one."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    info = b"/Info 8 0 R" if 8 in objects else b""
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, info, start)


def _shown(x: float, y: float, size: float, text: str) -> bytes:
    return f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()


def lines(texts: Sequence[str], x: float = 60, y: float = 700, size: float = 12, leading: float = 18) -> list[Piece]:
    """Lines below one another."""
    return [(x, y - number * leading, size, text) for number, text in enumerate(texts)]
