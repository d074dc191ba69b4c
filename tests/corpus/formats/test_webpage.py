"""A page becomes what its reader reads: the article, without the page around it."""

from pathlib import Path

import pytest

from corpus.errors import EmptyFile, OverLimit
from tests.documents import article, blocks

PAGE = """<!doctype html><html lang="zh"><head><title>算力底座 - 某站</title><meta charset="utf-8">
<meta name="author" content="张三"><meta property="article:published_time" content="2023-09-20">
<meta property="og:site_name" content="某报"><style>p{color:red}</style></head>
<body><header><nav>首页 关于</nav></header><div class="sidebar">热门文章</div>
<article><h1>算力底座</h1>
<p>华为致力于打造中国坚实的<b>算力</b>底座<sup><a href="#fn1">[1]</a></sup>，
为世界构建第二选择。</p>
<h2>背景</h2><p>A &amp; B<br>另起一行</p>
<script>alert(1)</script><p hidden>看不见</p><p style="display: none">也看不见</p>
</article><footer>版权所有</footer></body></html>"""


def page(folder: Path, body: str, **head: str) -> list[tuple[str, str]]:
    return blocks(article(folder, "a.html", f"<html><body>{body}</body></html>".encode()))


def test_the_article_is_read_and_the_page_around_it_is_not(tmp_path: Path) -> None:
    assert blocks(article(tmp_path, "a.html", PAGE.encode())) == [
        ("heading", "算力底座"),
        ("paragraph", "华为致力于打造中国坚实的算力底座，为世界构建第二选择。"),
        ("heading", "背景"),
        ("paragraph", "A & B"),
        ("paragraph", "另起一行"),
    ]


def test_a_page_says_its_title_author_date_and_source(tmp_path: Path) -> None:
    found = article(tmp_path, "a.html", PAGE.encode())
    assert (found.title, found.author, found.date, found.source) == ("算力底座", "张三", "2023-09-20", "某报")


def test_linked_data_says_who_wrote_it_and_when(tmp_path: Path) -> None:
    said = '{"@graph": [{"@type": "Article", "author": [{"name": "李四"}], "datePublished": "2024-01-02"}]}'
    found = article(tmp_path, "a.html", f'<script type="application/ld+json">{said}</script><p>正文</p>'.encode())
    assert (found.author, found.date) == ("李四", "2024-01-02")


def test_every_block_begins_on_the_line_that_it_says(tmp_path: Path) -> None:
    found, lines = article(tmp_path, "a.html", PAGE.encode()), PAGE.split("\n")
    for block in found.blocks:
        line = found.line_at(block.start)
        assert line is not None
        assert found.text[block.start : block.start + 2] in lines[line - 1]


@pytest.mark.parametrize("encoding", ["gb18030", "gb2312", "big5", "utf-8", "utf-16"])
def test_the_declared_encoding_is_used(encoding: str, tmp_path: Path) -> None:
    text = f'<meta charset="{encoding}"><p>中文小文</p>'  # too short to be told by its looks
    assert article(tmp_path, "a.html", text.encode(encoding)).text == "中文小文"


def test_a_wrong_declaration_is_seen_through(tmp_path: Path) -> None:
    text = '<meta charset="utf-8"><p>华为致力于打造中国坚实的算力底座，为世界构建第二选择。</p>'
    assert "算力底座" in article(tmp_path, "a.html", text.encode("gb18030")).text


def test_data_tables_are_rows_and_layout_tables_are_text(tmp_path: Path) -> None:
    table = "<table><caption>表一</caption><tr><th>名<th>值<tr><td>a<td>1<br>2</table>"
    assert page(tmp_path, table) == [("caption", "表一"), ("table", "名 | 值"), ("table", "a | 1 2")]
    layout = f"<table><tr><td>左</td><td>{'很长的正文。' * 200}</td></tr></table>"
    assert [kind for kind, _ in page(tmp_path, layout)] == ["paragraph", "paragraph"]


def test_lists_keep_the_numbers_that_a_browser_shows(tmp_path: Path) -> None:
    found = page(tmp_path, "<ol start=3><li>甲<li value=7>乙</ol><ol type=a><li>丙</ol><ul><li>丁<ul><li>戊</ul></ul>")
    assert [text for _, text in found] == ["3. 甲", "7. 乙", "a. 丙", "丁", "戊"]
    assert {kind for kind, _ in found} == {"list_item"}


def test_readings_over_characters_are_not_text(tmp_path: Path) -> None:
    assert page(tmp_path, "<p><ruby>漢字<rp>(</rp><rt>かんじ</rt></ruby>です</p>") == [("paragraph", "漢字です")]


def test_footnotes_are_blocks_of_their_own(tmp_path: Path) -> None:
    found = page(
        tmp_path, '<p>正文<a href="#n" role="doc-noteref">1</a>在此。</p><aside role="doc-footnote">注文。</aside>'
    )
    assert found == [("paragraph", "正文在此。"), ("paragraph", "注文。")]


def test_superscripts_that_are_no_notes_stay(tmp_path: Path) -> None:
    assert page(tmp_path, "<p>10<sup>6</sup> km<sup>2</sup></p>") == [("paragraph", "106 km2")]


def test_code_keeps_its_lines(tmp_path: Path) -> None:
    assert page(tmp_path, "<pre>a = 1\nb = 2</pre>") == [("list_item", "a = 1"), ("list_item", "b = 2")]


def test_latin_wraps_are_spaces(tmp_path: Path) -> None:
    assert page(tmp_path, "<p>one\n   two</p>") == [("paragraph", "one two")]


def test_a_page_of_nothing_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        article(tmp_path, "a.html", b"<html><body><script>1</script></body></html>")


def test_a_page_that_nests_too_deeply_is_named(tmp_path: Path) -> None:
    with pytest.raises(OverLimit, match="nested"):
        article(tmp_path, "a.html", b"<div>" * 100_000 + b"x")


def test_broken_pages_are_read_as_a_browser_reads_them(tmp_path: Path) -> None:
    assert [text for _, text in page(tmp_path, "<p>甲<p>乙</b></div><li>丙")] == ["甲", "乙", "丙"]
