"""Test sets: the shipped one is sound, and a line that is no case is named."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.read import read_article
from qa.errors import BadTestSet
from qa.evaluate.quoting import holds_answer
from qa.evaluate.testset import Case, read_testset

HOME = Path(corpus.__file__).parent
SHIPPED = read_testset(HOME / "testsets" / "meng-wanzhou-2023.jsonl")
ROW = {"id": "a", "question": "甲？", "lang": "zh", "answerable": True, "answers": ["乙"]}


def written(tmp_path: Path, *rows: Any) -> Path:
    path = tmp_path / "set.jsonl"
    text = "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_set_has_enough_questions_of_every_kind() -> None:
    kinds = Counter(case.kind for case in SHIPPED)
    assert sum(case.answerable for case in SHIPPED) >= 60
    assert sum(not case.answerable for case in SHIPPED) >= 15
    assert {"lexical", "paraphrase", "traditional", "english", "follow-up"} <= set(kinds)


def test_the_questions_of_the_shipped_set_have_names_of_their_own_and_are_asked_once() -> None:
    assert len({case.id for case in SHIPPED}) == len(SHIPPED)
    assert len({(case.question, case.history) for case in SHIPPED}) == len(SHIPPED)


@pytest.mark.parametrize("case", SHIPPED, ids=lambda case: case.id)
def test_every_accepted_answer_stands_in_the_shipped_article(case: Case) -> None:
    [path] = sorted((HOME / "articles").glob("*.md"))
    text = read_article(path, HOME / "articles").text
    assert bool(case.answers) == case.answerable
    assert all(answer in text for answer in case.answers)


def test_a_case_comes_with_what_its_line_leaves_out(tmp_path: Path) -> None:
    [case] = read_testset(written(tmp_path, ROW, ""))
    assert case == Case("a", "甲？", (), "zh", True, ("乙",), ())
    assert case.kind == "untagged"


@pytest.mark.parametrize("bad", ["not json", "[]", {**ROW, "answers": None}, {"id": "b"}], ids=str)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, bad: Any) -> None:
    path = written(tmp_path, ROW, bad)
    with pytest.raises(BadTestSet, match="line 2: "):
        read_testset(path)


def test_an_id_that_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(BadTestSet, match="line 3: the id 'a' stands on line 1 already"):
        read_testset(written(tmp_path, ROW, {**ROW, "id": "b"}, ROW))


def test_a_set_without_a_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTestSet, match="no question"):
        read_testset(written(tmp_path, ""))


def test_a_quote_is_right_when_it_holds_one_of_the_answers_to_the_character() -> None:
    assert holds_answer("华为与2600多所高校共建", ("72所", "2600多所"))
    assert not holds_answer("華為與2600多所高校共建", ("华为",))
    assert not holds_answer("任何一句话", ())
