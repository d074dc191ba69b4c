"""How Chinese words sound: pinyin without tones, read from characters and from Latin letters."""

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

# What many speakers and keyboards do not tell apart: flat and curled initials, n and l, front and back nasals, h and f.
_ALIKE_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"), ("r", "l"))
_ALIKE_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_LONGEST_SYLLABLE = 6


def sounds(han: str) -> tuple[str, ...]:
    """The syllables of Han characters, one each; a word of the phrase dictionary is read as it stands there.

    >>> sounds("算力"), sounds("银行")
    (('suan', 'li'), ('yin', 'hang'))
    """
    phrases = _phrases()
    if han in phrases:
        return tuple(_plain(readings[0]) for readings in phrases[han])
    return tuple(_of_character(character) for character in han)


def blurred(syllable: str) -> str:
    """A syllable with what is easily confused made equal.

    >>> blurred("zhang") == blurred("zan"), blurred("li") == blurred("ni")
    (True, True)
    """
    for one, other in _ALIKE_INITIALS:
        if syllable.startswith(one):
            syllable = other + syllable[len(one) :]
            break
    for one, other in _ALIKE_FINALS:
        if syllable.endswith(one):
            return syllable[: -len(one)] + other
    return syllable


def syllables(letters: str) -> tuple[str, ...] | None:
    """Latin letters as pinyin syllables, the fewest, the longest first; None when they are none.

    >>> syllables("suanli"), syllables("strategy")
    (('suan', 'li'), None)
    """
    known = _all_syllables()
    best: list[tuple[str, ...] | None] = [None] * (len(letters) + 1)
    best[len(letters)] = ()
    for start in range(len(letters) - 1, -1, -1):
        for end in range(min(len(letters), start + _LONGEST_SYLLABLE), start, -1):
            rest = best[end]
            shorter = rest is not None and (best[start] is None or len(rest) + 1 < len(best[start] or ()))
            if rest is not None and shorter and letters[start:end] in known:
                best[start] = (letters[start:end], *rest)
    return best[0]


def is_pinyin(text: str) -> bool:
    """Whether a text is nothing but pinyin, several words of it.

    >>> is_pinyin("huawei de mubiao shi shenme?"), is_pinyin("wie heißt das Ziel?")
    (True, False)
    """
    words = [word.strip("?？!.,，。 ") for word in text.lower().split()]
    return len(words) > 1 and all(syllables(word.replace("'", "")) for word in words if word)


def key(parts: Sequence[str]) -> str:
    """Syllables as one key."""
    return " ".join(parts)


@lru_cache(maxsize=30_000)
def _of_character(character: str) -> str:
    from pypinyin.constants import PINYIN_DICT

    readings = PINYIN_DICT.get(ord(character))
    return _plain(readings.split(",")[0]) if readings else character


@cache
def _phrases() -> dict[str, list[list[str]]]:
    from pypinyin.constants import PHRASES_DICT

    return PHRASES_DICT


@cache
def _all_syllables() -> frozenset[str]:
    """Those of the common characters: others are sounds that nobody types."""
    common = (chr(code) for code in range(0x4E00, 0x9FA6) if _in_common_use(chr(code)))
    return frozenset(sound for sound in map(_of_character, common) if sound.isalpha() and sound.isascii()) - {
        "n",
        "m",
        "ng",
        "hm",
        "r",
    }


def _in_common_use(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4_000)
def _plain(sound: str) -> str:
    """A syllable without its tone, ü as it is typed."""
    letters = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
    return "".join(letter for letter in letters if letter.isalpha() and letter.isascii())
