"""Wrapped lines come together as their scripts demand, and remember where they were."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.clean import TextBuilder, joint
from corpus.records import BlockKind

CASES = json.loads((Path(__file__).parent.parent / "cases" / "wraps.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_wrap(case: dict[str, Any]) -> None:
    assert joint(*case["input"]) == case["expected"], case["why"]


def test_every_character_knows_its_line() -> None:
    builder = TextBuilder()
    builder.add(BlockKind.PARAGRAPH, [(3, "All"), (4, "IP战略")])
    builder.add(BlockKind.PARAGRAPH, [(7, "结束")])
    assert builder.text() == "All IP战略\n\n结束"
    assert [builder.text()[offset] for offset, _ in builder.lines] == ["A", "I", "结"]
    assert [line for _, line in builder.lines] == [3, 4, 7]


def test_a_block_without_characters_is_left_out() -> None:
    builder = TextBuilder()
    builder.add(BlockKind.PARAGRAPH, [(1, "  "), (2, "")])
    assert builder.blocks == []
