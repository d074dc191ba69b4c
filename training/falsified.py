"""Questions changed so that their passage no longer answers: another number, name, noun, an opposite, another rare word."""

import random
import re
from collections import defaultdict

import jieba.posseg
import numpy as np
from numpy.typing import NDArray

from training.questions import Context, Question, Questions
from training.tokens import Rows, TextRows

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
_RARE = 400  # contexts in which a rare row occurs, at most


class Falsified:
    """The questions of a set, changed."""

    def __init__(self, found: Questions, is_chinese: bool, read: TextRows, chance: random.Random) -> None:
        """Count in how many contexts each row occurs; `chance` is drawn from, and shared with the caller."""
        self._found, self._read, self._chance = found, read, chance
        self._ways = [self._other_opposite, self._other_number, self._other_noun if is_chinese else self._other_name]
        self._frequency = self._rarity()
        self._nouns: dict[int, dict[str, list[str]]] = {}

    def __call__(self, question: Question) -> Rows | None:
        """The rows of the question with one thing changed; `None` where nothing could be."""
        text, context = question.text, self._found.contexts[question.context]
        ways = [*self._ways]
        self._chance.shuffle(ways)
        for way in ways:
            changed = way(text, context)
            if changed and changed != text:
                return self._read([changed])[0]
        return self._other_rare_word(question, context)

    def _other_opposite(self, text: str, _context: Context) -> str | None:
        return _OPPOSITE.sub(lambda match: _OTHER[match.group()], text, count=1)

    def _other_number(self, text: str, context: Context) -> str | None:
        found = _NUMBER.search(text)
        if not found:
            return None
        other = str(max(1, int(found.group()[:9]) + self._chance.choice([-20, -7, -3, -2, -1, 1, 2, 3, 5, 10, 100])))
        return text[: found.start()] + other + text[found.end() :] if other not in context.text else None

    def _other_name(self, text: str, context: Context) -> str | None:
        own = _NAME.findall(text)
        number = self._chance.choice(self._found.of_title[context.title])
        others = [one for one in _NAME.findall(self._found.contexts[number].text) if one not in text]
        if self._chance.random() < 0.5:  # the hard ones are of the same passage
            others = [one for one in _NAME.findall(context.text) if one not in text] or others
        return text.replace(self._chance.choice(own), self._chance.choice(others), 1) if own and others else None

    def _other_noun(self, text: str, context: Context) -> str | None:
        """Chinese has no capitals: one noun for another of its kind, from the same passage or another of its title."""
        numbers = self._found.of_title[context.title]
        number = next(n for n in numbers if self._found.contexts[n].text == context.text)
        if self._chance.random() < 0.5:
            number = self._chance.choice(numbers)
        own = [(word, kind) for word, kind in jieba.posseg.lcut(text) if _is_noun(word, kind) and word in context.text]
        self._chance.shuffle(own)
        for word, kind in own:
            others = [o for o in self._nouns_of(number)[kind] if o not in text and o not in word and word not in o]
            if others:
                return text.replace(word, self._chance.choice(others), 1)
        return None

    def _nouns_of(self, number: int) -> dict[str, list[str]]:
        """The nouns of a passage by their kind."""
        if number not in self._nouns:
            kinds: dict[str, list[str]] = defaultdict(list)
            for word, kind in jieba.posseg.lcut(self._found.contexts[number].text):
                if _is_noun(word, kind):
                    kinds[kind].append(word)
            self._nouns[number] = kinds
        return self._nouns[number]

    def _other_rare_word(self, question: Question, context: Context) -> Rows | None:
        common = {row for s in context.sentences for row in s.rows.tolist()}
        places = [place for place, row in enumerate(question.rows.tolist()) if row in common and self._is_rare(row)]
        if not places:
            return None
        place = min(places, key=lambda p: self._frequency[question.rows[p]])
        other = self._found.contexts[self._chance.randrange(len(self._found.contexts))]
        words = [row for s in other.sentences for row in s.rows.tolist() if row not in common and self._is_rare(row)]
        if not words:
            return None
        rows = question.rows.copy()
        rows[place] = self._chance.choice(words)
        return rows

    def _is_rare(self, row: int) -> bool:
        return 0 < int(self._frequency[row]) < _RARE

    def _rarity(self) -> NDArray[np.int64]:
        """In how many contexts each row occurs."""
        counts = np.zeros(int(self._read.row_of.max()) + 1, dtype=np.int64)
        for context in self._found.contexts:
            if context.sentences:
                counts[np.unique(np.concatenate([s.rows for s in context.sentences]))] += 1
        return counts


def _is_noun(word: str, kind: str) -> bool:
    return kind[0] in "nt" and len(word) > 1
