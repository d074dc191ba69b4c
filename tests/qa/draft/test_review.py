"""Reviewing drafts: in a dialogue, or by id."""

import json
from pathlib import Path

import pytest

from qa.draft.review import Terminal, counts, decide, review
from qa.errors import BadTestSet, NoSuchQuestion, TestSetMissing
from qa.evaluate.testset import read_testset
from tests.command_line import yuanwen

ROW = {"question": "甲？", "lang": "zh", "answerable": True, "answers": ["乙"], "tags": ["number"], "review": "draft"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "drafts.jsonl"
    rows = [{"id": "old", **ROW, "review": "rejected"}, *({"id": name, **ROW} for name in "abc")]
    rows.append({"id": "open", **ROW, "answers": [], "note": "请补上答案"})
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def typed(*lines: str) -> tuple[Terminal, list[str]]:
    told: list[str] = []
    rest = list(lines)
    return Terminal(told.append, lambda _: rest.pop(0) if rest else None), told


def states(path: Path) -> dict[str, str]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row.get("review", "accepted") for row in rows}


def test_each_draft_is_decided_in_turn_and_written_at_once(file: Path) -> None:
    terminal, told = typed("a", "what", "e", "乙是什么？", "a", "r")
    cases = review(file, terminal, "zh")
    assert states(file) == {"old": "rejected", "a": "accepted", "b": "accepted", "c": "rejected", "open": "draft"}
    assert [case.question for case in read_testset(file)] == ["甲？", "乙是什么？"]
    assert counts(cases) == {"accepted": 2, "rejected": 2, "draft": 1}
    assert "请输入 a、r、e、回车或 q" in told


def test_a_question_without_an_answer_cannot_be_accepted(file: Path) -> None:
    terminal, told = typed("", "", "", "a", "q")
    review(file, terminal, "en")
    assert states(file)["open"] == "draft"
    assert "no accepted answer yet: add one to the file first" in told
    assert counts(decide(file, ["all"], []))["draft"] == 1


def test_what_cannot_be_asked_is_not_taken_as_a_question(file: Path) -> None:
    terminal, told = typed("e", "？！", "q")
    before = file.read_text(encoding="utf-8")
    review(file, terminal, "en")
    assert file.read_text(encoding="utf-8") == before
    assert any("empty" in line for line in told)


def test_questions_are_accepted_and_rejected_by_name(file: Path) -> None:
    decide(file, ["all", "old"], ["b"])
    assert states(file) == {"old": "accepted", "a": "accepted", "b": "rejected", "c": "accepted", "open": "draft"}
    with pytest.raises(NoSuchQuestion, match=r"No question in .* has the id 'x'") as raised:
        decide(file, ["x"], [])
    assert "Expected" not in str(raised.value)
    assert "没有编号为“x”的问题" in raised.value.message("zh")


def test_a_file_that_is_not_there_is_told_so_whatever_its_shape(tmp_path: Path) -> None:
    for name in ("none.jsonl", "none.csv"):
        with pytest.raises(TestSetMissing, match=f"There is no file .*{name}"):
            decide(tmp_path / name, ["all"], [])


def test_other_shapes_are_not_reviewed(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("id,question\n", encoding="utf-8")
    with pytest.raises(BadTestSet, match="only JSONL"):
        decide(path, ["all"], [])


@pytest.mark.slow
def test_drafts_are_made_reviewed_and_then_asked(speech_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    made = yuanwen("draft", "--index", speech_index, "--out", path, "--json", "--most", 3)
    assert json.loads(made.stdout) == {"file": str(path), "new": 5, "accepted": 0, "rejected": 0, "draft": 5}
    early = yuanwen("eval", path, "--index", speech_index)
    assert (early.returncode, early.stdout) == (1, "")
    assert "None of the 5 questions" in early.stderr
    first = json.loads(path.read_text(encoding="utf-8").splitlines()[0])["id"]
    reviewed = yuanwen("review", path, "--accept", first)
    assert reviewed.stdout.strip() == "1 accepted, 0 rejected, 4 drafts left"
    again = yuanwen("draft", "--index", speech_index, "--out", path, "--json", "--most", 3)
    assert json.loads(again.stdout)["new"] == 0
    asked = yuanwen("eval", path, "--index", speech_index, "--json", "--out", tmp_path / "run.json")
    assert json.loads(asked.stdout)["questions"] == 1
    assert "4 drafted or rejected questions are not asked" in asked.stderr
    printed = yuanwen("draft", "--index", speech_index, "--most", 2)
    assert [json.loads(line)["review"] for line in printed.stdout.splitlines()] == ["draft"] * 3
