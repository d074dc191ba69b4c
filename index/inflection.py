"""English word forms by their endings: enough to match `academies` with `academy`, with no word list."""

from collections.abc import Iterator


def stems(word: str) -> list[str]:
    """Forms that an inflected English word may come from, nearest first.

    >>> stems("studies"), stems("building"), stems("ict")
    (['study', 'studie', 'studi'], ['build', 'builde'], [])
    """
    if word.endswith("ies") and len(word) > 5:
        return [word[:-3] + "y", word[:-1], word[:-2]]
    found = []
    for ending in ("s", "es", "ing", "ed", "ly", "al"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            base = word.removesuffix(ending)
            found.append(base)
            if ending in ("ing", "ed"):
                found.append(base + "e")
    return found


def forms(word: str) -> Iterator[str]:
    """Every form that could belong to the same English word, most of which do not exist.

    >>> "academies" in forms("academy"), "making" in forms("make")
    (True, True)
    """
    yield from (word + ending for ending in ("s", "es", "ed", "d", "ing"))
    if word.endswith("e"):
        yield word[:-1] + "ing"
    if word.endswith("y"):
        yield from (word[:-1] + ending for ending in ("ies", "ied"))
    yield from stems(word)
