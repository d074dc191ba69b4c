"""Word segmentation. One segmenter serves index, queries and the encoder's tokenizer; its name belongs to the index."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from corpus.folding import fold
from corpus.numbers import number_keys

#: Name and version of the segmenter, and of the way we make search words from it.
SEGMENTER = f"rjieba {version('rjieba')} bigrams numbers"

#: Han characters in a row.
HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_CJK_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7a3々〆ー]+")
#: A word, number or name where no segmenter is needed: café, 4.2%, don't, c++.
WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:%|\+\+|#)?(?:['’][^\W_]+)*")
_NAME_TAGS = ("nr", "nrt", "nrfg", "ns", "nt", "nz")
_LONGEST = 64  # characters; longer runs without a break are not words


def segment(text: str) -> str:
    """The folded text with its Han words set apart by spaces; everything else stays as it is.

    >>> segment("华为提出all ip战略")
    ' 华为 提出 all ip 战略 '
    """
    return HAN_RUN.sub(lambda run: f" {' '.join(_segmenter().cut(run.group()))} ", text)


def cut(run: str) -> list[str]:
    """The words of a run of Han characters, in order; joined, they are the run."""
    return list(_segmenter().cut(run))


def is_word(word: str) -> bool:
    """Whether the segmenter's dictionary has a word."""
    return bool(_segmenter().has_word(word))


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a Chinese text with their parts of speech, in the tags of ICTCLAS; joined, the words are the text.

    >>> tagged("项目覆盖")
    [('项目', 'n'), ('覆盖', 'v')]
    """
    return [(str(word), str(tag)) for word, tag in _segmenter().tag(text)]


def names(text: str) -> list[str]:
    """The names of people, places and organisations in a Chinese text, folded, of two characters or more.

    >>> names("诸葛亮在成都见了谁?")
    ['诸葛亮', '成都']
    """
    return [word for word, tag in tagged(text) if tag in _NAME_TAGS and len(word) > 1 and HAN_RUN.fullmatch(word)]


def tokens(text: str) -> list[str]:
    """The search words of a text, in order: words in search mode, the bigrams of every CJK run, numbers in plain digits.

    >>> tokens("All IP战略，20万人")
    ['all', 'ip', '战略', '20', '万人', '战略', '万人', '200000']
    """
    folded = fold(text)
    words = [word for word in _cut(folded) if len(word) <= _LONGEST and _has_letter(word)]
    bigrams = [run[i : i + 2] for run in _CJK_RUN.findall(folded) for i in range(len(run) - 1)]
    return words + bigrams + number_keys(folded)


def _cut(folded: str) -> Iterator[str]:
    """Words of CJK runs by the segmenter; elsewhere by letters, for it would cut café and Россия to pieces."""
    place = 0
    for run in _CJK_RUN.finditer(folded):
        yield from WORD.findall(folded, place, run.start())
        yield from _segmenter().cut_for_search(run.group())
        place = run.end()
    yield from WORD.findall(folded, place)


def _has_letter(word: str) -> bool:
    return any(character.isalnum() for character in word)


@cache
def _segmenter() -> Any:
    """The module, imported when something is first segmented: it then reads its dictionary, a quarter of a second."""
    import rjieba

    return rjieba
