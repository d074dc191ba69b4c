"""English words put into other languages: by words that were seen to stand for each other, of languages with enough text."""

from pathlib import Path

import numpy as np
import pytest

from tests.training.made_data import put_set, put_tokens, row_of, spanish_pairs
from training.languages import other_languages
from training.tokens import CodeSwitch, TextRows, english_and_chinese

SPANISH = {"red": "rojo", "green": "verde", "house": "casa", "dog": "perro", "river": "río", "old": "viejo"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand pairs in Spanish, fifty in German."""
    folder = tmp_path_factory.mktemp("languages")
    rows = spanish_pairs(SPANISH, 2_000)
    put_set(folder, "parallel_en_other", rows + [row | {"lang": "de"} for row in rows[:50]])
    put_tokens(folder, english=row_of("▁river"), chinese=row_of("河流"))
    return folder


@pytest.fixture(scope="module")
def switches(folder: Path) -> list[CodeSwitch]:
    return other_languages(folder, folder, TextRows(folder), 1)


def test_only_a_language_with_enough_text_is_learned(switches: list[CodeSwitch]) -> None:
    assert len(switches) == 1


def test_a_word_becomes_the_word_that_stood_beside_it(folder: Path, switches: list[CodeSwitch]) -> None:
    read = TextRows(folder)
    of_one_piece = [
        (asked, wanted)
        for asked, wanted in zip(read([*SPANISH]), read([*SPANISH.values()]), strict=True)
        if len(asked) == len(wanted) == 1
    ]
    assert len(of_one_piece) >= 3
    for asked, wanted in of_one_piece:
        np.testing.assert_array_equal(switches[0](asked, 1.0), wanted)


def test_nothing_is_switched_when_no_share_is(folder: Path, switches: list[CodeSwitch]) -> None:
    [rows] = TextRows(folder)(["the old dog"])
    np.testing.assert_array_equal(switches[0](rows, 0.0), rows)


def test_what_was_aligned_is_kept(folder: Path, switches: list[CodeSwitch]) -> None:
    kept = folder / "languages.npz"
    before = kept.stat().st_mtime_ns
    again = other_languages(folder, folder, TextRows(folder), 1)
    [rows] = TextRows(folder)(["red river"])
    np.testing.assert_array_equal(again[0](rows, 1.0), switches[0](rows, 1.0))
    assert kept.stat().st_mtime_ns == before


def test_english_and_chinese_by_the_alignment_of_the_study(folder: Path) -> None:
    river, chinese, dog = row_of("▁river"), row_of("河流"), row_of("▁dog")
    there, back = english_and_chinese(folder, folder, 1), english_and_chinese(folder, folder, 1, back=True)
    assert there(np.array([dog, river], np.int32), 1.0).tolist() == [dog, chinese]
    assert back(np.array([chinese, dog], np.int32), 1.0).tolist() == [river, dog]
