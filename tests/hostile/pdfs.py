"""Hostile PDF files: bombs in streams, loops, deep trees, lies, passwords, pictures, pieces missing."""

import zlib

from tests.hostile.base import TEXT, File
from tests.hostile.containers import zeros
from tests.pdf_maker import assembled, lines, pdf, stream

_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 11 0 R/Resources<</Font<</F 3 0 R>>>>>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def one_page(
    content: bytes, extra: dict[int, bytes] | None = None, page: bytes = _PAGE, catalog: bytes = _CATALOG
) -> bytes:
    """A PDF of one page with this content stream object."""
    tree = b"<</Type/Pages/Kids[10 0 R]/Count 1>>"
    return assembled({1: catalog, 2: tree, 3: _FONT, 10: page, 11: content} | (extra or {}))


def _zlib(raw: bytes) -> bytes:
    return b"\x78\xda" + raw + b"\x00\x00\x00\x01"


def _packed(data: bytes, filters: str) -> bytes:
    return f"<</Filter{filters}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _many_filters() -> bytes:
    data = zeros(8)
    data = _zlib(data)
    for _ in range(9):
        data = zlib.compress(data)
    return one_page(_packed(data, "[" + "/FlateDecode" * 10 + "]"))


def _fan_out() -> bytes:
    """Each form paints the next one ten times: ten to the tenth."""
    forms = {}
    for n in range(20, 30):
        used = f"/Resources<</XObject<</X {n + 1} 0 R>>>>" if n < 29 else "/Resources<</Font<</F 3 0 R>>>>"
        body = b"/X Do " * 10 if n < 29 else b"BT /F 9 Tf (ha) Tj ET"
        forms[n] = stream(body, f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]{used}")
    page = _PAGE.replace(b"/Font<</F 3 0 R>>", b"/XObject<</X 20 0 R>>")
    return one_page(stream(b"/X Do"), forms, page)


def _form_loop() -> bytes:
    used = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 20 0 R>>>>"
    page = _PAGE.replace(b"/Font<</F 3 0 R>>", b"/XObject<</X 20 0 R>>")
    return one_page(stream(b"/X Do"), {20: stream(b"/X Do", used)}, page)


def _deep_tree() -> bytes:
    objects = {1: _CATALOG}
    for n in range(2, 20_000):
        objects[n] = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1)
    objects[20_000] = b"<</Type/Page/MediaBox[0 0 9 9]>>"
    return assembled(objects)


def _map_bomb() -> bytes:
    ranges = b"100 beginbfrange\n" + b"<00000000> <FFFFFFFF> <0000>\n" * 100 + b"endbfrange\n"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[]/ToUnicode 4 0 R>>"
    return one_page(stream(b"BT /F 9 Tf <0041> Tj ET"), {3: font, 4: stream(ranges)})


def _no_map() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    )
    codes = "".join(f"{n:04x}" for n in range(1, 31))
    return one_page(stream(f"BT /F 9 Tf <{codes}> Tj ET".encode()), {3: font})


def _password() -> bytes:
    data = pdf([lines([TEXT])])
    key = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
    return data.replace(b"/Info 8 0 R", key)


def _said(extra: bytes) -> bytes:
    return pdf([lines([TEXT])], extra={1: b"<</Type/Catalog/Pages 2 0 R" + extra + b">>"})


def files(secret: str, address: str) -> list[File]:
    """All of this kind."""
    launch = f"/OpenAction<</S/Launch/F({secret})>>/AA<</O<</S/JavaScript/JS(app.launchURL\\('{address}'\\))>>>>"
    link = f"/OpenAction<</S/URI/URI({address})>>"
    file_stream = f"<</F({secret})/FFilter/FlateDecode/Length 0>>stream\n\nendstream".encode()
    return [
        ("bomb-1GB.pdf", "skipped", lambda: one_page(_packed(_zlib(zeros(1024)), "/FlateDecode"))),
        ("bomb-filters.pdf", "skipped", _many_filters),
        ("bomb-lzw.pdf", "skipped", lambda: one_page(_packed(b"\x80\x0b\x60\x50" * 1_000_000, "/LZWDecode"))),
        ("bomb-run-length.pdf", "skipped", lambda: one_page(_packed(b"\x81x" * 2_000_000, "/RunLengthDecode"))),
        ("bomb-objects.pdf", "skipped", lambda: _objects_bomb()),
        ("map-bomb.pdf", "either", _map_bomb),
        ("fan-out.pdf", "either", _fan_out),
        ("form-loop.pdf", "skipped", _form_loop),
        (
            "pages-loop.pdf",
            "skipped",
            lambda: assembled({1: _CATALOG, 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"}),
        ),
        ("pages-deep.pdf", "skipped", _deep_tree),
        (
            "pages-claimed.pdf",
            "either",
            lambda: assembled({1: _CATALOG, 2: b"<</Type/Pages/Kids[]/Count 1000000000>>"}),
        ),
        ("pages-over.pdf", "skipped", lambda: _many_pages()),
        ("xref-loop.pdf", "either", lambda: pdf([lines([TEXT])]).replace(b"trailer\n<<", b"trailer\n<</Prev 9")),
        ("arrays-deep.pdf", "skipped", lambda: one_page(stream(b"[" * 1_000_000))),
        ("states-deep.pdf", "skipped", lambda: one_page(stream(b"q " * 1_000_000))),
        ("dictionaries-deep.pdf", "skipped", lambda: assembled({1: b"<</A" * 100_000 + b">>" * 100_000})),
        ("references-loop.pdf", "skipped", lambda: assembled({1: b"1 0 R", 2: b"3 0 R", 3: b"2 0 R"})),
        (
            "text-endless.pdf",
            "either",
            lambda: one_page(stream(b"BT /F 9 Tf " + b"(xxxxxxxxxx) Tj " * 20_000 + b"ET")),
        ),
        ("no-map.pdf", "skipped", _no_map),
        ("password.pdf", "skipped", _password),
        ("scan.pdf", "skipped", lambda: pdf([[], []], picture=True)),
        ("launch.pdf", "read", lambda: _said(launch.encode())),
        ("calls.pdf", "read", lambda: _said(link.encode())),
        ("file-stream.pdf", "skipped", lambda: one_page(file_stream)),
        ("radicals-bidi.pdf", "read", lambda: pdf([lines([f"\u202e{TEXT}\u202c", TEXT])])),
        ("null-bytes.pdf", "either", lambda: pdf([lines(["\x00a\x00b\x00"] * 9)])),
        ("truncated.pdf", "either", lambda: pdf([lines([TEXT] * 20)])[:900]),
        ("header-only.pdf", "skipped", lambda: b"%PDF-1.7\n"),
        ("rubbish.pdf", "skipped", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 200),
        ("text.pdf", "skipped", TEXT.encode),
        ("word.pdf", "skipped", lambda: b"PK\x03\x04" + bytes(100)),
    ]


def _objects_bomb() -> bytes:
    packed = _zlib(zeros(1024))
    body = (
        f"<</Type/ObjStm/N 1000/First 10/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode()
        + packed
        + b"\nendstream"
    )
    return b"%PDF-1.7\n5 0 obj\n" + body + b"\nendobj\ntrailer\n<</Root 6 0 R/Size 9>>\nstartxref\n0\n%%EOF"


def _many_pages() -> bytes:
    kids = b"10 0 R " * 6000
    return assembled(
        {1: _CATALOG, 2: b"<</Type/Pages/Kids[" + kids + b"]/Count 6000>>", 10: _PAGE, 11: stream(b" "), 3: _FONT}
    )
