"""What the reader learns from translations: a window holds the sentence that it is said to hold, or none of it."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from tests.training.made_data import WEIGHTS, put_set, put_tokens, row_of
from training.reading import Example
from training.tokens import CLOSING, NO_SPAN, OPENING
from training.translations import TranslationRecipe, Translations

RECIPE = TranslationRecipe(window=(20, 60), sentence=(3, 30), left_out=0, crossed=0, retold=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is trained from, with 60 sentences by people in two pairs of languages and 60 by a machine."""
    folder = tmp_path_factory.mktemp("translations")
    pairs = [
        {"zh": f"第{n}座灯塔高{n}米。", "en": f"Lighthouse number {n} is tall.", "set": "a", "mt": False}
        for n in range(60)
    ]
    machine = [{"zh": "机器翻译的。", "en": "Made by machine.", "set": "b", "mt": True}] * 60
    other = [{"other": f"灯台は{n}番です。", "en": f"Lamp number {n}.", "set": "c", "lang": "ja"} for n in range(60)]
    put_set(folder, "parallel_zh_en", pairs + machine)
    put_set(folder, "parallel_en_other", other)
    put_tokens(folder, english=row_of("▁tall"), chinese=row_of("高大"))
    return folder


def drawn(folder: Path, recipe: TranslationRecipe) -> list[Example]:
    return list(islice(iter(Translations(folder, folder, folder, recipe)), 300))


@pytest.fixture(scope="module")
def examples(folder: Path) -> list[Example]:
    return drawn(folder, RECIPE)


def test_half_of_the_windows_hold_the_sentence(examples: list[Example]) -> None:
    assert 0.4 < np.mean([one.answers > 0 for one in examples]) < 0.6


def test_the_number_in_the_question_is_in_the_sentence_that_is_named_and_nowhere_else(examples: list[Example]) -> None:
    for one in examples:
        asked = set(one.rows[1 : one.passage - 1].tolist())
        sentences = {n: set(one.rows[one.sentences == n].tolist()) for n in range(1, int(one.sentences.max()) + 1)}
        shared = {n: len(asked & rows) for n, rows in sentences.items()}
        if one.answers:
            assert shared[one.answers] == max(shared.values())


def test_a_pair_is_opening_question_closing_passage_closing_without_a_span(examples: list[Example]) -> None:
    for one in examples:
        assert one.rows[0] == OPENING
        assert one.rows[one.passage - 1] == one.rows[-1] == CLOSING
        assert one.start == one.end == (NO_SPAN if one.answers else 0)
        assert not one.sentences[: one.passage].any()
        assert one.sentences[one.passage : -1].all()


def test_what_machines_translated_is_left_out(folder: Path, examples: list[Example]) -> None:
    tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    with np.load(WEIGHTS / "table.npz") as table:
        [machine] = {int(table["rows_of"][tokenizer.token_to_id("▁machine")])}
    assert not any(machine in one.rows for one in examples)


def test_a_stretch_of_the_question_may_be_left_out(folder: Path, examples: list[Example]) -> None:
    shorter = drawn(folder, replace(RECIPE, left_out=1))
    whole, rest = (np.mean([one.passage - 2 for one in found]) for found in (examples, shorter))
    assert 0.6 < rest / whole < 0.85


def test_an_english_question_about_a_chinese_window_may_be_told_in_chinese_words(
    folder: Path, examples: list[Example]
) -> None:
    chinese, english = row_of("高大"), row_of("▁tall")
    retold = drawn(folder, replace(RECIPE, retold=1))
    assert not any(chinese in one.rows for one in examples)
    assert any(english in one.rows[: one.passage] for one in examples)
    in_chinese, in_english = (sum(row in one.rows[: one.passage] for one in retold) for row in (chinese, english))
    assert in_chinese > 4 * in_english  # nine words of ten are put into the other language
    assert not any(chinese in one.rows[one.passage :] for one in retold)
