"""What a question speaks of and a passage does not: names, numbers, and the most telling word."""

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.numbers import numbers
from corpus.words import names
from index.encoders.likeness import likeness
from qa.expect import content_words
from qa.matches import WordMatch

_LATIN_NAME = re.compile(r"[a-z][a-z0-9.+-]*[a-z0-9]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_CAPITALISED = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w-]+")


def missing_names(question: str, language: str, passage: str) -> int:
    """How many of the question's numbers, by their value, and Latin names in another script the passage lacks.

    >>> missing_names("IP战略支持了一千五百张网络吗？", "zh", "All IP，1500多张网络"), missing_names("2015年？", "zh", "2013年")
    (0, 1)
    """
    asked, told = fold(question), fold(passage)
    values = {one.key for one in numbers(told)} | set(_DIGITS.findall(told))
    missing = {one.key for one in numbers(asked) if one.key not in values and asked[one.start : one.end] not in told}
    if language in ("zh", "ja", "ko"):
        missing |= {name for name in _LATIN_NAME.findall(asked) if name not in told}
    return len(missing)


def missing_entities(question: str, language: str, passage: str) -> int:
    """How many of the question's names of people, places and organisations the passage lacks, in its own language.

    >>> missing_entities("爱立信在北京说了什么？", "zh", "华为在北京说了算力。")
    1
    """
    told = fold(passage)
    if language == "zh":
        return sum(name not in told for name in names(fold(question)))
    if language == "en":
        return sum(fold(name) not in told for name in _CAPITALISED.findall(question))
    return 0


def rarest_missing(matches: Sequence[WordMatch], passage: str, rarest: float) -> float:
    """How telling the most telling word is that the passage has nothing like, from 0 to 1; `rarest` is the rarity of a word
    that no passage has.
    """
    lacking = [match for match in matches if match.share < 1 and match.asked]
    if not lacking:
        return 0.0
    near = likeness([match.asked for match in lacking], content_words(passage)).max(axis=1, initial=0.0)
    return max(
        match.rarity / rarest * (1 - max(match.share, float(like))) for match, like in zip(lacking, near, strict=True)
    )
