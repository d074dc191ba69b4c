"""What the encoder learns from: questions beside passages that answer them, headings beside sections, sentences beside translations."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from training.languages import other_languages
from training.questions import Context, Questions, load, look_alikes
from training.sample_text import MORE_TEXT, TextRecipe, pairs
from training.sample_text import rows as read_rows
from training.tokens import CodeSwitch, Rows, TextRows, english_and_chinese, padded, wrapped

_CPU = torch.device("cpu")
_PART = 24_000  # tokens of a part of a batch, at most


@dataclass(frozen=True, slots=True)
class ContrastRecipe:
    """How often each kind of batch is drawn; questions a batch, in runs of `run` neighbours; tokens of a short and of a long
    passage; shares of questions that bring a look-alike and that are put into a third language, of English sentences in words of
    Chinese beside a third language.
    """

    kinds: dict[str, float] = field(
        default_factory=lambda: {"qa_zh": 0.2, "qa_en": 0.38, "pairs": 0.14, "parallel": 0.28}
    )
    batch: int = 144
    run: int = 6
    short: int = 58
    long: int = 150
    alike: float = 0.5
    third: float = 0.15
    pivot: float = 0.3
    text: TextRecipe = MORE_TEXT
    seed: int = 1


class Side(NamedTuple):
    """Texts of one side by length: rows and mask of each part (n, l), and where each text of the batch lies in them."""

    parts: list[tuple[Tensor, Tensor]]
    place: Tensor

    def to(self, device: torch.device) -> "Side":
        """The same on a device."""
        moved = [(rows.to(device, non_blocking=True), mask.to(device, non_blocking=True)) for rows, mask in self.parts]
        return Side(moved, self.place.to(device, non_blocking=True))


class Batch(NamedTuple):
    """Left texts, right texts of which the first ones belong to the left ones, and pairs (2, n: left, right) to look away from."""

    left: Side
    right: Side
    hidden: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same on a device."""
        return Batch(self.left.to(device), self.right.to(device), self.hidden.to(device, non_blocking=True))


Drawn = tuple[list[Rows], list[Rows], list[tuple[int, int]]]
Switch = Callable[[Rows], Rows]


class Contrasting(IterableDataset[Batch]):
    """Batches of every kind, for ever."""

    def __init__(self, study: Path, data: Path, work: Path, recipe: ContrastRecipe) -> None:
        """Read, tokenise and mine."""
        super().__init__()
        self.recipe, self._seed, self._chance = recipe, recipe.seed, np.random.default_rng(recipe.seed)
        read = TextRows(work)
        self._to_chinese = english_and_chinese(study, work, recipe.seed)
        self._to_english = english_and_chinese(study, work, recipe.seed, back=True)
        self._to_others = other_languages(data, work, read, recipe.seed) if recipe.third else []
        self._sets: dict[str, tuple[Questions, NDArray[np.int32]]] = {}
        for name in ("qa_zh", "qa_en"):
            found = load(data / f"{name}.jsonl.xz", read)
            self._sets[name] = (found, look_alikes(found, work / f"{name}.bm25.npy"))
        self._pairs = _headings(data, read)
        english, other, languages = zip(*pairs(data, recipe.text), strict=True)
        self._parallel = (read(english), read(other))
        self._third = np.array([language != "zh" for language in languages])

    def __iter__(self) -> Iterator[Batch]:
        """For ever; a process of a loader draws its own."""
        worker = get_worker_info()
        if worker:
            self.reseed(self._seed * 1_000 + worker.id)
        kinds = list(self.recipe.kinds)
        while True:
            kind = kinds[self._chance.choice(len(kinds), p=list(self.recipe.kinds.values()))]
            if kind in self._sets:
                yield _batch(self._of_questions(kind))
            else:
                yield _batch(self._of_pairs() if kind == "pairs" else self._of_parallel())

    def reseed(self, seed: int) -> None:
        """Begin to draw anew."""
        self._seed, self._chance = seed, np.random.default_rng(seed)
        for number, switch in enumerate((self._to_chinese, self._to_english, *self._to_others)):
            switch.reseed(seed + number)

    def _of_questions(self, kind: str) -> Drawn:
        recipe, (found, alike) = self.recipe, self._sets[kind]
        chosen = self._runs(len(found.asked), recipe.run)
        size = recipe.long if self._chance.random() < 0.45 else recipe.short
        left_switch, right_switch = self._switches(kind)
        left, right, spans = [], [], []
        of_context: dict[int, list[int]] = defaultdict(list)
        for number, place in enumerate(chosen):
            question = found.asked[place]
            context = found.contexts[question.context]
            first, last = self._around(context, context.sentence_at(question.start), size)
            left.append(wrapped(left_switch(question.rows), 40))
            right.append(wrapped(right_switch(_joined(context, first, last)), size))
            spans.append((first, last))
            of_context[question.context].append(number)
        hidden = []
        for number, place in enumerate(chosen):
            question = found.asked[place]
            sentence = found.contexts[question.context].sentence_at(question.start)
            for other in of_context[question.context]:
                if other != number and spans[other][0] <= sentence < spans[other][1]:
                    hidden.append((number, other))
        drawn = chosen[self._chance.random(len(chosen)) < recipe.alike * (1.0 if size == recipe.short else 0.4)]
        for place in drawn:
            number = int(alike[place, self._chance.integers(0, 5)])
            if number >= 0 and found.contexts[number].sentences:
                context = found.contexts[number]
                first, last = self._around(context, int(self._chance.integers(0, len(context.sentences))), size)
                hidden += [(asked, len(right)) for asked in of_context.get(number, ())]
                right.append(wrapped(right_switch(_joined(context, first, last)), size))
        return left, right, hidden

    def _runs(self, of: int, run: int) -> NDArray[np.int64]:
        starts = self._chance.integers(0, max(1, of - run + 1), max(1, self.recipe.batch // run))
        return np.unique((starts[:, None] + np.arange(min(run, of))).ravel())

    def _switches(self, kind: str) -> tuple[Switch, Switch]:
        switch = self._to_chinese if kind == "qa_en" else self._to_english
        changed = _switched(switch, 0.9 if kind == "qa_en" else 0.8)
        if self._to_others and self._chance.random() < self.recipe.third:
            third = _switched(self._to_others[self._chance.integers(len(self._to_others))], 0.95)
            if kind == "qa_zh":
                return lambda rows: third(self._to_english(rows, 1.0)), _same
            return third, changed if self._chance.random() < 0.6 else _same
        if self._chance.random() > (0.7 if kind == "qa_en" else 0.3):
            return _same, _same
        part = self._chance.random()
        if part < 0.45:
            return changed, _same
        return (_same, changed) if part < 0.9 else (changed, changed)

    def _around(self, context: Context, sentence: int, size: int) -> tuple[int, int]:
        """Sentences `first` to `last` around one, as many as fit, the place of the one at random."""
        first, last, total = sentence, sentence + 1, len(context.sentences[sentence].rows)
        while True:
            before = first > 0 and total + len(context.sentences[first - 1].rows) <= size - 2
            after = last < len(context.sentences) and total + len(context.sentences[last].rows) <= size - 2
            if not before and not after:
                return first, last
            if before and (not after or self._chance.random() < 0.5):
                first -= 1
                total += len(context.sentences[first].rows)
            else:
                total += len(context.sentences[last].rows)
                last += 1

    def _of_pairs(self) -> Drawn:
        left, right = self._pairs
        chosen = self._runs(len(left), 8)
        size = self.recipe.long if self._chance.random() < 0.4 else self.recipe.short
        lefts, rights = [left[place] for place in chosen], [right[place] for place in chosen]
        return [wrapped(rows, 40) for rows in lefts], [wrapped(rows, size) for rows in rights], _alike(lefts, rights)

    def _of_parallel(self) -> Drawn:
        english, other = self._parallel
        third = self._chance.random() < 0.5
        pool = np.flatnonzero(self._third == third)
        chosen = np.unique(self._chance.choice(pool, int(self.recipe.batch * 1.28)))
        switch = _switched(self._to_chinese, 0.85) if third and self._chance.random() < self.recipe.pivot else _same
        sides = [switch(english[place]) for place in chosen], [other[place] for place in chosen]
        lefts, rights = sides if self._chance.random() < 0.5 else sides[::-1]
        return [wrapped(rows, 60) for rows in lefts], [wrapped(rows, 60) for rows in rights], _alike(lefts, rights)


def loader(found: Contrasting, workers: int) -> Iterator[Batch]:
    """Batches for ever, made by `workers` processes, or by this one where there are none."""
    if not workers:
        return iter(found)
    made = DataLoader(
        found, batch_size=None, num_workers=workers, prefetch_factor=3, pin_memory=torch.cuda.is_available(),
        multiprocessing_context="fork",
    )  # fmt: skip
    return iter(made)


def _headings(data: Path, read: TextRows) -> tuple[list[Rows], list[Rows]]:
    """Headings with their sections, questions with their answers; no set more than 22,000 times."""
    taken: dict[str, int] = defaultdict(int)
    left, right = [], []
    for row in read_rows(data / "pairs.jsonl.xz"):
        taken[row["set"]] += 1
        if taken[row["set"]] <= 22_000 and len(row["a"]) <= 160:
            left.append(row["a"])
            right.append(row["b"][:900])
    return read(left), read(right)


def _same(rows: Rows) -> Rows:
    return rows


def _switched(switch: CodeSwitch, share: float) -> Switch:
    return lambda rows: switch(rows, share)


def _joined(context: Context, first: int, last: int) -> Rows:
    return np.concatenate([sentence.rows for sentence in context.sentences[first:last]])


def _alike(lefts: Sequence[Rows], rights: Sequence[Rows]) -> list[tuple[int, int]]:
    """Pairs of different places whose left texts, or whose right texts, are the same."""
    hidden = []
    for side in (lefts, rights):
        of_text: dict[bytes, list[int]] = defaultdict(list)
        for place, rows in enumerate(side):
            of_text[rows.tobytes()].append(place)
        hidden += [(a, b) for same in of_text.values() for a in same for b in same if a != b]
    return hidden


def _batch(drawn: Drawn) -> Batch:
    left, right, hidden = drawn
    return Batch(_side(left), _side(right), torch.tensor(hidden, dtype=torch.long).reshape(-1, 2).T)


def _side(texts: list[Rows]) -> Side:
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    parts: list[list[Rows]] = [[]]
    for place in order:
        if (len(parts[-1]) + 1) * len(texts[place]) > _PART and parts[-1]:
            parts.append([])
        parts[-1].append(texts[place])
    return Side([padded(part, _CPU) for part in parts], torch.from_numpy(np.argsort(order)))
