"""The doctor finds what is wrong and says the way out; only when told so does it mend anything."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from index.errors import BuildUnfinished
from index.generation import derived_folder
from index.library import Library
from qa.doctor import examine, plain_findings
from qa.listing import listing
from qa.mending import repair
from qa.settings import Settings


def chosen(index: Path, encoder: str | None = None) -> Settings:
    return Settings(index.parent, index, encoder, "en")


@pytest.fixture
def copy(closed_index: Path, tmp_path: Path) -> Path:
    """An index of one's own to damage."""
    shutil.copytree(closed_index.parent, tmp_path / "copy")
    return tmp_path / "copy" / closed_index.name


def test_a_sound_index_is_ok(speech_index: Path) -> None:
    found = examine(chosen(speech_index))
    assert (found["ok"], found["exit_code"], found["problems"], found["search_files"]) == (True, 0, [], "ok")
    assert (found["articles"], found["encoder"], found["skipped"]) == (1, "bundled", [])
    assert plain_findings(found).endswith("\nok")


def test_a_missing_index_is_told_with_the_command_that_builds_it(tmp_path: Path) -> None:
    found = examine(chosen(tmp_path / "deep" / "i.yuanwen"))
    assert (found["ok"], found["exit_code"]) == (False, 10)
    assert "yuanwen build --index" in plain_findings(found)
    assert list(tmp_path.iterdir()) == []


def test_a_first_build_that_is_not_finished_is_told_with_the_command_that_goes_on(tmp_path: Path) -> None:
    index = tmp_path / "i.yuanwen"
    Library.write(index).close()
    found = examine(chosen(index))
    assert (found["ok"], found["exit_code"], len(found["problems"])) == (False, 10, 1)
    assert "not finished" in found["problems"][0]
    assert f"yuanwen build --index {index}" in found["problems"][0]
    with pytest.raises(BuildUnfinished):
        listing(index, tmp_path)


def test_a_damaged_index_is_told(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:9_000])
    found = examine(chosen(copy))
    assert (found["ok"], found["exit_code"]) == (False, 12)
    assert plain_findings(found).endswith("\nnot ok")


@pytest.mark.parametrize("state", ["damaged", "missing"])
def test_search_files_that_are_not_right_are_told(copy: Path, state: str) -> None:
    if state == "missing":
        shutil.rmtree(derived_folder(copy))
    else:
        next(derived_folder(copy).rglob("*.faiss")).write_bytes(b"x")
    assert examine(chosen(copy))["search_files"] == state


def test_search_files_are_made_anew_when_it_is_told_to_repair(copy: Path) -> None:
    next(derived_folder(copy).rglob("*.faiss")).write_bytes(b"x")
    assert repair(chosen(copy)) == ["The search files were damaged; they were made anew."]
    assert examine(chosen(copy))["search_files"] == "ok"
    assert repair(chosen(copy)) == []


def test_a_damaged_index_is_mended_and_the_damaged_one_kept(copy: Path) -> None:
    with sqlite3.connect(copy) as db:
        db.execute("UPDATE passages SET start = start + 1 WHERE ordinal = 3")
    db.close()
    assert examine(chosen(copy))["exit_code"] == 12
    [done] = repair(chosen(copy))
    assert "1 article of at most 1" in done
    assert "damaged-1" in done
    assert (examine(chosen(copy))["ok"], examine(chosen(copy))["articles"]) == (True, 1)


def test_what_killed_commands_left_behind_is_removed(copy: Path) -> None:
    left = copy.parent / f".importing-{copy.name}-xyz"
    left.mkdir()
    copy.with_name(copy.name + ".repairing").write_bytes(b"half")
    [done] = repair(chosen(copy))
    assert left.name in done
    assert not left.exists()
    assert not copy.with_name(copy.name + ".repairing").exists()


def test_it_says_what_uses_the_network_and_what_the_environment_says_of_it(
    speech_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUANWEN_ENDPOINT", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("YUANWEN_ENDPOINT_KEY", "secret")
    found = examine(chosen(speech_index))
    assert "use no network" in found["network"]
    assert found["network_settings"]["YUANWEN_ENDPOINT"] == "http://127.0.0.1:1/v1"
    assert "secret" not in str(found)


def test_too_little_room_is_a_problem(speech_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(speech_index.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=2**19))
    found = examine(chosen(speech_index))
    assert (found["ok"], found["free_mb"]) == (False, 0)
    assert "MB are free" in found["problems"][0]


def test_how_often_the_decision_is_wrong_is_told_the_worst_first(speech_index: Path) -> None:
    found = examine(chosen(speech_index))
    wrong = [row["false_answers"][0] for row in found["promises"] if row["false_answers"]]
    assert wrong == sorted(wrong, reverse=True)
    assert all(low <= value <= high for value, low, high in (row["false_answers"] for row in found["promises"]))
    assert "首条引用有误" in plain_findings(found, "zh")
    assert "first quote wrong" in plain_findings(found, "en")
