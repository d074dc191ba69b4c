"""A small folder to train from: the shipped tokenizer and rows, and a study that aligns nothing."""

import json
import lzma
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

WEIGHTS = Path(__file__).parents[2] / "index" / "encoders" / "weights"


def put_tokens(folder: Path) -> None:
    """What training.vocabulary and the study would have written; every row begins a word, no word is switched."""
    with np.load(WEIGHTS / "table.npz") as table:
        rows_of = table["rows_of"]
    (folder / "tokenizer.json").write_bytes((WEIGHTS / "tokenizer.json").read_bytes())
    np.save(folder / "rows_of.npy", rows_of)
    np.save(folder / "is_word.npy", np.ones(int(rows_of.max()) + 1, dtype=bool))
    np.save(folder / "study_rows.npy", np.array([-1, -1]))
    np.savez(folder / "alignment.npz", top=np.zeros((1, 8), int), weight=np.zeros((1, 8)), zh_count=np.ones(1))


def put_set(folder: Path, name: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Write a set as the data folder keeps it."""
    with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
