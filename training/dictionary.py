"""CC-CEDICT as pairs of words: what a Chinese entry may be called in English."""

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.folding import fold
from index.lexicon import ENGLISH_FUNCTION_WORDS

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_NO_TRANSLATION = re.compile(r"variant of|see |abbr\.|CL:|surname|used in|radical|classifier")
_HAN_ONLY = re.compile(r"[\u3400-\u9fff]{1,8}")
_TONE = re.compile(r"\d")
_MOST_GLOSSES = 4
_LONGEST_FORM = 4  # words


@dataclass(frozen=True, slots=True)
class Entry:
    """A Chinese word, its glosses without remarks, and its romanisation when it is a proper name."""

    word: str
    glosses: tuple[str, ...]
    romanised: str | None


def entries(path: Path) -> Iterator[Entry]:
    """Every dictionary entry that says what its word means."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            glosses = [_BRACKETS.sub("", text).strip() for text in row["en"] if not _NO_TRANSLATION.search(text)]
            glosses = [gloss for gloss in glosses if gloss]
            if glosses and _HAN_ONLY.fullmatch(row["zh"]):
                yield Entry(row["zh"], tuple(glosses[:_MOST_GLOSSES]), _romanised(row["zh"], row["pinyin"]))


def gloss_forms(gloss: str) -> Iterator[str]:
    """The gloss as one would look it up: without article or `to`, up to four words, and the name before a comma.

    >>> list(gloss_forms("to build"))
    ['build']
    """
    for text in dict.fromkeys((gloss, gloss.split(",")[0])):
        form = re.sub(r"^(to be|to|a|an|the) ", "", fold(text).strip())
        words = re.sub(r"[^a-z0-9' ]", "", form.replace("-", " ")).split()
        # a phrase that a function word opens or closes is never looked up
        if 0 < len(words) <= _LONGEST_FORM and not {words[0], words[-1]} & ENGLISH_FUNCTION_WORDS:
            yield " ".join(words)


def gloss_words(gloss: str) -> list[str]:
    """The words of a gloss that carry meaning.

    >>> gloss_words("to be one of a kind (idiom)")
    ['one', 'idiom']
    """
    words = re.findall(r"[a-z0-9]+", fold(gloss))
    return [word for word in words if word not in ENGLISH_FUNCTION_WORDS and len(word) > 1]


def _romanised(word: str, pinyin: str) -> str | None:
    """How English writes a proper name: pinyin in one word without tones; None for other words."""
    if len(word) < 2 or not pinyin[:1].isupper():
        return None
    return _TONE.sub("", pinyin).replace(" ", "").replace("u:", "u").lower()
