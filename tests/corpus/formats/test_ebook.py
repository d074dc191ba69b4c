"""A book is one article: its chapters in order, without covers and contents."""

from pathlib import Path

import pytest

from corpus.errors import Locked, Malformed
from tests.corpus.formats.test_archive import packed
from tests.documents import article, blocks

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/p.opf"/>'
    "</rootfiles></container>"
)
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>算力之书</dc:title><dc:creator>张三</dc:creator><dc:date>2024</dc:date><dc:publisher>某社</dc:publisher></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="c2" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="c1" href="one%20a.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="c1"/><itemref idref="c2"/></spine></package>"""
ONE = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><h1>第一章</h1>'
    '<p>正文<sup><a href="#n">1</a></sup>。</p></body></html>'
)
TWO = '<html xmlns="http://www.w3.org/1999/xhtml"><body><section class="footer"><h1>第二章</h1><p>完。</p></section></body></html>'


def book(**changes: str) -> bytes:
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/p.opf": PACKAGE,
        "OPS/nav.xhtml": "<html><body><nav>目录</nav></body></html>",
        "OPS/one a.xhtml": ONE,
        "OPS/two.xhtml": TWO,
        **changes,
    }
    return packed({name: data.encode() for name, data in members.items() if data})


def test_chapters_follow_the_spine(tmp_path: Path) -> None:
    assert blocks(article(tmp_path, "a.epub", book())) == [
        ("heading", "第一章"),
        ("paragraph", "正文。"),
        ("heading", "第二章"),
        ("paragraph", "完。"),
    ]


def test_a_book_says_its_title_author_date_and_publisher(tmp_path: Path) -> None:
    found = article(tmp_path, "a.epub", book())
    assert (found.title, found.author, found.date, found.source) == ("算力之书", "张三", "2024", "某社")


def test_a_book_with_encrypted_chapters_is_named_and_one_with_encrypted_fonts_is_read(tmp_path: Path) -> None:
    rights = '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
    with pytest.raises(Locked):
        article(
            tmp_path,
            "a.epub",
            book(**{"META-INF/encryption.xml": rights.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}),
        )
    fonts = rights.format("http://www.idpf.org/2008/embedding")
    assert article(tmp_path, "b.epub", book(**{"META-INF/encryption.xml": fonts})).title == "算力之书"


@pytest.mark.parametrize("missing", ["META-INF/container.xml", "OPS/p.opf"])
def test_a_book_that_lacks_a_part_is_named(missing: str, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=missing):
        article(tmp_path, "a.epub", book(**{missing: ""}))


def test_no_entity_is_expanded_and_none_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", encoding="utf-8")
    entity = f'<!DOCTYPE p [<!ENTITY x SYSTEM "file://{secret}">]>'
    package = PACKAGE.replace("<package", entity + "<package").replace("算力之书", "&x;书")
    chapter = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>&x;正文</p></body></html>'
    found = article(tmp_path, "a.epub", book(**{"OPS/p.opf": package, "OPS/two.xhtml": chapter}))
    assert "geheim" not in found.title + found.text
