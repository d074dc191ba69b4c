"""More for the reader to learn from: part of a sentence in one language beside a window of text in another that says it, or not.

Questions that people wrote are in Chinese and English only. Here the "question" is a sentence's translation with a stretch left out,
as a question leaves out its answer; the window holds the sentence among its neighbours, or only the neighbours.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from training.reading import Example
from training.sample_text import rows as read_rows
from training.tokens import CLOSING, NO_SPAN, OPENING, Rows, TextRows, english_and_chinese


@dataclass(frozen=True, slots=True)
class TranslationRecipe:
    """Sentences of a set and language at most, of the sets named here so many, the others `most`; tokens of a window and a
    question; shares of windows that hold the sentence, of questions with a stretch left out, of windows that change language again,
    of English questions about Chinese windows that are told again in Chinese words.
    """

    most: int = 5_000
    of: dict[str, int] = field(
        default_factory=lambda: {"lctt_ccbysa": 40_000, "tw_transcript": 9_000, "moj_law": 8_000, "plurality": 3_000}
    )
    window: tuple[int, int] = (50, 190)
    question: int = 40
    sentence: tuple[int, int] = (8, 90)
    answering: float = 0.5
    left_out: float = 0.7
    crossed: float = 0.4
    retold: float = 0.4
    seed: int = 2


@dataclass(frozen=True, slots=True)
class _Text:
    """Sentences that follow each other, in two languages."""

    language: str
    sides: tuple[Sequence[Rows], Sequence[Rows]]


class Translations:
    """Examples, for ever. Spans are not trained: `start` and `end` are `NO_SPAN` where the window answers."""

    def __init__(self, study: Path, data: Path, texts: Path, recipe: TranslationRecipe) -> None:
        """Read and tokenise the head of every set that people translated."""
        self.recipe, self._chance = recipe, random.Random(recipe.seed)  # noqa: S311 a sample, not a secret
        self._to_chinese = english_and_chinese(study, texts, recipe.seed)
        read = TextRows(texts)
        pairs: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for row in read_rows(data / "parallel_zh_en.jsonl.xz"):
            if not row["mt"]:
                self._keep(pairs[row["set"], "zh"], row["set"], row["zh"], row["en"])
        for row in read_rows(data / "parallel_en_other.jsonl.xz"):
            self._keep(pairs[row["set"], row["lang"]], row["set"], row["other"], row["en"])
        self._texts = [
            _Text(language, (read([one for one, _ in found]), read([two for _, two in found])))
            for (_, language), found in pairs.items()
            if len(found) > 50
        ]
        self._shares = [len(text.sides[0]) for text in self._texts]

    def reseed(self, seed: int) -> None:
        """Begin to draw anew."""
        self._chance.seed(seed)
        self._to_chinese.reseed(seed)

    def __iter__(self) -> Iterator[Example]:
        """For ever."""
        while True:
            made = self._example(self._chance.choices(self._texts, self._shares)[0])
            if made:
                yield made

    def _keep(self, found: list[tuple[str, str]], name: str, one: str, english: str) -> None:
        if len(found) < self.recipe.of.get(name, self.recipe.most):
            found.append((one, english))

    def _example(self, text: _Text) -> Example | None:
        asked, told = text.sides if self._chance.random() < 0.6 else text.sides[::-1]
        first = last = self._chance.randrange(len(told))
        size, total = self._chance.randint(*self.recipe.window), len(told[first])
        while last + 1 < len(told) and total + len(told[last + 1]) <= size:
            last += 1
            total += len(told[last])
        holds = self._chance.random() < self.recipe.answering
        near = [n for n in (*range(first - 4, first), *range(last + 1, last + 5)) if 0 <= n < len(told)]
        place = self._chance.randint(first, last) if holds else self._chance.choice(near)
        window = [told[n] for n in range(first, last + 1)]
        least, most = self.recipe.sentence
        if not (least <= len(asked[place]) and total <= self.recipe.window[1] and len(told[place]) <= most):
            return None
        if not holds and any(np.array_equal(told[place], one) for one in window):
            return None
        passage = np.concatenate(window)
        if told is text.sides[1] and text.language != "zh" and self._chance.random() < self.recipe.crossed:
            passage = self._to_chinese(passage, 0.85)
        numbers = np.concatenate([np.full(len(one), n + 1, np.int32) for n, one in enumerate(window)])
        question = self._question(asked[place])
        if told is text.sides[0] and text.language == "zh" and self._chance.random() < self.recipe.retold:
            question = self._to_chinese(question, 0.9)
        offset = len(question) + 2
        rows = np.concatenate([[OPENING], question, [CLOSING], passage, [CLOSING]]).astype(np.int32)
        sentences = np.concatenate([np.zeros(offset, np.int32), numbers, [0]]).astype(np.int32)
        span = NO_SPAN if holds else 0
        return Example(rows, offset, sentences, span, span, place - first + 1 if holds else 0)

    def _question(self, rows: Rows) -> Rows:
        if self._chance.random() < self.recipe.left_out:
            gap = max(1, round(len(rows) * self._chance.uniform(0.15, 0.4)))
            start = self._chance.randrange(len(rows) - gap + 1)
            rows = np.concatenate([rows[:start], rows[start + gap :]])
        return rows[: self.recipe.question]
