"""Test sets: the shipped one is sound, and a line that is no case is named."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.read import read_article
from qa.errors import BadTestSet, NothingAccepted
from qa.evaluate.accepted import Accepted, Place
from qa.evaluate.quoting import holds_answer
from qa.evaluate.testset import Case, examine, read_testset

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
    assert len(SHIPPED) >= 150
    assert sum(not case.answerable for case in SHIPPED) >= 40
    assert len({case.lang for case in SHIPPED}) >= 4
    assert sum("near-miss" in case.tags or "false-premise" in case.tags for case in SHIPPED) >= 20
    assert {"lexical", "paraphrase", "traditional", "english", "follow-up"} <= set(kinds)


def test_the_questions_of_the_shipped_set_have_names_of_their_own_and_are_asked_once() -> None:
    assert len({case.id for case in SHIPPED}) == len(SHIPPED)
    assert len({(case.question, case.history) for case in SHIPPED}) == len(SHIPPED)


@pytest.mark.parametrize("case", SHIPPED, ids=lambda case: case.id)
def test_every_accepted_answer_stands_in_the_shipped_article(case: Case) -> None:
    [path] = sorted((HOME / "articles").glob("*.md"))
    text = read_article(path, HOME / "articles").text
    assert bool(case.answers) == case.answerable
    assert all(answer.stands_in({path.name: text}) for answer in case.answers)


def test_a_case_comes_with_what_its_line_leaves_out(tmp_path: Path) -> None:
    [case] = read_testset(written(tmp_path, ROW, ""))
    assert case == Case("a", "甲？", (), "zh", True, (Accepted("乙"),), ())
    assert case.line == 1
    assert case.kind == "untagged"


@pytest.mark.parametrize("bad", ["not json", "[]", {**ROW, "answers": None}, {"id": "b"}], ids=str)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, bad: Any) -> None:
    path = written(tmp_path, ROW, bad)
    with pytest.raises(BadTestSet, match="line 2: "):
        read_testset(path)


def test_an_id_that_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(BadTestSet, match="line 3: the id 'a' stands on line 1 already"):
        read_testset(written(tmp_path, ROW, {**ROW, "id": "b"}, ROW))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "'colour' was unexpected"),
        ({"answers": []}, "answers: "),
        ({"answerable": False}, "answers: "),
        ({"answerable": "yes"}, "answerable: 'yes' is not of type 'boolean'"),
        ({"question": "  "}, "question: "),
        ({"question": "\u200b？！"}, "question: The question is empty"),
        ({"question": "长" * 2_001}, "question: The question has 2001 characters"),
        ({"tags": "lexical"}, "tags: 'lexical' is not of type 'array'"),
        ({"answers": ["乙", 3]}, "answers.1: 3 is not of type 'string'"),
        ({"answers": [{"article": "a.md", "start": 3}]}, "answers.0: 'end' is a required property"),
        ({"answers": [{"article": "a.md", "start": 3, "end": 3}]}, "answers.0: the end 3 is not after the start 3"),
        ({"answers": [{"article": "a.md", "start": -1, "end": 3}]}, "answers.0.start: -1"),
        ({"review": "maybe"}, "review: 'maybe' is not one of"),
    ],
)
def test_every_bad_line_is_explained_and_the_good_ones_are_read(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    cases, problems = examine(written(tmp_path, ROW, {**ROW, "id": "b", **changes}, {**ROW, "id": "c"}))
    assert [case.id for case in cases] == ["a", "c"]
    [(line, detail)] = problems
    assert line == 2
    assert said in str(detail)
    assert re.search(
        r"[\u4e00-\u9fff]", re.sub(r"'.*'", "", detail.message("zh"))
    )  # not only what the file itself says


def test_a_language_that_is_left_out_is_guessed(tmp_path: Path) -> None:
    row = {name: value for name, value in ROW.items() if name != "lang"}
    cases = read_testset(written(tmp_path, row, {**row, "id": "b", "question": "Who founded the company?"}))
    assert [case.lang for case in cases] == ["zh", "en"]


def test_a_table_is_read_with_lists_in_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text(
        "id,question,answerable,answers,tags,history\n"
        '1,"谁，什么时候？",true,甲乙|丙丁,who|when,\n'
        "2,那呢？,否,,,谁？\n"
        "3,什么？,maybe,,,\n",
        encoding="utf-8-sig",
    )
    cases, problems = examine(path)
    assert cases == [
        Case("1", "谁，什么时候？", (), "zh", True, (Accepted("甲乙"), Accepted("丙丁")), ("who", "when")),
        Case("2", "那呢？", ("谁？",), "zh", False, (), ()),
    ]
    [(line, detail)] = problems
    assert (line, str(detail)) == (4, "answerable: 'maybe' is not of type 'boolean'")
    assert detail.message("zh") == "answerable: 'maybe' 应为true 或 false"


def test_a_set_in_the_shape_of_squad_is_read(tmp_path: Path) -> None:
    asked = [
        {
            "id": "1",
            "question": "Who?",
            "answers": [{"text": "Ann", "answer_start": 0}, {"text": "Ann", "answer_start": 9}],
        },
        {"id": "2", "question": "When did it happen?", "answers": [], "is_impossible": True},
        {"question": "Why?"},
    ]
    path = tmp_path / "set.json"
    path.write_text(
        json.dumps({"data": [{"title": "A", "paragraphs": [{"context": "Ann …", "qas": asked}]}]}), encoding="utf-8"
    )
    cases, problems = examine(path)
    assert [(case.id, case.answerable, case.answers, case.tags) for case in cases] == [
        ("1", True, (Accepted("Ann"),), ("A",)),
        ("2", False, (), ("A",)),
    ]
    assert [line for line, _ in problems] == [3]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"data": 3}', "not json"])
def test_json_of_another_shape_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTestSet, match="SQuAD's shape"):
        read_testset(path)


def test_a_set_without_a_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTestSet, match="no question"):
        read_testset(written(tmp_path, ""))


def test_an_answer_may_be_a_quote_as_it_is_printed(tmp_path: Path) -> None:
    quote = {"article": "a.md", "start": 3, "end": 5, "text": "乙丙", "score": 1.5, "page": None}
    [case] = read_testset(written(tmp_path, {**ROW, "answers": ["甲", quote]}))
    assert case.answers == (Accepted("甲"), Accepted("乙丙", Place("a.md", 3, 5)))
    assert [one.to_json() for one in case.answers] == [
        "甲",
        {name: quote[name] for name in ("article", "start", "end", "text")},
    ]


def test_only_accepted_questions_count_and_drafts_need_no_answer_yet(tmp_path: Path) -> None:
    rows = [{**ROW, "id": name, "review": name} for name in ("accepted", "draft", "rejected")]
    path = written(tmp_path, *rows, {**ROW, "id": "open", "answers": [], "review": "draft", "note": "?"})
    assert [case.id for case in read_testset(path)] == ["accepted"]
    assert [case.id for case in examine(path)[0]] == ["accepted", "draft", "rejected", "open"]
    with pytest.raises(NothingAccepted, match="None of the 2 questions"):
        read_testset(written(tmp_path, *rows[1:]))


def test_a_quote_is_right_when_it_holds_one_of_the_answers_to_the_character() -> None:
    assert holds_answer("华为与2600多所高校共建", ("72所", "2600多所"))
    assert not holds_answer("華為與2600多所高校共建", ("华为",))
    assert not holds_answer("任何一句话", ())
