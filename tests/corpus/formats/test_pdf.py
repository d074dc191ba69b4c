"""A PDF becomes paragraphs again: across lines, columns and pages, without what stands in its margins."""

from pathlib import Path

import pytest

from corpus.errors import EmptyFile, Malformed, NoTextLayer, OverLimit
from corpus.limits import Limits
from corpus.records import Article
from tests.documents import article, blocks
from tests.pdf_maker import Piece, lines, pdf

BODY = "华为致力于打造中国坚实的算力底座，为世界构建第二选择，算力是核"
END = "心驱动力。"


def read(folder: Path, *pages: list[Piece], info: str = "") -> Article:
    return article(folder, "a.pdf", pdf(pages, info))


def texts(found: Article) -> list[str]:
    return [text for _, text in blocks(found)]


def test_wrapped_lines_are_one_paragraph_and_a_short_line_ends_it(tmp_path: Path) -> None:
    found = read(tmp_path, lines([BODY, BODY, END, "　　" + BODY[:-2], END]))
    assert texts(found) == [BODY + BODY + END, BODY[:-2] + END]


def test_larger_lines_are_headings_by_their_size(tmp_path: Path) -> None:
    page = [
        (60, 780, 24, "题目"),
        (60, 740, 16, "第一节"),
        *lines([BODY, END]),
        (60, 640, 16, "第二节"),
        *lines([END], y=610),
    ]
    found = read(tmp_path, page)
    assert [(block.level, found.text[block.start : block.end]) for block in found.blocks if block.level] == [
        (1, "题目"),
        (2, "第一节"),
        (2, "第二节"),
    ]
    assert found.title == "题目"


def test_a_quote_can_say_its_page(tmp_path: Path) -> None:
    found = read(tmp_path, lines([BODY, END]), lines([BODY, "第二页的结尾。"]))
    assert [found.page_at(found.text.index(text)) for text in (END, "第二页")] == [1, 2]
    assert found.line_at(0) is None


def test_a_paragraph_goes_on_over_a_page(tmp_path: Path) -> None:
    found = read(tmp_path, lines([BODY, BODY]), lines([BODY, END]))
    assert texts(found) == [BODY * 3 + END]
    assert [found.page_at(place) for place in (0, len(BODY) * 2)] == [1, 2]


def test_a_paragraph_goes_on_over_a_column(tmp_path: Path) -> None:
    left, right = lines([BODY[:16], BODY[16:]] * 2, size=11), lines([BODY[:16], END], x=320, size=11)
    assert texts(read(tmp_path, left + right)) == [BODY + BODY + BODY[:16] + END]


def test_running_heads_and_page_numbers_are_dropped(tmp_path: Path) -> None:
    pages = [
        [
            (60, 810, 9, "算力底座报告  内部资料"),
            *lines([BODY, f"第{number}页的结尾。"]),
            (290, 30, 9, f"- {number + 1} -"),
        ]
        for number in range(4)
    ]
    found = read(tmp_path, *pages)
    assert "内部资料" not in found.text
    assert not any(text.strip(" -").isdigit() for text in texts(found))
    assert found.text.count("结尾") == 4


def test_what_a_browser_prints_in_the_margins_is_dropped(tmp_path: Path) -> None:
    margin: list[Piece] = [
        (30, 820, 8, "11/25/26, 10:49 PM"),
        (300, 820, 8, "题目"),
        (30, 20, 8, "https://a.example/b 1/1"),
    ]
    assert texts(read(tmp_path, margin[:2] + lines([BODY, END]) + margin[2:])) == [BODY + END]


def test_a_number_that_is_no_page_number_stays(tmp_path: Path) -> None:
    assert "2023" in read(tmp_path, [*lines([BODY, END]), (60, 500, 12, "2023")]).text


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("The reasons are extraordi-", "narily many.", "The reasons are extraordinarily many."),
        ("A well-known fact is a well-", "known fact.", "A well-known fact is a well-known fact."),
        ("The years from 1998-", "2003 count.", "The years from 1998- 2003 count."),
        ("All words are here in full", "and stay apart.", "All words are here in full and stay apart."),
    ],
)
def test_words_parted_at_the_end_of_a_line_are_whole_again(first: str, second: str, whole: str, tmp_path: Path) -> None:
    assert texts(read(tmp_path, lines([first, second]))) == [whole]


def test_cells_below_one_another_are_rows(tmp_path: Path) -> None:
    rows = (("名称", "数值"), ("算力", "100"), ("存力", "7"))
    table = [
        (60 + 140 * column, 600 - 20 * row, 12, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    found = blocks(read(tmp_path, [*lines([BODY, END]), *table]))
    assert found[1:] == [("table", "名称 | 数值"), ("table", "算力 | 100"), ("table", "存力 | 7")]


def test_list_items_are_apart(tmp_path: Path) -> None:
    found = blocks(read(tmp_path, lines(["• 甲", "• 乙", "1. 丙", "2. 丁"])))
    assert found == [("list_item", text) for text in ("甲", "乙", "1. 丙", "2. 丁")]


def test_radicals_and_ligatures_are_the_letters_that_one_sees(tmp_path: Path) -> None:
    assert read(tmp_path, lines(["算⼒是核⼼，⻚⻓，oﬃce"])).text == "算力是核心，页长，office"


def test_gaps_beside_wide_characters_are_no_spaces_and_painted_spaces_are(tmp_path: Path) -> None:
    gap: list[Piece] = [(60, 700, 12, "到"), (75, 700, 12, "2023"), (125, 700, 12, "年")]
    assert read(tmp_path, gap).text == "到2023年"
    assert read(tmp_path, [(60, 700, 12, "到 2023 年")]).text == "到 2023 年"


def test_marks_painted_before_their_text_stand_in_their_gaps(tmp_path: Path) -> None:
    early: list[Piece] = [
        (96, 700, 12, "“"),
        (132, 700, 12, "”"),
        (60, 700, 12, "他们说"),
        (102.5, 700, 12, "来吧"),
        (139, 700, 12, "就走。"),
    ]
    assert read(tmp_path, early).text == "他们说“来吧”就走。"


def test_boxes_painted_last_stand_where_they_are_read(tmp_path: Path) -> None:
    page = [*lines([BODY, "第一段。"]), *lines(["第三段。"], y=600), *lines(["second part"], y=640, size=11)]
    assert texts(read(tmp_path, page)) == [BODY + "第一段。", "second part", "第三段。"]


def test_footnotes_stand_at_the_end_and_their_marks_are_gone(tmp_path: Path) -> None:
    first: list[Piece] = [
        *lines([BODY, BODY]),
        (60 + 12 * 32, 686, 7, "1"),
        (60, 60, 7, "1"),
        (66, 56, 12, "走访名单见附录。"),
    ]
    assert texts(read(tmp_path, first, lines([BODY, END]))) == [BODY * 3 + END, "1走访名单见附录。"]


def test_exponents_are_no_footnotes(tmp_path: Path) -> None:
    page: list[Piece] = [(60, 700, 12, "10"), (74, 705, 7, "6"), (80, 700, 12, "km"), (100, 705, 7, "2")]
    assert "6" in read(tmp_path, page).text
    assert "2" in read(tmp_path, page).text


def test_a_pdf_says_its_title_author_and_date(tmp_path: Path) -> None:
    info = f"/Title<feff{'算力报告'.encode('utf-16-be').hex()}>/Author(Ann)/CreationDate(D:20240506070809Z)"
    found = read(tmp_path, lines([BODY, END]), info=info)
    assert (found.title, found.author, found.date) == ("算力报告", "Ann", "2024-05-06")


def test_a_title_that_a_program_left_is_no_title(tmp_path: Path) -> None:
    page = [(60, 780, 24, "题目"), *lines([BODY, END])]
    assert read(tmp_path, page, info="/Title(Microsoft Word - report.doc)").title == "题目"


def test_a_scan_is_named_as_such_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoTextLayer, match="2 pages of pictures") as error:
        article(tmp_path, "a.pdf", pdf([[], []], picture=True))
    assert "OCR" in error.value.message("zh")


def test_an_empty_pdf_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        article(tmp_path, "a.pdf", pdf([[]]))


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OverLimit, match="3 pages"):
        article(tmp_path, "a.pdf", pdf([[], [], []]), Limits(pages=2))


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>"]
)
def test_what_is_no_pdf_is_named(data: bytes, tmp_path: Path) -> None:
    with pytest.raises((Malformed, EmptyFile), match=r"a\.pdf"):
        article(tmp_path, "a.pdf", data)
