"""Documents made by real tools say what went in: 99.5 % of the characters in the right order, headings and tables found."""

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from corpus.read import read_file
from corpus.records import Article
from tests.documents import article, blocks
from tests.fidelity import tools
from tests.fidelity.documents import DOCUMENTS, Document

LEAST = 0.995

needs_pandoc = pytest.mark.skipif(tools.PANDOC is None, reason="pandoc is not installed")
needs_browser = pytest.mark.skipif(tools.PANDOC is None or tools.CHROMIUM is None, reason="needs pandoc and Chromium")
needs_office = pytest.mark.skipif(tools.PANDOC is None or tools.OFFICE is None, reason="needs pandoc and LibreOffice")
every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)


def read(path: Path) -> Article:
    return read_file(path, path.parent).articles[0]


def characters(texts: list[str]) -> str:
    """Without white space and the bars between cells."""
    return "".join("".join(text.replace("|", "").split()) for text in texts)


def share(expected: str, found: str) -> tuple[float, float]:
    """Of the expected characters, how many were found in order; of the found ones, how many were expected."""
    same = sum(match.size for match in SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks())
    return same / len(expected), same / max(len(found), 1)


def check(found: Article, document: Document, lists: bool = True) -> None:
    expected, got = document.blocks(), blocks(found)
    kept, meant = share(characters([text for _, text in expected]), characters([text for _, text in got]))
    assert kept >= LEAST, f"{kept:.4f} of what went in"
    assert meant >= LEAST, f"{meant:.4f} of what came out"
    for kind in ("heading", "table", *(["list_item"] if lists else [])):
        wanted = ["".join(text.split()) for one, text in expected if one == kind]  # its HTML breaks lines at spaces
        assert ["".join(text.split()) for one, text in got if one == kind] == wanted
    for text in (text for kind, text in expected if kind == "paragraph"):
        whole = text.replace("-", "")  # whether a hyphen at the end of a line is the word's own, a PDF does not say
        ends = [one for _, one in got if one.replace("-", "").endswith(whole)]
        assert any(len(one) <= len(text) + 3 for one in ends), text  # a note may be numbered


@needs_pandoc
@every_document
@pytest.mark.parametrize("suffix", [".html", ".docx", ".epub"])
def test_what_pandoc_writes(suffix: str, document: Document, tmp_path: Path) -> None:
    check(read(tools.pandoc(document, suffix, tmp_path)), document)


@every_document
def test_what_python_docx_writes(document: Document, tmp_path: Path) -> None:
    check(article(tmp_path, "a.docx", tools.word(document)), document, lists=False)  # its template counts lists on


PRINTS = {
    "plain": "",
    "justified": "p{text-align:justify} html{hyphens:auto}",
    "columns": "body{column-count:2;max-width:none;font-size:9pt} h1{column-span:all}",
}


@needs_browser
@every_document
@pytest.mark.parametrize("style", PRINTS)
def test_what_a_browser_prints(style: str, document: Document, tmp_path: Path) -> None:
    found = read(tools.printed(document, tmp_path, PRINTS[style]))
    check(found, document, lists=False)  # a browser paints bullets as pictures
    assert found.page_at(0) == 1
    assert found.page_at(len(found.text) - 1) == found.pages[-1][1] == max(page for _, page in found.pages)


@needs_office
@every_document
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html"])  # its EPUB has no headings to be found
def test_what_libreoffice_writes(suffix: str, document: Document, tmp_path: Path) -> None:
    check(read(tools.office(tools.pandoc(document, ".docx", tmp_path), suffix, tmp_path)), document, lists=False)


def test_the_measure_sees_what_is_lost_added_and_out_of_order() -> None:
    text = "甲乙丙丁戊己庚辛壬癸"
    assert share(text, text) == (1.0, 1.0)
    assert share(text, text[:9]) == (0.9, 1.0)
    assert share(text, text + "子丑") == (1.0, 10 / 12)
    assert share(text, text[5:] + text[:5])[0] == 0.5
