"""Words that are a slip of the keyboard apart: a letter more, less, other, or two swapped."""

from collections.abc import Sequence


def near(word: str, words: Sequence[str], slips: int, most: int = 12) -> list[tuple[int, str]]:
    """The words at most so many slips away, as (slips, word), the nearest first (optimal string alignment distance).

    >>> near("stratgy", ["strategy", "tragedy", "state"], 1)
    [(1, 'strategy')]
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=most)
    return [(int(distance), str(other)) for other, distance, _ in found]
