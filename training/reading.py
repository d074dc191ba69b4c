"""What the reader learns from: questions beside a window of sentences that answers, or that only looks as if it did."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.falsified import Falsified
from training.languages import other_languages
from training.questions import Context, Question, Questions, load, look_alikes, of_rows
from training.tokens import CLOSING, NO_SPAN, OPENING, Rows, TextRows, english_and_chinese
from training.written import NAME, version, written


class Example(NamedTuple):
    """Rows of the pair; where the passage starts; the sentence of the window (from 1) that each token is in, 0 for none; the
    answer's first and last token and its sentence, all 0 when the window does not answer.
    """

    rows: Rows
    passage: int
    sentences: Rows
    start: int
    end: int
    answers: int


@dataclass(frozen=True, slots=True)
class ReadingRecipe:
    """Shares of the sets, of answering windows, of crossed languages, of questions in a third language and of reworded
    questions by set; of the windows that do not answer: look-alikes, neighbours (the rest are questions changed so that
    nothing answers); sizes of windows and questions in tokens.
    """

    sets: dict[str, float] = field(default_factory=lambda: {"qa_zh": 0.2, "qa_en": 0.3, NAME: 0.5})
    answering: float = 0.5
    crossed: dict[str, float] = field(default_factory=lambda: {"qa_zh": 0.25, "qa_en": 0.5, NAME: 0.15})
    third: dict[str, float] = field(default_factory=lambda: {"qa_zh": 0.1, "qa_en": 0.2, NAME: 0.05})
    reworded: dict[str, float] = field(default_factory=lambda: {"qa_zh": 0.35, "qa_en": 0.1, NAME: 0.15})
    alike: float = 0.35
    neighbour: float = 0.3
    window: tuple[int, int] = (50, 190)
    question: int = 40
    seed: int = 2
    written: str = field(default_factory=version)


class Reading:
    """Examples, for ever."""

    def __init__(self, study: Path, data: Path, work: Path, recipe: ReadingRecipe) -> None:
        """Read, tokenise, mine."""
        self.recipe, self._chance = recipe, random.Random(recipe.seed)  # noqa: S311 a sample, not a secret
        self._read = TextRows(work)
        self._to_chinese = english_and_chinese(study, work, recipe.seed)
        self._to_english = english_and_chinese(study, work, recipe.seed, back=True)
        self._to_others = other_languages(data, work, self._read, recipe.seed) if any(recipe.third.values()) else []
        self._sets: dict[str, tuple[Questions, NDArray[np.int32]]] = {}
        self._falsified: dict[str, Falsified] = {}
        for name in recipe.sets:
            if name == NAME:
                found = of_rows(list(written(data)), self._read)
                self._sets[name] = (found, look_alikes(found, work / f"{name}-{recipe.written}.bm25.npy"))
                continue
            found = load(data / f"{name}.jsonl.xz", self._read)
            self._sets[name] = (found, look_alikes(found, work / f"{name}.bm25.npy"))
            self._falsified[name] = Falsified(found, name == "qa_zh", self._read, self._chance)
        self._order: dict[str, list[int]] = {name: [] for name in recipe.sets}

    def reseed(self, seed: int) -> None:
        """Begin to draw anew."""
        self._chance.seed(seed)
        for number, switch in enumerate((self._to_chinese, self._to_english, *self._to_others)):
            switch.reseed(seed + number)
        self._order = {name: [] for name in self._order}

    def __iter__(self) -> Iterator[Example]:
        """For ever."""
        names, shares = list(self.recipe.sets), list(self.recipe.sets.values())
        while True:
            name = self._chance.choices(names, shares)[0]
            made = self._example(name)
            if made:
                yield made

    def _example(self, name: str) -> Example | None:
        found, alike = self._sets[name]
        place = self._next(name)
        question = found.asked[place]
        context = found.contexts[question.context]
        rows = question.rows
        size = self._chance.randint(*self.recipe.window)
        if (
            question.start < 0
        ):  # a question tells by itself that nothing answers, but for those that something else answers
            place = self._chance.randrange(len(context.sentences))
            return self._made(name, rows, context, place, size, None) if question.paired else None
        if question.paired or self._chance.random() < self.recipe.answering:
            return self._made(name, rows, context, context.sentence_at(question.start), size, question)
        kind = self._chance.random()
        if kind < self.recipe.alike:
            return self._window_of(name, question, int(alike[place, self._chance.randrange(alike.shape[1])]), size)
        if kind < self.recipe.alike + self.recipe.neighbour:
            return self._neighbour(name, question, size)
        changed = self._falsified[name](question) if name in self._falsified else None
        if changed is None:
            return self._neighbour(name, question, size)
        return self._made(name, changed, context, context.sentence_at(question.start), size, None)

    def _next(self, name: str) -> int:
        """Every question once before any comes again."""
        if not self._order[name]:
            self._order[name] = list(range(len(self._sets[name][0].asked)))
            self._chance.shuffle(self._order[name])
        return self._order[name].pop()

    def _neighbour(self, name: str, question: Question, size: int) -> Example | None:
        """A window of the same text without an answer, or of another text of the same title."""
        found = self._sets[name][0]
        context = found.contexts[question.context]
        others = [n for n in found.of_title[context.title] if n != question.context]
        if others and self._chance.random() < 0.5:
            return self._window_of(name, question, self._chance.choice(others), size)
        free = [
            place
            for place, s in enumerate(context.sentences)
            if not _holds(context, place, place + 1, question.answers)
        ]
        if not free:
            return None
        middle = self._chance.choice(free)
        first = last = middle
        while first - 1 in free and last - first < 6:
            first -= 1
        while last + 1 in free and last - first < 6:
            last += 1
        return self._put_together(name, question.rows, context, first, last + 1, size, None)

    def _window_of(self, name: str, question: Question, number: int, size: int) -> Example | None:
        context = self._sets[name][0].contexts[number]
        if number < 0 or not context.sentences or any(answer in context.text for answer in question.answers):
            return None
        return self._made(name, question.rows, context, self._chance.randrange(len(context.sentences)), size, None)

    def _made(
        self, name: str, rows: Rows, context: Context, sentence: int, size: int, answered: Question | None
    ) -> Example | None:
        first, last, total = sentence, sentence + 1, len(context.sentences[sentence].rows)
        while True:
            before = first > 0 and total + len(context.sentences[first - 1].rows) <= size
            after = last < len(context.sentences) and total + len(context.sentences[last].rows) <= size
            if not before and not after:
                return self._put_together(name, rows, context, first, last, size, answered)
            if before and (not after or self._chance.random() < 0.5):
                first -= 1
                total += len(context.sentences[first].rows)
            else:
                total += len(context.sentences[last].rows)
                last += 1

    def _put_together(
        self, name: str, question: Rows, context: Context, first: int, last: int, size: int, answered: Question | None
    ) -> Example | None:
        window = context.sentences[first:last]
        passage = np.concatenate([sentence.rows for sentence in window])[: size + 60]
        numbers = np.concatenate([np.full(len(s.rows), n + 1, np.int32) for n, s in enumerate(window)])[: len(passage)]
        question = question[: self.recipe.question]
        offset = len(question) + 2
        start = end = answers = 0
        if answered is not None:
            starts, ends = (
                np.concatenate([getattr(s, name) for s in window])[: len(passage)] for name in ("starts", "ends")
            )
            inside = np.flatnonzero((starts < answered.end) & (ends > answered.start))
            if not len(inside):
                return None
            start, end, answers = int(inside[0]) + offset, int(inside[-1]) + offset, int(numbers[inside[0]])
            if not answered.exact:
                start = end = NO_SPAN
        chinese = context.language != "en"
        question, passage = self._crossed(name, chinese, self._reworded(name, chinese, question), passage)
        rows = np.concatenate([[OPENING], question, [CLOSING], passage, [CLOSING]]).astype(np.int32)
        sentences = np.concatenate([np.zeros(offset, np.int32), numbers, [0]]).astype(np.int32)
        return Example(rows, offset, sentences, start, end, answers)

    def _crossed(self, name: str, chinese: bool, question: Rows, passage: Rows) -> tuple[Rows, Rows]:
        if self._to_others and self._chance.random() < self.recipe.third[name]:
            return self._in_third(chinese, question, passage)
        if self._chance.random() > self.recipe.crossed[name]:
            return question, passage
        switch = self._to_english if chinese else self._to_chinese
        part = self._chance.random()
        if part < 0.75:
            if part < 0.4:
                return switch(question, 0.9), passage
            return question, switch(passage, 0.85)
        return switch(question, 0.9), switch(passage, 0.85)

    def _in_third(self, chinese: bool, question: Rows, passage: Rows) -> tuple[Rows, Rows]:
        """The question in words of neither Chinese nor English, most often about a Chinese passage."""
        if chinese:
            question = self._to_english(question, 1.0)
        elif self._chance.random() < 0.6:
            passage = self._to_chinese(passage, 0.85)
        return self._chance.choice(self._to_others)(question, 0.95), passage

    def _reworded(self, name: str, chinese: bool, question: Rows) -> Rows:
        """Some words by way of the other language: what translates alike often means alike."""
        if self._chance.random() > self.recipe.reworded[name]:
            return question
        there, back = (self._to_english, self._to_chinese) if chinese else (self._to_chinese, self._to_english)
        changed = there(question, 0.5)
        return np.where(changed == question, question, back(changed, 1.0))


def _holds(context: Context, first: int, last: int, answers: tuple[str, ...]) -> bool:
    text = context.text[context.sentences[first].starts[0] : context.sentences[last - 1].ends[-1]]
    return any(answer in text for answer in answers)
