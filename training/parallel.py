"""Sentence pairs as words: a balanced sample of the parallel text, and the dictionary's glosses as short pairs."""

import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.folding import fold
from corpus.words import segment
from training.align import Alignment, align
from training.dictionary import Entry

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_LATIN = re.compile(r"[a-z]+")
_CODE = re.compile(r"[{}<>\\|=]")


@dataclass(frozen=True, slots=True)
class SampleRecipe:
    """At most `most` pairs a set, more or fewer where `caps` says so; pairs over `longest` words (zh, en) are left
    out; machine translations count `machine`, glosses `gloss`; words seen less than `least` times are ignored.
    """

    most: int = 15_000
    caps: Mapping[str, int] = field(
        default_factory=lambda: {"lctt_ccbysa": 70_000, "moj_law": 25_000, "ms_cpp": 8_000, "ms_powershell": 6_000}
    )
    longest: tuple[int, int] = (40, 50)
    machine: float = 0.5
    gloss: float = 2.0
    least: int = 3
    seed: int = 0


class WordPair(NamedTuple):
    """The words of one sentence in both languages, and what the pair counts."""

    zh: list[str]
    en: list[str]
    weight: float


def sample(path: Path, recipe: SampleRecipe) -> Iterator[WordPair]:
    """Sentence pairs of every set in a random order that the seed decides, each set up to its cap."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if len(row["zh"]) <= 90 and not _CODE.search(row["en"])]
    random.Random(recipe.seed).shuffle(rows)  # noqa: S311 a sample, not a secret
    taken: Counter[str] = Counter()
    for row in rows:
        taken[row["set"]] += 1
        if taken[row["set"]] <= recipe.caps.get(row["set"], recipe.most):
            pair = _pair(row["zh"], row["en"], recipe.machine if row["mt"] else 1.0)
            if 0 < len(pair.zh) <= recipe.longest[0] and 0 < len(pair.en) <= recipe.longest[1]:
                yield pair


def gloss_pairs(entries: Iterable[Entry], recipe: SampleRecipe) -> Iterator[WordPair]:
    """Each gloss of up to five words with its Chinese word."""
    for entry in entries:
        for gloss in entry.glosses:
            pair = _pair(entry.word, gloss.removeprefix("to "), recipe.gloss)
            if pair.zh and 0 < len(pair.en) <= 5:
                yield pair


def symmetric(pairs: list[WordPair], recipe: SampleRecipe, floor: float = 0.03) -> dict[tuple[str, str], float]:
    """How surely (Chinese word, English word) translate each other: the geometric mean of both directions of IBM-1."""
    zh, en = _numbers((pair.zh for pair in pairs), recipe.least), _numbers((pair.en for pair in pairs), recipe.least)
    coded = [(_codes(pair.zh, zh), _codes(pair.en, en)) for pair in pairs]
    kept = [place for place, (left, right) in enumerate(coded) if len(left) and len(right)]
    coded, weights = [coded[place] for place in kept], [pairs[place].weight for place in kept]
    forth = _table(align(coded, weights))
    back = _table(align([(right, left) for left, right in coded], weights))
    zh_words, en_words = list(zh), list(en)
    both = {(z, e): (p * back.get((e, z), 0.0)) ** 0.5 for (z, e), p in forth.items()}
    return {(zh_words[z - 1], en_words[e - 1]): p for (z, e), p in both.items() if p >= floor}


def word_counts(pairs: Iterable[WordPair]) -> Counter[str]:
    """How often each English word occurs."""
    return Counter(word for pair in pairs for word in pair.en)


def _pair(zh: str, en: str, weight: float) -> WordPair:
    words = [word for word in segment(fold(zh)).split() if _HAN.fullmatch(word)]
    return WordPair(words, _LATIN.findall(fold(en)), weight)


def _numbers(sentences: Iterable[list[str]], least: int) -> dict[str, int]:
    """Words with their ids, from 1 up in the order of the alphabet."""
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: place for place, word in enumerate((w for w in sorted(counts) if counts[w] >= least), start=1)}


def _codes(words: list[str], numbers: dict[str, int]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array([numbers[word] for word in words if word in numbers], dtype=np.int32)


def _table(alignment: Alignment, floor: float = 0.002) -> dict[tuple[int, int], float]:
    likely = alignment.probability >= floor
    columns = (alignment.source[likely], alignment.target[likely], alignment.probability[likely])
    return {(z, e): p for z, e, p in zip(*(column.tolist() for column in columns), strict=True)}
