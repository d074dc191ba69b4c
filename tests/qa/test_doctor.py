"""The doctor finds what is wrong, says the way out, and touches nothing."""

import shutil
from pathlib import Path

import pytest

from index.generation import derived_folder
from qa.doctor import examine, plain_findings
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
