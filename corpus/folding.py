"""Folding of text into search keys. The reader never sees folded text."""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_KEPT, _SHORT = 30_000, 500  # texts that are remembered, and how long one is at most
_WHITE = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85]")


def fold(text: str) -> str:
    """The search key of a text: full width, case, Traditional characters and invisible characters make no difference.

    NFKC first (UAX #15), then control and format characters go, Traditional Chinese becomes Simplified where there is
    Han, and letters become lower-case. Folding a folded text changes nothing.

    >>> fold("ＡＩ算力底座，為世界構建第二選擇")
    'ai算力底座,为世界构建第二选择'
    """
    return _remembered(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    folded = _fold_once(text)
    again = folded if folded.isascii() else _fold_once(folded)
    while again != folded:  # a handful of characters need a second turn, such as those that lower to a composition
        folded, again = again, _fold_once(again)
    return folded


_remembered = lru_cache(maxsize=_KEPT)(_fold)  # one question has its words, characters and sentences folded many times


def _fold_once(text: str) -> str:
    text = _WHITE.sub(" ", unicodedata.normalize("NFKC", text))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs")) if not text.isascii() else text
    if _HAN.search(text):
        text = _simplifier().convert(text)
    return unicodedata.normalize("NFKC", text.lower())


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
