"""Sentences are cut where a reader would cut them, and nothing is lost."""

import itertools
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import SentenceOptions, split

CASES = json.loads((Path(__file__).parent.parent / "cases" / "sentences.json").read_text(encoding="utf-8"))
TEXTS = st.text(alphabet="华为算力。！？…“”（）,.;；，、 \n\"'aBc12.?!Mr", max_size=300)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_case(case: dict[str, Any]) -> None:
    text = case["input"]
    assert [text[start:end] for start, end in split(text)] == case["expected"], case["why"]


@given(TEXTS)
def test_sentences_hold_every_character_that_is_not_white_space(text: str) -> None:
    spans = split(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@given(TEXTS)
def test_sentences_are_ordered_and_disjoint_and_trimmed(text: str) -> None:
    spans = split(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[a:b].strip() == text[a:b] and a < b for a, b in spans)


def test_a_part_of_a_text_is_cut_with_its_own_spans() -> None:
    text = "甲。乙。丙。"
    assert split(text, 2, 4) == [(2, 4)]


def test_a_stretch_without_an_end_is_cut_at_clauses() -> None:
    text = "，".join(["算力底座" * 5] * 60)
    spans = split(text, options=SentenceOptions(longest=100))
    assert len(spans) > 5
    assert all(end - start <= 100 for start, end in spans)


@pytest.mark.parametrize("unit", ["甲", ".", "Mr. ", "“走。”他说，", "He left. ", "\"'", "！"])
def test_a_megabyte_of_anything_is_cut_in_linear_time(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    started = time.process_time()
    assert sum(end - start for start, end in split(text)) > len(text) / 2
    assert time.process_time() - started < 10  # quadratic time would be minutes
