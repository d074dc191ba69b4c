"""Words of English questions put into other languages, by IBM model 1 over the parallel text of each."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.align import align
from training.sample_text import rows as read_rows
from training.tokens import CodeSwitch, Rows, TextRows, Words

_PAIRS, _LEAST = 14_000, 2_000  # pairs of a language that are aligned, and that are worth it
_LONGEST = 230  # characters
_LIKELY = 0.12  # of the geometric mean of both directions


def other_languages(data: Path, work: Path, read: TextRows, seed: int) -> list[CodeSwitch]:
    """A switch from English to each language with enough parallel text; what was aligned is kept in WORK/languages.npz."""
    cache = work / "languages.npz"
    if not cache.exists():
        np.savez_compressed(cache, allow_pickle=False, **_tables(data, read))
    is_word = np.load(work / "is_word.npy")
    made = []
    with np.load(cache) as tables:
        for table in tables.values():
            words: Words = {}
            for english, other, weight in table.tolist():
                words.setdefault(int(english), []).append((weight, int(other)))
            made.append(CodeSwitch(words, is_word, seed))
    return made


def _tables(data: Path, read: TextRows) -> dict[str, NDArray[np.float64]]:
    """Of each language its rows (n, 3): English row, other row, weight."""
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in read_rows(data / "parallel_en_other.jsonl.xz"):
        if len(pairs[row["lang"]]) < _PAIRS and max(len(row["en"]), len(row["other"])) <= _LONGEST:
            pairs[row["lang"]].append((row["en"], row["other"]))
    return {
        language: _both_ways(read([one for one, _ in found]), read([two for _, two in found]))
        for language, found in pairs.items()
        if len(found) >= _LEAST
    }


def _both_ways(english: Sequence[Rows], other: Sequence[Rows]) -> NDArray[np.float64]:
    there = [(a, b) for a, b in zip(english, other, strict=True) if len(a) and len(b)]
    weights = [1.0] * len(there)
    back = align([(b, a) for a, b in there], weights)
    known = dict(
        zip(zip(back.target.tolist(), back.source.tolist(), strict=True), back.probability.tolist(), strict=True)
    )
    forth = align(there, weights)
    found = [
        (source, target, (probability * known.get((source, target), 0.0)) ** 0.5)
        for source, target, probability in zip(
            forth.source.tolist(), forth.target.tolist(), forth.probability.tolist(), strict=True
        )
        if probability > _LIKELY**2
    ]
    return np.array([one for one in found if one[2] > _LIKELY]).reshape(-1, 3)
