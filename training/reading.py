"""What the reader learns from: questions beside a window of sentences that answers, or that only looks as if it did."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import jieba.posseg
import numpy as np
from numpy.typing import NDArray

from training.languages import other_languages
from training.questions import Context, Question, Questions, load, look_alikes
from training.tokens import CLOSING, OPENING, Rows, TextRows, english_and_chinese

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]+(?: (?:of the |of |the )?[A-Z][\w'’-]+)*")
_NUMBER = re.compile(r"\d+")
_OPPOSITES = (
    "first last|largest smallest|before after|most least|highest lowest|oldest youngest|more fewer|increase decrease|north south|east west|"
    "won lost|male female|start end|early late|major minor|above below|longest shortest|best worst|son daughter|father mother|began ended|"
    "第一 最后|最大 最小|之前 之后|最高 最低|最早 最晚|最多 最少|增加 减少|父亲 母亲|东 西|南 北|开始 结束|男 女|哥哥 弟弟|上 下|国内 国外"
)
_OTHER = {a: b for pair in _OPPOSITES.split("|") for a, b in (pair.split(), pair.split()[::-1])}
_OPPOSITE = re.compile(
    "|".join(rf"\b{word}\b" if word.isascii() else word for word in sorted(_OTHER, key=len, reverse=True))
)


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

    sets: dict[str, float] = field(default_factory=lambda: {"qa_zh": 0.42, "qa_en": 0.58})
    answering: float = 0.5
    crossed: dict[str, float] = field(default_factory=lambda: {"qa_zh": 0.25, "qa_en": 0.45})
    third: dict[str, float] = field(default_factory=lambda: {"qa_zh": 0.1, "qa_en": 0.2})
    reworded: dict[str, float] = field(default_factory=lambda: {"qa_zh": 0.35, "qa_en": 0.1})
    alike: float = 0.35
    neighbour: float = 0.3
    window: tuple[int, int] = (50, 190)
    question: int = 40
    seed: int = 2


class Reading:
    """Examples, for ever."""

    def __init__(self, study: Path, data: Path, work: Path, recipe: ReadingRecipe) -> None:
        """Read, tokenise, mine; index the contexts of each title and the rarity of each row."""
        self.recipe, self._chance = recipe, random.Random(recipe.seed)  # noqa: S311 a sample, not a secret
        self._read = TextRows(work)
        self._to_chinese = english_and_chinese(study, work, recipe.seed)
        self._to_english = english_and_chinese(study, work, recipe.seed, back=True)
        self._to_others = other_languages(data, work, self._read, recipe.seed) if any(recipe.third.values()) else []
        self._sets: dict[str, tuple[Questions, NDArray[np.int32]]] = {}
        self._of_title: dict[tuple[str, str], list[int]] = {}
        self._frequency: dict[str, NDArray[np.int64]] = {}
        for name in recipe.sets:
            found = load(data / f"{name}.jsonl.xz", self._read)
            self._sets[name] = (found, look_alikes(found, work / f"{name}.bm25.npy"))
            for number, context in enumerate(found.contexts):
                self._of_title.setdefault((name, context.title), []).append(number)
            self._frequency[name] = self._rarity(found)
        self._order: dict[str, list[int]] = {name: [] for name in recipe.sets}
        self._nouns: dict[tuple[str, int], dict[str, list[str]]] = {}

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
        if self._chance.random() < self.recipe.answering:
            return self._made(name, rows, context, context.sentence_at(question.start), size, question)
        kind = self._chance.random()
        if kind < self.recipe.alike:
            return self._window_of(name, question, int(alike[place, self._chance.randrange(alike.shape[1])]), size)
        if kind < self.recipe.alike + self.recipe.neighbour:
            return self._neighbour(name, question, size)
        changed = self._changed(name, question, context)
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
        others = [n for n in self._of_title[name, context.title] if n != question.context]
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
        question, passage = self._crossed(name, self._reworded(name, question), passage)
        rows = np.concatenate([[OPENING], question, [CLOSING], passage, [CLOSING]]).astype(np.int32)
        sentences = np.concatenate([np.zeros(offset, np.int32), numbers, [0]]).astype(np.int32)
        return Example(rows, offset, sentences, start, end, answers)

    def _crossed(self, name: str, question: Rows, passage: Rows) -> tuple[Rows, Rows]:
        if self._to_others and self._chance.random() < self.recipe.third[name]:
            return self._in_third(name, question, passage)
        if self._chance.random() > self.recipe.crossed[name]:
            return question, passage
        switch = self._to_chinese if name == "qa_en" else self._to_english
        part = self._chance.random()
        if part < 0.75:
            if part < 0.4:
                return switch(question, 0.9), passage
            return question, switch(passage, 0.85)
        return switch(question, 0.9), switch(passage, 0.85)

    def _in_third(self, name: str, question: Rows, passage: Rows) -> tuple[Rows, Rows]:
        """The question in words of neither Chinese nor English, most often about a Chinese passage."""
        if name == "qa_zh":
            question = self._to_english(question, 1.0)
        elif self._chance.random() < 0.6:
            passage = self._to_chinese(passage, 0.85)
        return self._chance.choice(self._to_others)(question, 0.95), passage

    def _reworded(self, name: str, question: Rows) -> Rows:
        """Some words by way of the other language: what translates alike often means alike."""
        if self._chance.random() > self.recipe.reworded[name]:
            return question
        there, back = (self._to_english, self._to_chinese) if name == "qa_zh" else (self._to_chinese, self._to_english)
        changed = there(question, 0.5)
        return np.where(changed == question, question, back(changed, 1.0))

    def _changed(self, name: str, question: Question, context: Context) -> Rows | None:
        """The question with a number, a name, an opposite or its rarest word changed, so that the window no longer answers."""
        text = question.text
        ways = [self._other_opposite, self._other_number, self._other_noun if name == "qa_zh" else self._other_name]
        self._chance.shuffle(ways)
        for way in ways:
            changed = way(text, name, context)
            if changed and changed != text:
                return self._read([changed])[0]
        return self._other_rare_word(name, question, context)

    def _other_opposite(self, text: str, _name: str, _context: Context) -> str | None:
        return _OPPOSITE.sub(lambda match: _OTHER[match.group()], text, count=1)

    def _other_number(self, text: str, _name: str, context: Context) -> str | None:
        found = _NUMBER.search(text)
        if not found:
            return None
        other = str(max(1, int(found.group()[:9]) + self._chance.choice([-20, -7, -3, -2, -1, 1, 2, 3, 5, 10, 100])))
        return text[: found.start()] + other + text[found.end() :] if other not in context.text else None

    def _other_name(self, text: str, name: str, context: Context) -> str | None:
        own = _NAME.findall(text)
        number = self._chance.choice(self._of_title[name, context.title])
        others = [one for one in _NAME.findall(self._sets[name][0].contexts[number].text) if one not in text]
        if self._chance.random() < 0.5:  # the hard ones are of the same passage
            others = [one for one in _NAME.findall(context.text) if one not in text] or others
        return text.replace(self._chance.choice(own), self._chance.choice(others), 1) if own and others else None

    def _other_noun(self, text: str, name: str, context: Context) -> str | None:
        """Chinese has no capitals: one noun for another of its kind, from the same passage or another of its title."""
        numbers = self._of_title[name, context.title]
        found = self._sets[name][0].contexts
        number = next(n for n in numbers if found[n].text == context.text)
        if self._chance.random() < 0.5:
            number = self._chance.choice(numbers)
        own = [(word, kind) for word, kind in jieba.posseg.lcut(text) if _is_noun(word, kind) and word in context.text]
        self._chance.shuffle(own)
        for word, kind in own:
            others = [
                o for o in self._nouns_of(name, number)[kind] if o not in text and o not in word and word not in o
            ]
            if others:
                return text.replace(word, self._chance.choice(others), 1)
        return None

    def _nouns_of(self, name: str, number: int) -> dict[str, list[str]]:
        """The nouns of a passage by their kind."""
        if (name, number) not in self._nouns:
            kinds: dict[str, list[str]] = defaultdict(list)
            for word, kind in jieba.posseg.lcut(self._sets[name][0].contexts[number].text):
                if _is_noun(word, kind):
                    kinds[kind].append(word)
            self._nouns[name, number] = kinds
        return self._nouns[name, number]

    def _other_rare_word(self, name: str, question: Question, context: Context) -> Rows | None:
        frequency, here = self._frequency[name], np.concatenate([s.rows for s in context.sentences])
        common = set(here.tolist())
        places = [
            place for place, row in enumerate(question.rows.tolist()) if row in common and 0 < frequency[row] < 400
        ]
        if not places:
            return None
        place = min(places, key=lambda p: frequency[question.rows[p]])
        other = self._sets[name][0].contexts[self._chance.randrange(len(self._sets[name][0].contexts))]
        words = [
            row for s in other.sentences for row in s.rows.tolist() if row not in common and 0 < frequency[row] < 400
        ]
        if not words:
            return None
        rows = question.rows.copy()
        rows[place] = self._chance.choice(words)
        return rows

    def _rarity(self, found: Questions) -> NDArray[np.int64]:
        """In how many contexts each row occurs; rows of marks and of single letters count as everywhere."""
        counts = np.zeros(int(self._read.row_of.max()) + 1, dtype=np.int64)
        for context in found.contexts:
            if context.sentences:
                counts[np.unique(np.concatenate([s.rows for s in context.sentences]))] += 1
        return counts


def _is_noun(word: str, kind: str) -> bool:
    return kind[0] in "nt" and len(word) > 1


def _holds(context: Context, first: int, last: int, answers: tuple[str, ...]) -> bool:
    text = context.text[context.sentences[first].starts[0] : context.sentences[last - 1].ends[-1]]
    return any(answer in text for answer in answers)
