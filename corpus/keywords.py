"""The telling words of an article, by jieba's TF-IDF for Chinese and by frequency elsewhere; and parts of speech, by jieba."""

import logging
import re
from collections import Counter
from functools import cache
from typing import Any

from corpus.language import detect

_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST_TEXT = 50_000  # characters looked at


def keywords(text: str, k: int) -> list[str]:
    """At most k telling words or names, best first."""
    text = text[:_MOST_TEXT]
    if detect(text).startswith("zh"):
        return [str(word) for word in _jieba().extract_tags(text, topK=k)]
    counts = Counter(word.lower() for word in _WORD.findall(text))
    return [word for word, _ in counts.most_common(k)]


def tag(text: str) -> list[tuple[str, str]]:
    """The words of a Chinese text with their parts of speech, in the tags of ICTCLAS. Joined, the words are the text.

    >>> tag("华为提出战略")
    [('华为', 'nr'), ('提出', 'v'), ('战略', 'n')]
    """
    _jieba()
    import jieba.posseg

    return [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)]


@cache
def _jieba() -> Any:
    """jieba with its dictionary read here: by itself it leaves a cache in the temporary folder, shared with every user of the machine."""
    import jieba
    import jieba.analyse

    jieba.setLogLevel(logging.ERROR)
    dictionary = jieba.dt
    dictionary.FREQ, dictionary.total = dictionary.gen_pfdict(dictionary.get_dict_file())
    dictionary.initialized = True
    return jieba.analyse
