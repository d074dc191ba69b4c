"""`yuanwen eval` and `yuanwen compare` as they are called by a person and by a CI step."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Run, yuanwen


@pytest.fixture(scope="module")
def testset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows: list[dict[str, Any]] = [
        {"id": "known", "question": "华为与多少所高校共建了ICT学院？", "answerable": True, "answers": ["2600多所高校"]},
        {"id": "cooking", "question": "红烧肉怎么做？", "answerable": False, "answers": []},
    ]
    path = tmp_path_factory.mktemp("set") / "set.jsonl"
    path.write_text("\n".join(json.dumps(row | {"lang": "zh"}, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def saved(speech_index: Path, testset: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    path = tmp_path_factory.mktemp("runs") / "run.json"
    return path, yuanwen("eval", testset, "--index", speech_index, "--out", path, "--json")


def test_the_figures_are_json_on_stdout_and_the_run_is_saved_where_it_says(saved: tuple[Path, Run]) -> None:
    path, done = saved
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert (found["questions"], found["run"]) == (2, str(path))
    assert found["all"]["right"]["value"] == 1
    assert found["all"]["false_answers"]["questions"] == 1
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == 2


def test_for_people_it_is_a_table_in_their_language(speech_index: Path, testset: Path, tmp_path: Path) -> None:
    done = yuanwen("eval", testset, "--index", speech_index, "--out", tmp_path / "run.json", YUANWEN_LANG="zh")
    assert done.stdout.startswith("2 个问题，其中 1 个有答案")
    assert "quote_hit@1" in done.stdout


def test_gates_that_hold_are_silent_and_one_that_does_not_is_exit_code_4_with_the_reason(
    speech_index: Path, testset: Path, saved: tuple[Path, Run], tmp_path: Path
) -> None:
    common = ["eval", testset, "--index", speech_index, "--out", tmp_path / "run.json", "--baseline", saved[0]]
    good = yuanwen(*common, "--gate", "quote_hit@1>=0.9", "--gate", "no significant loss")
    assert good.returncode == 0
    bad = yuanwen(*common, "--gate", "quote_hit@1>=0.9", "--gate", "p50<0")
    assert bad.returncode == 4
    assert re.match(r"p50<0: it is \d", bad.stderr.splitlines()[-1])


@pytest.mark.parametrize("gate", ["beauty>=1", "no significant loss"])
def test_a_gate_that_cannot_be_checked_is_wrong_usage_before_anything_is_asked(
    speech_index: Path, testset: Path, tmp_path: Path, gate: str
) -> None:
    done = yuanwen("eval", testset, "--index", speech_index, "--out", tmp_path / "run.json", "--gate", gate)
    assert (done.returncode, done.stdout) == (2, "")
    assert gate in done.stderr
    assert not (tmp_path / "run.json").exists()


def test_a_run_compared_with_itself_differs_in_nothing(saved: tuple[Path, Run]) -> None:
    done = yuanwen("compare", saved[0], saved[0], "--json")
    found = json.loads(done.stdout)
    assert (found["notices"], found["gained"], found["lost"]) == ([], [], [])
    assert all(one["difference"] == 0 and one["p"] == 1 for one in found["differences"].values())
    assert "became right: 0" in yuanwen("compare", saved[0], saved[0]).stdout


def test_a_file_that_is_no_run_or_no_test_set_is_named(speech_index: Path, testset: Path, tmp_path: Path) -> None:
    (tmp_path / "half.json").write_text('{"format": 1, "about"', encoding="utf-8")
    done = yuanwen("compare", tmp_path / "half.json", tmp_path / "half.json")
    assert done.returncode == 1
    assert "half.json is not a saved run" in done.stderr
    for path, said in ((tmp_path / "none.jsonl", "none.jsonl"), (tmp_path / "half.json", "line 1")):
        done = yuanwen("eval", path, "--index", speech_index)
        assert done.returncode == 1
        assert said in done.stderr


def test_check_names_bad_lines_and_answers_that_no_article_holds_with_the_nearest_text(
    speech_index: Path, testset: Path, tmp_path: Path
) -> None:
    sound = yuanwen("eval", testset, "--index", speech_index, "--check")
    assert (sound.returncode, sound.stdout.strip()) == (0, "2 questions, nothing wrong")
    path = tmp_path / "set.jsonl"
    gone = {
        "id": "gone",
        "question": "多少高校？",
        "answerable": True,
        "answers": ["华为已与2500多所高校共建了ICT学院"],
    }
    path.write_text("not json\n" + json.dumps(gone, ensure_ascii=False), encoding="utf-8")
    done = yuanwen("eval", path, "--index", speech_index, "--check")
    assert done.returncode == 1
    assert done.stdout.startswith("line 1: not JSON")
    assert "line 2 (gone): no article says" in done.stdout
    assert "nearest: 其中，华为在全球已与2600多所高校共建了ICT学院" in done.stdout
    found = json.loads(yuanwen("eval", path, "--index", speech_index, "--check", "--json").stdout)
    assert (found["questions"], [row["line"] for row in found["lines"]]) == (1, [1])


def test_check_speaks_chinese_to_those_who_ask_for_it(speech_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    rows = ["not json", '{"id": "a", "question": "谁？"}', '{"id": "b", "question": "谁？", "answerable": "yes"}']
    path.write_text("\n".join(rows), encoding="utf-8")
    done = yuanwen("eval", path, "--index", speech_index, "--check", YUANWEN_LANG="zh")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "第 1 行：不是 JSON（第 1 个字符处：缺少一个值）",
        "第 2 行：缺少 answerable",
        '第 3 行：answerable："yes" 应为 true 或 false',
    ]


def test_a_baseline_without_a_question_in_common_is_named_and_the_run_is_kept(
    speech_index: Path, testset: Path, saved: tuple[Path, Run], tmp_path: Path
) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text('{"id": "new", "question": "红烧肉怎么做？", "answerable": false}', encoding="utf-8")
    path = tmp_path / "run.json"
    done = yuanwen("eval", other, "--index", speech_index, "--out", path, "--baseline", saved[0])
    assert done.returncode == 1
    assert "no question in common" in done.stderr
    assert path.exists()
    assert yuanwen("compare", saved[0], path).stderr == done.stderr


def test_what_cannot_be_written_is_named(
    speech_index: Path, testset: Path, saved: tuple[Path, Run], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    for command, name in (
        (["eval", testset, "--index", speech_index, "--out"], "run.json"),
        (["report", saved[0]], "r.md"),
    ):
        place = tmp_path / "file" / name
        done = yuanwen(*command, place)
        assert done.returncode == 1
        assert f"{place} cannot be written" in done.stderr


def test_a_report_is_written_where_it_is_asked_for(saved: tuple[Path, Run], tmp_path: Path) -> None:
    for name in ("report.html", "report.md"):
        done = yuanwen("report", saved[0], tmp_path / name)
        assert (done.returncode, done.stdout, done.stderr.strip()) == (0, "", str(tmp_path / name))
        assert "not measurable" not in (tmp_path / name).read_text(encoding="utf-8")
    done = yuanwen("report", saved[0], tmp_path / "report.pdf")
    assert (done.returncode, done.stdout) == (2, "")
    assert "ends in .html, .htm or .md" in done.stderr


def test_an_answer_of_marks_alone_is_checked_like_any_other(speech_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "a", "question": "谁？", "answerable": true, "answers": ["♜♞♝"]}', encoding="utf-8")
    done = yuanwen("eval", path, "--index", speech_index, "--check")
    assert (done.returncode, done.stderr) == (1, "")
    assert "line 1 (a): no article says" in done.stdout
