"""A Word file becomes what Word shows: headings, list numbers, tables, notes; no deleted text."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from corpus.errors import Locked, Malformed
from tests.documents import article, blocks

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_headings_paragraphs_lists_and_tables_are_found(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("报告", 0)
    document.add_heading("第一节", 1)
    document.add_paragraph("正文在此。\n另起一行。")
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for place, cell in enumerate(table._cells):
        cell.text = str(place)
    document.add_paragraph("图一", style="Caption")
    assert blocks(article(tmp_path, "a.docx", saved(document))) == [
        ("heading", "报告"),
        ("heading", "第一节"),
        ("paragraph", "正文在此。"),
        ("paragraph", "另起一行。"),
        ("list_item", "1. 甲"),
        ("list_item", "2. 乙"),
        ("list_item", "丙"),
        ("table", "0 | 1"),
        ("table", "2 | 3"),
        ("caption", "图一"),
    ]


def test_a_document_says_its_title_author_and_date(tmp_path: Path) -> None:
    document = docx.Document()
    said = document.core_properties
    said.title, said.author, said.created = "题目", "张三", datetime(2024, 5, 6)
    document.add_paragraph("正文")
    found = article(tmp_path, "a.docx", saved(document))
    assert (found.title, found.author, found.date, found.line_at(0)) == ("题目", "张三", "2024-05-06", None)


def test_the_authors_of_templates_are_no_authors(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    found = article(tmp_path, "a.docx", saved(document))
    assert (found.author, found.date) == (None, None)


def test_insertions_links_and_controls_are_in_and_deletions_are_out(tmp_path: Path) -> None:
    document = docx.Document()
    body = document.element.body
    body.insert(
        0,
        parse_xml(
            f"<w:p {W}><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText>"
            "</w:r></w:del><w:hyperlink><w:r><w:t>丙</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        ),
    )
    body.insert(1, parse_xml(f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>丁</w:t></w:r></w:p></w:sdtContent></w:sdt>"))
    assert blocks(article(tmp_path, "a.docx", saved(document))) == [("paragraph", "甲乙丙"), ("paragraph", "丁")]


def test_list_numbers_follow_the_documents_own_definitions(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, kind, text in ((0, "chineseCounting", "第%1条"), (1, "decimal", "%2）"))
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in ((0, "总则"), (1, "甲"), (1, "乙"), (0, "附则"), (1, "丙")):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        )
    shown = [text for _, text in blocks(article(tmp_path, "a.docx", saved(document)))]
    assert shown == ["第一条总则", "1）甲", "2）乙", "第二条附则", "1）丙"]


def test_an_encrypted_file_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        article(
            tmp_path,
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        )


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old doc", b"plain text", b"%PDF-1.4"]
)
def test_what_is_no_docx_is_named(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"a\.docx"):
        article(tmp_path, "a.docx", data)


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文" * 1000)
    data = saved(document)
    with pytest.raises(Malformed):
        article(tmp_path, "a.docx", data[: len(data) // 2])
