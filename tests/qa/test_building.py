"""What is said of a build."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qa.building import build_index
from qa.settings import Settings


def test_many_duplicates_are_told_in_few_lines(tmp_path: Path, toy: Any, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(30):
        (folder / f"{n:02}.md").write_text("灯塔在海边。", encoding="utf-8")
    chosen, said = Settings(folder, tmp_path / "i.yuanwen", None, "en"), set[str]()

    def told(*arguments: Any, **settings: Any) -> list[str]:
        """The lines that are no progress, which a slow machine shows."""
        build_index(*arguments, **settings)
        return [
            line for line in capsys.readouterr().err.splitlines() if "more files" in line or "says the same" in line
        ]

    lines = told(chosen, encoder=toy(), said=said)
    assert len(lines) == len(said) == 11
    assert "19 more files with the same text" in lines[0]
    assert lines[1] == "01.md says the same as 00.md and is not indexed again."
    assert told(chosen, encoder=toy(), said=said) == []
    assert len(told(chosen, encoder=toy())) == 11


def test_an_interrupted_build_says_how_to_go_on(tmp_path: Path, toy: Any, capsys: pytest.CaptureFixture[str]) -> None:
    class Interrupted(toy):  # type: ignore[misc]
        def encode_passages(self, texts: Sequence[str]) -> Any:
            raise KeyboardInterrupt

    (tmp_path / "a.md").write_text("灯塔在海边。", encoding="utf-8")
    english = Settings(tmp_path, tmp_path / "i.yuanwen", None, "en")
    for chosen, said in ((english, "what is done is kept"), (replace(english, language="zh"), "完成的部分已保留")):
        with pytest.raises(KeyboardInterrupt):
            build_index(chosen, encoder=Interrupted())
        told = capsys.readouterr().err
        assert said in told
        assert told.endswith(f"yuanwen build --articles {chosen.articles} --index {chosen.index}\n")
