"""The words that the articles use, as a misspelt question may have meant them: by how they sound and how they are spelt."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from corpus.folding import fold
from corpus.words import HAN_RUN, WORD, cut
from index.lexicon import CHINESE_FUNCTION_WORDS
from qa.pinyin import blurred, key, sounds


@dataclass(frozen=True, slots=True)
class VocabularyOptions:
    """Characters of the articles that are looked at, and the longest Chinese word in characters."""

    text: int = 4_000_000
    longest: int = 6


@dataclass
class Vocabulary:
    """Words of the articles, folded, with how often they occur: Han words of two characters or more, and Latin words; and all
    neighbouring Han characters.
    """

    han: Counter[str] = field(default_factory=Counter)
    latin: Counter[str] = field(default_factory=Counter)
    bigrams: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, texts: Iterable[str], options: VocabularyOptions | None = None) -> "Vocabulary":
        """The words of these texts; where one of two neighbours is a single character, also the pair: it may be a name."""
        options = options or VocabularyOptions()
        made, left = cls(), options.text
        for text in texts:
            folded = fold(text[:left])
            left -= len(folded)
            for run in HAN_RUN.findall(folded):
                words = cut(run)
                made.han.update(word for word in words if 1 < len(word) <= options.longest)
                pairs = (a + b for a, b in pairwise(words) if _may_be_name(a, b))
                made.han.update(pair for pair in pairs if 2 < len(pair) <= options.longest)
                made.bigrams.update(a + b for a, b in pairwise(run))
            made.latin.update(word for word in WORD.findall(HAN_RUN.sub(" ", folded)) if word[0].isalpha())
            if left <= 0:
                break
        return made

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """Han words by their blurred syllables, the commonest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for word, _ in self.han.most_common():
            found[key([blurred(sound) for sound in sounds(word)])].append(word)
        return found


def _may_be_name(one: str, other: str) -> bool:
    single = one if len(one) == 1 else other
    return len(single) == 1 and single not in CHINESE_FUNCTION_WORDS
