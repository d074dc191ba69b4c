"""Typing noise: pinyin for Chinese words, characters that sound alike, Latin words run together or a letter off.

Only words that the articles do not have are touched, and only into words that they have: a correction is one more reading of a
question, taken when its evidence is stronger, never in silence.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.folding import fold
from corpus.slips import near
from corpus.words import HAN_RUN, cut, is_word
from index.lexicon import CHINESE_FUNCTION_WORDS, ENGLISH_FUNCTION_WORDS
from qa.pinyin import blurred, key, sounds, syllables
from qa.vocabulary import Vocabulary

_LATIN = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_PINYIN_RUN = re.compile(r"[a-z']+(?: +[a-z']+)*")
#: Words that questions are asked with, beside those of the articles.
_ASKING = frozenset(
    """
    什么 多少 哪些 哪个 哪里 哪年 哪一年 几个 几所 谁 如何 怎么 怎样 为什么 何时 有 是 的 了 吗 在 和 与 对 从 到 年 个 所 家 名
    提出 发表 请问 关于 方面 时候 建立 成立 共有
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class SpellingOptions:
    """Latin words of `word` to `longest` letters are corrected, runs of them from `run` letters on taken apart; a Han slip is of
    at most `slip` characters.
    """

    word: int = 4
    run: int = 7
    longest: int = 48
    slip: int = 5


class Words(Protocol):
    """Further Latin words that are no slips: those that a lexicon translates."""

    def knows(self, word: str) -> bool:
        """Whether the word is one of them."""
        ...

    def near(self, word: str, slips: int) -> str | None:
        """The commonest of them that is at most so many slips away."""
        ...


class NoWords:
    """No further words."""

    def knows(self, _word: str) -> bool:
        """See `Words.knows`."""
        return False

    def near(self, _word: str, _slips: int) -> str | None:
        """See `Words.near`."""
        return None


def corrected(
    question: str, vocabulary: Vocabulary, others: Words | None = None, options: SpellingOptions | None = None
) -> str | None:
    """The question, folded, with its slips put right; None when there are none that the articles' words explain.

    A word is never changed into one that neither the articles nor `others` have.

    >>> words = Vocabulary.of(["华为打造算力底座，All Cloud strategy"])
    >>> corrected("华位的suanli底坐", words), corrected("allcloud stratgy", words), corrected("华为的算力", words)
    ('华为的算力底座', 'all cloud strategy', None)
    """
    options, others = options or SpellingOptions(), others or NoWords()
    folded = fold(question)
    made = _PINYIN_RUN.sub(lambda run: _latin(run.group(), folded, vocabulary, others, options), folded)
    made = HAN_RUN.sub(lambda run: _han(run.group(), vocabulary, options), made)
    return made if made != folded else None


def _latin(run: str, question: str, vocabulary: Vocabulary, others: Words, options: SpellingOptions) -> str:
    """Latin words in a row: the strange ones as pinyin when they sound like Chinese words here, else as slips."""

    def strange(word: str) -> bool:
        return word not in vocabulary.latin and word not in ENGLISH_FUNCTION_WORDS and not others.knows(word)

    words = run.split()
    all_pinyin = len(words) > 1 and all(syllables(word.replace("'", "")) for word in words)
    if vocabulary.han and (all_pinyin or HAN_RUN.search(question) or all(map(strange, words))):
        said = _pinyin(words, (lambda _: True) if all_pinyin else strange, vocabulary)
        if said is not None:
            return said
    return " ".join(_word(word, vocabulary, others, options) if strange(word) else word for word in words)


def _pinyin(words: Sequence[str], strange: Callable[[str], bool], vocabulary: Vocabulary) -> str | None:
    """Neighbouring words that are all pinyin, as the Chinese words that they spell; None when none is spelt."""
    made, waiting, changed = [], [], False
    for word in [*words, ""]:
        parts = syllables(word.replace("'", "")) if word and strange(word) else None
        if parts:
            waiting.append((word, parts))
            continue
        if waiting:
            spelt = _spelt([part for _, parts in waiting for part in parts], vocabulary)
            changed = changed or spelt is not None
            made.append(spelt or " ".join(word for word, _ in waiting))
            waiting = []
        if word:
            made.append(word)
    return " ".join(made) if changed else None


def _spelt(parts: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """The fewest words, of the articles or of questions, that these syllables spell out; None when some spell nothing."""
    asking = {key(sounds(word)): word for word in sorted(_ASKING, reverse=True)}
    best: list[tuple[float, list[str]] | None] = [None] * (len(parts) + 1)
    best[len(parts)] = (0.0, [])
    for start in range(len(parts) - 1, -1, -1):
        for end in range(start + 1, min(len(parts), start + 6) + 1):
            rest, word = best[end], _word_of(parts[start:end], vocabulary, asking)
            if rest and word:
                cost = rest[0] + (1.0 if word in vocabulary.han else 1.1)
                kept = best[start]
                if kept is None or cost < kept[0]:
                    best[start] = (cost, [word, *rest[1]])
    found = best[0]
    return "".join(found[1]) if found and any(word in vocabulary.han for word in found[1]) else None


def _word_of(parts: Sequence[str], vocabulary: Vocabulary, asking: dict[str, str]) -> str | None:
    exact = key(parts)
    for word in vocabulary.by_sound.get(key([blurred(part) for part in parts]), ()):
        if key(sounds(word)) == exact:
            return word
    return asking.get(exact)


def _word(word: str, vocabulary: Vocabulary, others: Words, options: SpellingOptions) -> str:
    """A strange Latin word as the words it was run together from, or as the one that it is a letter off."""
    if len(word) > options.longest:
        return word
    if len(word) >= options.run:
        apart = _apart(word, vocabulary, others)
        if apart:
            return " ".join(apart)
    if len(word) >= options.word:
        slips = 1 if len(word) < 8 else 2
        return _near(word, vocabulary, slips) or others.near(word, slips) or word
    return word


def _apart(word: str, vocabulary: Vocabulary, others: Words) -> list[str] | None:
    """The fewest words, at least one of the articles, that make up a run of letters."""
    best: list[list[str] | None] = [None] * (len(word) + 1)
    best[len(word)] = []
    for start in range(len(word) - 1, -1, -1):
        for end in range(len(word), start, -1):
            rest, part = best[end], word[start:end]
            usable = len(part) > 3 and (part in vocabulary.latin or others.knows(part))
            usable = usable or part in ENGLISH_FUNCTION_WORDS or (len(part) > 1 and vocabulary.latin[part] > 1)
            if rest is not None and usable and (best[start] is None or len(rest) + 1 < len(best[start] or ())):
                best[start] = [part, *rest]
    found = best[0]
    return found if found and any(len(part) > 2 and part in vocabulary.latin for part in found) else None


def _near(word: str, vocabulary: Vocabulary, slips: int) -> str | None:
    """The commonest word of the articles that is at most so many slips away: a letter more, less, other or swapped."""
    found = near(word, list(vocabulary.latin), slips)
    ranked = [(distance, -vocabulary.latin[other], other) for distance, other in found if len(other) > 3]
    return min(ranked)[2] if ranked else None


def _han(run: str, vocabulary: Vocabulary, options: SpellingOptions) -> str:
    """A run of Han characters; a stretch that no article has gives way to a word that sounds alike."""
    settled = [known for word in cut(run) for known in [_settled(word, vocabulary)] * len(word)]
    place, made = 0, ""
    while place < len(run):
        for size in range(min(len(run) - place, options.slip), 1, -1):
            slip, sure = run[place : place + size], settled[place : place + size]
            strange = any(slip[i : i + 2] not in vocabulary.bigrams for i in range(size - 1))
            meant = _meant(slip, sure, vocabulary) if strange and not all(sure) else None
            if meant:
                made, place = made + meant, place + size
                break
        else:
            made, place = made + run[place], place + 1
    return made


def _usual(word: str, vocabulary: Vocabulary) -> bool:
    """Words of the dictionary, long ones and frequent ones: two characters beside each other may be anything."""
    return len(word) > 2 or vocabulary.han[word] > 2 or is_word(word)


def _settled(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.han or word in CHINESE_FUNCTION_WORDS or word in _ASKING


def _meant(slip: str, sure: Sequence[bool], vocabulary: Vocabulary) -> str | None:
    """The word that was meant: it sounds the same, or nearly so and shares half the characters; what is `sure` stays as it is."""
    heard, ranked = sounds(slip), []
    for rank, word in enumerate(vocabulary.by_sound.get(key([blurred(sound) for sound in heard]), ())):
        if word == slip or any(here and a != b for here, a, b in zip(sure, slip, word, strict=True)):
            continue
        shared = sum(a == b for a, b in zip(slip, word, strict=True))
        exact = sounds(word) == heard
        likely = exact and (shared or (len(slip) > 2 and not is_word(slip)))
        if likely or (2 * shared >= len(slip) and _usual(word, vocabulary)):
            ranked.append((-shared, not exact, rank, word))
    return min(ranked)[3] if ranked else None
