"""Texts as embedding rows, batches as padded tensors, and words of one language put in place of another's."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

Rows = NDArray[np.int32]

OPENING, CLOSING = 2, 3  # rows
NO_SPAN = -100  # in place of the first or last token of an answer: what PyTorch's cross entropy leaves out


class TextRows:
    """The tokenizer with its table from ids to rows."""

    def __init__(self, work: Path) -> None:
        """Load WORK/tokenizer.json and WORK/rows_of.npy."""
        self.tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
        self.row_of: Rows = np.load(work / "rows_of.npy")

    def __call__(self, texts: Sequence[str]) -> list[Rows]:
        """Rows of each text, without opening and closing ones."""
        found: list[Rows] = []
        for start in range(0, len(texts), 20_000):
            encoded = self.tokenizer.encode_batch_fast(list(texts[start : start + 20_000]), add_special_tokens=False)
            found.extend(self.row_of[one.ids] for one in encoded)
        return found


def wrapped(rows: Rows, longest: int) -> Rows:
    """A text as the encoder reads it: opening, at most `longest - 2` tokens, closing."""
    return np.concatenate([[OPENING], rows[: longest - 2], [CLOSING]]).astype(np.int32)


def padded(texts: Sequence[Rows], device: torch.device) -> tuple[Tensor, Tensor]:
    """Rows (b, l) and mask (b, l)."""
    longest = max(map(len, texts))
    rows, mask = np.zeros((len(texts), longest), dtype=np.int64), np.zeros((len(texts), longest), dtype=np.float32)
    for place, text in enumerate(texts):
        rows[place, : len(text)] = text
        mask[place, : len(text)] = 1
    return torch.from_numpy(rows).to(device), torch.from_numpy(mask).to(device)


Words = dict[int, list[tuple[float, int]]]  # of each row the rows that translate it, with weights


class CodeSwitch:
    """Rows of one language replaced by rows of another that translate them, at random."""

    def __init__(self, words: Words, is_word: NDArray[np.bool_], seed: int) -> None:
        """Keep the best translations of each row with cumulative probabilities; `is_word` tells which rows begin words."""
        self._table = {}
        for row, found in words.items():
            best = sorted(found, reverse=True)[:4]
            share = np.cumsum([weight for weight, _ in best])
            self._table[row] = (np.array([other for _, other in best]), share / share[-1])
        self._words = is_word
        self.reseed(seed)

    def reseed(self, seed: int) -> None:
        """Begin to draw anew."""
        self._chance = np.random.default_rng(seed)

    def __call__(self, rows: Rows, share: float) -> Rows:
        """A copy with about `share` of its whole words replaced."""
        out, last = rows.copy(), len(rows) - 1
        drawn = self._chance.random((2, len(rows)))
        for place, row in enumerate(rows.tolist()):
            whole = self._words[row] and not (place < last and not self._words[rows[place + 1]])
            if whole and drawn[0, place] < share and row in self._table:
                others, cumulative = self._table[row]
                out[place] = others[min(int(np.searchsorted(cumulative, drawn[1, place])), len(others) - 1)]
        return out


def english_and_chinese(study: Path, work: Path, seed: int, back: bool = False) -> CodeSwitch:
    """English rows replaced by Chinese ones, or `back`; the study's alignment tells which."""
    data, place = np.load(study / "alignment.npz"), np.load(work / "study_rows.npy")
    first = len(place) - len(data["top"])
    common = np.minimum(data["zh_count"], np.quantile(data["zh_count"], 0.98)) ** 0.5
    found: Words = {}
    for row, (tops, weights) in enumerate(zip(data["top"], data["weight"].astype(float), strict=True)):
        for other, weight in zip(tops, weights, strict=True):
            english, chinese = int(place[other]), int(place[first + row])
            if weight < 0.15 or english < 0 or chinese < 0:
                continue
            if back:
                found.setdefault(chinese, []).append((weight, english))
            else:
                found.setdefault(english, []).append((weight * common[row], chinese))
    return CodeSwitch(found, np.load(work / "is_word.npy"), seed)
