"""A small folder to train from: the shipped tokenizer and rows, and a study that aligns nothing."""

import json
import lzma
import random
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parents[2] / "index" / "encoders" / "weights"


def row_of(piece: str) -> int:
    """The row of a word that is one piece."""
    number = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json")).token_to_id(piece)
    with np.load(WEIGHTS / "table.npz") as table:
        return int(table["rows_of"][number])


def spanish_pairs(words: Mapping[str, str], count: int) -> list[dict[str, str]]:
    """Sentences of three of these English words, and of the Spanish ones that they stand for."""
    chance = random.Random(1)
    drawn = [chance.choices([*words], k=3) for _ in range(count)]
    return [
        {"en": " ".join(some), "other": " ".join(words[word] for word in some), "lang": "es", "set": "made"}
        for some in drawn
    ]


def put_tokens(folder: Path, english: int = -1, chinese: int = -1) -> None:
    """What training.vocabulary and the study would have written: every row begins a word, and the one English row is translated
    by the one Chinese row, or none by any.
    """
    with np.load(WEIGHTS / "table.npz") as table:
        rows_of = table["rows_of"]
    (folder / "tokenizer.json").write_bytes((WEIGHTS / "tokenizer.json").read_bytes())
    np.save(folder / "rows_of.npy", rows_of)
    np.save(folder / "is_word.npy", np.ones(int(rows_of.max()) + 1, dtype=bool))
    np.save(folder / "study_rows.npy", np.array([english, chinese]))
    np.savez(folder / "alignment.npz", top=np.zeros((1, 8), int), weight=np.eye(1, 8), zh_count=np.ones(1))


def put_set(folder: Path, name: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Write a set as the data folder keeps it."""
    with lzma.open(folder / f"{name}.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
