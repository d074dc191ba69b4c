"""How precisely a quote answers. A long quote that happens to hold the answer is not precise."""

from collections import Counter
from collections.abc import Sequence

from corpus.folding import fold


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether a quoted text holds one of the accepted answers, character for character."""
    return any(answer in text for answer in answers)


def quote_hit(right: Sequence[bool], k: int) -> float:
    """1 when one of the first k quotes holds an accepted answer; `right` tells of each whether it does."""
    return float(any(right[:k]))


def character_f1(text: str, answers: Sequence[str]) -> float:
    """The best overlap with an accepted answer, as the harmonic mean of precision and recall over characters.

    That is SQuAD's F1 (Rajpurkar et al., EMNLP 2016) with characters for words, folded, without spaces and marks.

    >>> round(character_f1("建于1987年。", ["1987年"]), 3)
    0.833
    """
    return max((_overlap(_characters(text), _characters(answer)) for answer in answers), default=0.0)


def length_ratio(text: str, answers: Sequence[str]) -> float:
    """How many times longer a quote is than the accepted answer nearest to it by `character_f1`.

    >>> length_ratio("建于1987年。", ["1987年"])
    1.4
    """
    nearest = max(answers, key=lambda answer: (character_f1(text, [answer]), -len(answer)))
    return _characters(text).total() / max(_characters(nearest).total(), 1)


def _characters(text: str) -> Counter[str]:
    return Counter(character for character in fold(text) if character.isalnum())


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0
