"""Every row of a table is an article: its columns named, its text in paragraphs."""

from pathlib import Path

import pytest

from corpus.errors import EmptyFile, Malformed, OverLimit
from corpus.limits import Limits
from tests.documents import article, blocks, reading


def test_each_row_is_an_article_with_named_columns(tmp_path: Path) -> None:
    data = '标题,正文,作者,页数\n题一,"第一段\n\n第二段，有逗号",张三,7\n题二,乙,,\n'.encode()
    found = reading(tmp_path, "a.csv", data).articles
    assert [(one.id, one.title, one.author, one.file) for one in found] == [
        ("a.csv#1", "题一", "张三", "a.csv"),
        ("a.csv#2", "题二", None, "a.csv"),
    ]
    assert blocks(found[0]) == [
        ("heading", "题一"),
        ("paragraph", "第一段"),
        ("paragraph", "第二段，有逗号"),
        ("paragraph", "作者：张三"),
        ("paragraph", "页数：7"),
    ]


def test_rows_with_keys_of_their_own_are_called_by_them(tmp_path: Path) -> None:
    assert [one.id for one in reading(tmp_path, "a.csv", b"id,text\nx7,one\nx9,two\n").articles] == [
        "a.csv#x7",
        "a.csv#x9",
    ]
    assert [one.id for one in reading(tmp_path, "b.csv", b"id,text\nx7,one\nx7,two\n").articles] == [
        "b.csv#1",
        "b.csv#2",
    ]


def test_the_key_of_a_text_is_no_part_of_it_but_that_of_a_record_is(tmp_path: Path) -> None:
    assert [text for _, text in blocks(article(tmp_path, "a.csv", b"id,text\nx7,one\n"))] == ["one"]
    assert [text for _, text in blocks(article(tmp_path, "b.csv", b"id,price\nx7,9\n"))] == ["id: x7", "price: 9"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_seen(separator: str, tmp_path: Path) -> None:
    data = (
        separator.join(("name", "text"))
        + "\n"
        + separator.join(("A", "B, or C"[: 1 if separator == "," else None]))
        + "\n"
    )
    assert article(tmp_path, "a.csv", data.encode()).title == "A"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_tables_are_read_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    data = "标题,正文\n算力底座,华为致力于打造中国坚实的算力底座，为世界构建第二选择。\n".encode(encoding)
    assert article(tmp_path, "a.csv", data).title == "算力底座"


def test_each_line_of_jsonl_is_an_article(tmp_path: Path) -> None:
    data = '{"title": "题", "text": "正文", "tags": ["甲", "乙"], "at": {"x": 1}, "none": null}\n\n{"text": "二"}\n'.encode()
    found = reading(tmp_path, "a.jsonl", data).articles
    assert [one.id for one in found] == ["a.jsonl#1", "a.jsonl#3"]
    assert [text for _, text in blocks(found[0])] == ["题", "正文", "tags: 甲、乙", 'at: {"x": 1}']
    assert found[1].line_at(0) == 3


def test_a_bad_line_costs_itself_alone(tmp_path: Path) -> None:
    found = reading(tmp_path, "a.jsonl", b'{"text": "one"}\nbroken\n[1]\n' + b"[" * 100_000 + b"\n")
    assert [one.id for one in found.articles] == ["a.jsonl#1"]
    assert [name for name, _ in found.skipped] == ["a.jsonl#2", "a.jsonl#3", "a.jsonl#4"]
    assert "line 2" in str(found.skipped[0][1])


def test_a_file_of_bad_lines_alone_is_named(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="line 1"):
        reading(tmp_path, "a.jsonl", b"not json")


def test_the_hash_is_that_of_the_row(tmp_path: Path) -> None:
    before = reading(tmp_path, "a.csv", b"text\none\ntwo\n").articles
    after = reading(tmp_path, "a.csv", b"text\none\nthree\n").articles
    assert before[0].hash == after[0].hash
    assert before[1].hash != after[1].hash


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OverLimit, match="rows"):
        reading(tmp_path, "a.csv", b"text\n" + b"x\n" * 50, Limits(articles=10))


def test_a_table_without_rows_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        reading(tmp_path, "a.csv", b"id,text\n")
