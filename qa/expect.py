"""What a sentence must have to be an answer: a number when one is asked for, and something that the question does not say."""

import re
from functools import lru_cache

from corpus.folding import fold
from corpus.words import WORD, segment
from index.lexicon import CHINESE_FUNCTION_WORDS, ENGLISH_FUNCTION_WORDS

# How questions ask for a number, an amount or a time, over folded text.
_ASKS_NUMBER = re.compile(
    r"多少|几[个家所名位种条年月日天次岁点号届款项成分]|哪一?年|哪一?天|何[时年月日]|什么时[候间]|几时|多[大高长久远重快深宽]|百分之几|比例|"
    r"\bhow (?:many|much|long|old|far|tall|high|large|big|often|fast)\b|\bwhen\b|\b(?:what|which) (?:year|date|day|month|percent\w*|number)\b|"
    r"いくつ|いくら|何[年人個月日回]|いつ|몇|언제|얼마|\bcu[aá]nt[oa]s?\b|\bcu[aá]ndo\b|\bcombien\b|\bquand\b|\bwie ?viele?\b|\bwann\b|"
    r"\bquant[oa]s?\b|\bquando\b|сколько|когда"
)
_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千万亿两半]+(?=[个家所名位种条年月日天次岁点号届款项成倍世人万亿分张门台座层元米]|$)|百分之|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundreds?|thousands?|millions?|billions?|half|dozens?|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|january|february|march|april|june|july|august|september|october|"
    r"november|december|once|twice)\b"
)

_KEPT = 20_000  # sentences: the same ones are looked at for many questions


def asks_number(question: str) -> bool:
    """Whether a question asks for a number, an amount or a time.

    >>> asks_number("All Cloud戰略是哪一年提出的？"), asks_number("谁发表了演讲？")
    (True, False)
    """
    return bool(_ASKS_NUMBER.search(fold(question)))


@lru_cache(maxsize=_KEPT)
def has_number(text: str) -> bool:
    """Whether a text gives a number, in digits or in words.

    >>> has_number("十年一个台阶"), has_number("我们从未停止努力")
    (True, False)
    """
    return bool(_NUMBER.search(fold(text)))


@lru_cache(maxsize=_KEPT)
def content_words(text: str) -> tuple[str, ...]:
    """The distinct words of a text that name something, folded, in order.

    >>> content_words("华为的目标是什么？")
    ('华为', '目标')
    """
    words = WORD.findall(segment(fold(text)))
    kept = [word for word in words if word not in CHINESE_FUNCTION_WORDS]
    return tuple(word for word in dict.fromkeys(kept) if word not in ENGLISH_FUNCTION_WORDS)


def news(text: str, question_words: frozenset[str], enough: int = 3) -> float:
    """How much a sentence says beyond the question, from 0 (only its words again) to 1 (`enough` other words).

    >>> news("华为说。", frozenset(["华为"])), news("华为提出新的战略。", frozenset(["华为"]))
    (0.0, 1.0)
    """
    other = [word for word in content_words(text) if word not in question_words]
    return min(len(other), enough) / enough
