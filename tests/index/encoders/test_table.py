"""The packed embedding table gives back what was put in, up to the rounding of four bits."""

from pathlib import Path

import numpy as np
import pytest

from index.encoders.table import GROUP, EmbeddingTable
from training.quantise import packed


@pytest.fixture
def numbers() -> np.ndarray:
    return np.random.default_rng(0).normal(0, 0.05, (40, 2 * GROUP)).astype(np.float32)


@pytest.fixture
def table(numbers: np.ndarray, tmp_path: Path) -> EmbeddingTable:
    codes, scales = packed(numbers)
    np.savez_compressed(
        tmp_path / "table.npz", codes=codes, scales=scales, rows_of=np.arange(40)[::-1].astype(np.int32)
    )
    return EmbeddingTable(tmp_path / "table.npz")


def test_numbers_come_back_within_a_scale_of_what_they_were(table: EmbeddingTable, numbers: np.ndarray) -> None:
    again = table.vectors(np.arange(40))
    largest = np.abs(numbers.reshape(40, 2, GROUP)).max(-1).repeat(GROUP, axis=1)
    assert again.dtype == np.float32
    assert (np.abs(again - numbers) <= largest / 7.5 * 3).all()
    cosine = (again * numbers).sum(1) / np.linalg.norm(again, axis=1) / np.linalg.norm(numbers, axis=1)
    assert cosine.min() > 0.985


def test_even_and_odd_columns_are_not_swapped(tmp_path: Path) -> None:
    numbers = np.zeros((1, GROUP), np.float32)
    numbers[0, 4], numbers[0, 5] = 7.0, -8.0
    codes, scales = packed(numbers)
    np.savez(tmp_path / "table.npz", codes=codes, scales=scales, rows_of=np.zeros(1, np.int32))
    found = EmbeddingTable(tmp_path / "table.npz").vectors(np.array([0]))[0]
    assert found[4] > 6 > 0 > -6 > found[5]
    assert np.abs(np.delete(found, [4, 5])).max() < 0.5


def test_a_token_has_the_numbers_of_its_row(table: EmbeddingTable) -> None:
    np.testing.assert_array_equal(table.of_tokens(np.array([0, 39])), table.vectors(np.array([39, 0])))


def test_no_rows_have_no_numbers(table: EmbeddingTable) -> None:
    assert table.vectors(np.array([], dtype=np.int64)).shape == (0, 2 * GROUP)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "table.npz", other=np.zeros(3))
    with pytest.raises(KeyError):
        EmbeddingTable(tmp_path / "table.npz")
    (tmp_path / "table.npz").write_bytes(b"\xff" * 100)
    with pytest.raises((OSError, ValueError)):
        EmbeddingTable(tmp_path / "table.npz")
