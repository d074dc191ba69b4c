"""Batch files: a question a line; a line that is none is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import FileMissing
from qa.batch import read_batch
from qa.errors import BadBatchLine


def written(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding=encoding)
    return path


def test_rows_come_in_order_with_what_they_lack_filled_in(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "a", "question": "甲？", "history": ["乙？"]}', "", '{"question": "丙？"}', "")
    assert list(read_batch(path)) == [
        {"id": "a", "question": "甲？", "history": ["乙？"]},
        {"id": None, "question": "丙？", "history": []},
    ]


@pytest.mark.parametrize("identity", [7, "七", 0, ["a", 1]])
def test_an_id_comes_back_as_it_was(tmp_path: Path, identity: Any) -> None:
    path = written(tmp_path, json.dumps({"id": identity, "question": "甲？"}))
    assert [row["id"] for row in read_batch(path)] == [identity]


def test_a_byte_order_mark_and_windows_line_ends_are_no_trouble(tmp_path: Path) -> None:
    path = written(tmp_path, '{"question": "甲？"}\r', '{"question": "乙？"}\r', encoding="utf-8-sig")
    assert [row["question"] for row in read_batch(path)] == ["甲？", "乙？"]


def test_a_line_separator_inside_a_question_ends_no_line(tmp_path: Path) -> None:
    path = written(tmp_path, '{"question": "甲\u2028乙\x85丙？"}')
    assert [row["question"] for row in read_batch(path)] == ["甲\u2028乙\x85丙？"]


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[]",
        '"text"',
        "null",
        "{}",
        '{"question": null}',
        '{"question": 5}',
        '{"question": "甲？", "history": "乙？"}',
        '{"question": "甲？", "history": [1]}',
        '{"question": "甲？", "history": {"a": 1}}',
    ],
)
def test_a_line_that_is_no_question_is_named_after_the_good_ones_before_it(tmp_path: Path, bad: str) -> None:
    path = written(tmp_path, '{"question": "甲？"}', "", bad, '{"question": "丁？"}')
    rows = read_batch(path)
    assert next(rows)["question"] == "甲？"
    with pytest.raises(BadBatchLine) as refused:
        next(rows)
    assert f"{path}, line 3" in str(refused.value)
    assert "第 3 行" in refused.value.message("zh")


def test_a_deeply_nested_line_is_a_bad_line(tmp_path: Path) -> None:
    path = written(tmp_path, '{"question": ' + "[" * 100_000 + "]" * 100_000 + "}")
    with pytest.raises(BadBatchLine):
        list(read_batch(path))


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\xd8")
    for name in ("nowhere", "binary", "."):
        with pytest.raises(FileMissing) as refused:
            list(read_batch(tmp_path / name))
        assert str(tmp_path / name) in str(refused.value)


def test_an_empty_file_asks_nothing(tmp_path: Path) -> None:
    assert list(read_batch(written(tmp_path, ""))) == []
