"""Batches for the reader: examples of like length as tensors, made by as many processes as there are cores to spare."""

import lzma
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from training.reading import Example, Reading, ReadingRecipe
from training.tokens import padded
from training.translations import TranslationRecipe, Translations

_POOL = 640  # examples sorted by length at a time, at least
_CPU = torch.device("cpu")


class Batch(NamedTuple):
    """Rows (b, l), mask (b, l), side of each token (b, l), sentence of each token (b, l), one more than the highest sentence,
    and start, end and sentence of the answers (b, 3).
    """

    rows: Tensor
    mask: Tensor
    sides: Tensor
    sentences: Tensor
    most: int
    gold: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same on a device."""
        return Batch._make(one if isinstance(one, int) else one.to(device, non_blocking=True) for one in self)


@dataclass(slots=True)
class Examples:
    """Questions that people wrote, with a share of translations among them."""

    reading: Reading
    translations: Translations
    share: float

    def drawn(self, seed: int) -> Iterator[Example]:
        """Examples for ever, others for each seed."""
        self.reading.reseed(seed)
        self.translations.reseed(seed)
        chance = np.random.default_rng(seed)
        questions, translations = iter(self.reading), iter(self.translations)
        while True:
            yield next(translations if chance.random() < self.share else questions)


def prepared(study: Path, data: Path, texts: Path, share: float) -> Examples:
    """What examples are drawn from; read, tokenised and mined once, then kept in TEXTS/examples.pickle.xz until a recipe changes."""
    of_questions, of_translations = ReadingRecipe(), TranslationRecipe()
    cache = texts / "examples.pickle.xz"
    if cache.exists():
        with lzma.open(cache) as file:
            kept: Examples = pickle.load(file)  # noqa: S301 written by the lines below
        if (kept.reading.recipe, kept.translations.recipe) == (of_questions, of_translations):
            kept.share = share
            return kept
    made = Examples(Reading(study, data, texts, of_questions), Translations(study, data, texts, of_translations), share)
    with lzma.open(cache, "wb", preset=2) as file:
        pickle.dump(made, file, protocol=5)
    return made


def collated(examples: list[Example]) -> Batch:
    """Examples as one batch, padded at the end."""
    rows, mask = padded([one.rows for one in examples], _CPU)
    sentences, _ = padded([one.sentences for one in examples], _CPU)
    sides = torch.zeros_like(rows)
    for place, one in enumerate(examples):
        sides[place, one.passage :] = 1
    gold = torch.tensor([[one.start, one.end, one.answers] for one in examples])
    return Batch(rows, mask, sides, sentences, int(sentences.max()) + 1, gold)


class _Batches(IterableDataset[Batch]):
    def __init__(self, examples: Examples, tokens: int, seed: int) -> None:
        super().__init__()
        self._examples, self._tokens, self._seed = examples, tokens, seed

    def __iter__(self) -> Iterator[Batch]:
        """Batches of like length, together at most `tokens` tokens, in no order."""
        worker = get_worker_info()
        seed = self._seed * 1_000 + (worker.id if worker else 0)
        drawn, chance = self._examples.drawn(seed), np.random.default_rng(seed)
        pool = max(_POOL, self._tokens // 20)
        while True:
            found = sorted((next(drawn) for _ in range(pool)), key=lambda one: len(one.rows))
            made: list[list[Example]] = [[]]
            for one in found:
                if (len(made[-1]) + 1) * len(one.rows) > self._tokens:
                    made.append([])
                made[-1].append(one)
            for number in chance.permutation(len(made)):
                yield collated(made[number])


def batches(examples: Examples, tokens: int, seed: int, workers: int) -> Iterator[Batch]:
    """Batches for ever, made by `workers` processes, or by this one where there are none."""
    dataset = _Batches(examples, tokens, seed)
    if not workers:
        return iter(dataset)
    loader = DataLoader(
        dataset,
        batch_size=None,
        num_workers=workers,
        prefetch_factor=8,
        pin_memory=torch.cuda.is_available(),
        multiprocessing_context="fork",
    )
    return iter(loader)
