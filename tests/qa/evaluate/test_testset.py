"""Test sets: the shipped one is sound, and a line that is no case is named."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.read import read_article
from qa.errors import BadTestSet, EmptyTestSet, NoTestSet, NothingAccepted, TestSetMissing
from qa.evaluate.accepted import Accepted, Place
from qa.evaluate.fault_words import SCHEMA
from qa.evaluate.faults import NotSquad, RowFault
from qa.evaluate.quoting import holds_answer
from qa.evaluate.testset import Case, examine, read_testset

HOME = Path(corpus.__file__).parent
SHIPPED = read_testset(HOME / "testsets" / "meng-wanzhou-2023.jsonl")
SCHEMA_FILE = HOME.parent / "qa" / "evaluate" / "testset.schema.json"
NAMES = {"JSON", "SQuAD", "data", "paragraphs", "qas", "true", "false", "draft", "accepted", "rejected", "colour"}
NAMES |= {"id", "question", "answerable", "answers", "tags", "review", "article", "start", "end", "history"}
ROW = {"id": "a", "question": "甲？", "lang": "zh", "answerable": True, "answers": ["乙"]}


def written(tmp_path: Path, *rows: Any) -> Path:
    path = tmp_path / "set.jsonl"
    text = "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def in_chinese_alone(fault: RowFault) -> bool:
    """Whether a message says nothing in English but names of fields and what the file itself says."""
    said = re.sub(r'"[^"]*"', "", fault.message("zh"))
    words = set(re.findall(r"[A-Za-z]+", said)) - NAMES
    return not words and re.search(r"[\u4e00-\u9fff]", said) is not None


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
        ({"colour": "red"}, "there is no field colour"),
        ({"answers": []}, "answers: there must be one"),
        ({"answerable": False}, "answers: there must be none"),
        ({"answerable": "yes"}, 'answerable: "yes" should be true or false'),
        ({"question": "  "}, "question: must not be empty"),
        ({"question": "\u200b？！"}, "question: The question is empty"),
        ({"question": "长" * 2_001}, "question: The question has 2001 characters"),
        ({"tags": "lexical"}, 'tags: "lexical" should be a list'),
        ({"answers": ["乙", 3]}, "answers.1: 3 should be text"),
        ({"answers": [{"article": "a.md", "start": 3}]}, "answers.0: end is missing"),
        ({"answers": [{"article": "a.md", "start": 3, "end": 3}]}, "answers.0: the end 3 is not after the start 3"),
        ({"answers": [{"article": "a.md", "start": -1, "end": 3}]}, "answers.0.start: -1 is less than 0"),
        ({"review": "maybe"}, 'review: "maybe" should be one of draft'),
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
    assert in_chinese_alone(detail)


def test_every_keyword_of_the_schema_that_can_fail_has_words_of_its_own() -> None:
    structure = {"$schema", "title", "description", "properties", "items", "if", "then", "else", "const"}
    assert _keywords(json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))) - structure == set(SCHEMA)


def _keywords(schema: dict[str, Any]) -> set[str]:
    inner = [
        *schema.get("properties", {}).values(),
        *(schema[name] for name in ("items", "if", "then", "else") if name in schema),
    ]
    return set(schema).union(*map(_keywords, inner))


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("not json", "a value is missing, character 1", "第 1 个字符处：缺少一个值"),
        ('{"id": "a",', "a field's name in double", "第 12 个字符处：缺少用双引号括起来的字段名"),
        ('{"id" "a"}', "a colon is missing, character 7", "第 7 个字符处：缺少冒号"),
        ('{"id": "a" "b"}', "a comma is missing, character 12", "第 12 个字符处：缺少逗号"),
        ('{"id": "a}', "text without an end, character 8", "第 8 个字符处：文本没有结束的双引号"),
        ("{} {}", "nothing may follow the end, character 4", "第 4 个字符处：结束之后还有内容"),
        ('"\\x"', "an unknown \\ sequence", "反斜杠之后的字符无效"),
        ('"\\u12"', "\\u without four hexadecimal digits", "之后不是四位十六进制数"),
        ('"\x01"', "a control character in text", "文本中有控制字符"),
        ("[" * 100_000, "too many brackets within each other", "括号嵌套太深"),
        ("1" * 5_000, "a number has too many digits", "位数太多"),
    ],
    ids=lambda one: one[:20],
)
def test_what_is_no_json_is_told_in_both_languages_with_its_place(tmp_path: Path, text: str, en: str, zh: str) -> None:
    [(line, fault)] = examine(written(tmp_path, text))[1]
    assert line == 1
    assert en in fault.message("en")
    assert zh in fault.message("zh")


def test_a_value_is_shown_as_the_file_writes_it_and_never_at_length(tmp_path: Path) -> None:
    rows = [{**ROW, "id": None}, {**ROW, "id": "b", "answerable": "长" * 5_000}, [0] * 5_000]
    none, long, bare = (fault for _, fault in examine(written(tmp_path, *rows))[1])
    assert none.message("zh") == "id：null 应为文本或整数"
    assert all(len(fault.message(language)) < 120 for fault in (long, bare) for language in ("en", "zh"))


def test_a_fault_ends_with_one_full_stop_where_a_sentence_goes_on(tmp_path: Path) -> None:
    with pytest.raises(BadTestSet) as raised:
        read_testset(written(tmp_path, {**ROW, "question": "？"}))
    assert "in words. Expected" in raised.value.message("en")
    assert "要问的内容。应为" in raised.value.message("zh")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_a_file_in_an_encoding_that_articles_are_read_in_is_read(tmp_path: Path, encoding: str, suffix: str) -> None:
    path = tmp_path / f"set{suffix}"
    table = "id,question,answerable,answers\r\na,这座大坝是什么时候建成的？,true,一九八七年\r\n"
    row = {"id": "a", "question": "这座大坝是什么时候建成的？", "answerable": True, "answers": ["一九八七年"]}
    path.write_bytes((table if suffix == ".csv" else json.dumps(row, ensure_ascii=False)).encode(encoding))
    [case] = read_testset(path)
    assert (case.id, case.question, case.answers) == ("a", row["question"], (Accepted("一九八七年"),))


def test_a_file_in_no_known_encoding_is_told_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(NoTestSet, match="Save it as text in UTF-8") as raised:
        examine(path)
    assert "请另存为 UTF-8 文本" in raised.value.message("zh")


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(TestSetMissing, match=r"There is no file .*none\.csv"):
        read_testset(tmp_path / "none.csv")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_columns_of_a_table_are_parted_by_what_parts_their_names(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "set.csv"
    rows = [[" id", "question", "answerable", "answers"], ["1", '"谁；什么；何时，哪里？"', "true", "甲|乙"]]
    path.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8")
    assert read_testset(path) == [
        Case("1", "谁；什么；何时，哪里？", (), "zh", True, (Accepted("甲"), Accepted("乙")), ())
    ]


def test_a_table_whose_first_line_names_other_columns_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("id,问题,答案\n1,谁？,甲\n2,什么？,乙\n", encoding="utf-8")
    [(line, fault)] = examine(path)[1]
    assert line == 1
    assert str(fault).endswith("question, answerable are missing")
    assert in_chinese_alone(fault)


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
    assert (line, str(detail)) == (4, 'answerable: "maybe" should be true or false')
    assert detail.message("zh") == 'answerable："maybe" 应为 true 或 false'


def test_cells_that_go_astray_are_told_and_the_other_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    lines = ["id,question,answerable,answers", "1,甲？,true,乙,丙", "2,甲？", "3,甲？,true,乙", '4,"' + "长" * 200_000]
    path.write_text("\n".join(lines), encoding="utf-8")
    cases, problems = examine(path)
    assert [case.id for case in cases] == ["3"]
    assert [(line, fault.message("zh")) for line, fault in problems] == [
        (2, "单元格比列名多；含有逗号的文字请用双引号括起来"),
        (3, "缺少 answerable"),
        (5, "有一格过长，可能缺少结束的双引号"),
    ]


def test_a_set_in_the_shape_of_squad_is_read(tmp_path: Path) -> None:
    asked = [
        {
            "id": "1",
            "question": "Who?",
            "answers": [{"text": "Ann", "answer_start": 0}, {"text": "Ann", "answer_start": 9}],
        },
        {"id": "2", "question": "When did it happen?", "answers": [], "is_impossible": True},
        {"question": "Why?"},
        3,
        {"id": "5", "question": "Where?", "answers": [{"text": ["There"]}]},
        {"id": "6", "question": "Where?", "answers": 7},
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
    assert [(line, fault.message("en"), fault.message("zh")) for line, fault in problems] == [
        (3, "a question without id", "问题缺少 id"),
        (4, "3 should be an object", "3 应为对象"),
        (5, 'answers.0: ["There"] should be text or an object', 'answers.0：["There"] 应为文本或对象'),
        (6, "answers: 7 should be a list", "answers：7 应为列表"),
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"data": 3}', '{"data": [{}]}', "not json", "[" * 100_000])
def test_json_of_another_shape_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTestSet, match="SQuAD's shape"):
        read_testset(path)
    [(_, fault)] = examine(path)[1]
    assert isinstance(fault, NotSquad)
    assert in_chinese_alone(fault)


def test_a_set_without_a_question_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "set.csv"
    table.write_text("id,question,answerable\n", encoding="utf-8")
    empty = tmp_path / "empty.csv"
    empty.touch()
    for path in (written(tmp_path, ""), table, empty):
        with pytest.raises(EmptyTestSet, match="holds no questions") as raised:
            read_testset(path)
        assert "line 1" not in str(raised.value)


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
