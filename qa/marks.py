"""Which words of a quote the question asked with: found by their search keys, shown in the article's own characters."""

import re
from collections.abc import Sequence

from corpus.folding import fold
from corpus.records import Span
from index.lexicon import CHINESE_FUNCTION_WORDS, ENGLISH_FUNCTION_WORDS

#: A number with its separators and its percent sign, or letters and digits in a row, where words are set apart by spaces.
_UNBROKEN = re.compile(r"\d+(?:[.,]\d+)+%?|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff])[^\W_])+%?")


def unbroken(text: str, span: Span) -> Span:
    """A span of a text with the whole of the numbers and words that it begins and ends in; words of Han, kana and hangul are left as
    they are.

    >>> text = "已与2600多所高校共建ICT学院"
    >>> [text[a:b] for a, b in (unbroken(text, Span(2, 3)), unbroken(text, Span(6, 13)))]
    ['2600', '多所高校共建ICT']
    """
    start, end = span
    for word in _UNBROKEN.finditer(text):
        if word.start() < start < word.end():
            start = word.start()
        if word.start() < end < word.end():
            end = word.end()
    return Span(start, end)


def marks(text: str, words: Sequence[str]) -> list[Span]:
    """Spans of `text` that fold to one of the words, in order and disjoint; function words are not marked.

    >>> text = "提出了All IP的戰略"
    >>> [text[a:b] for a, b in marks(text, ["ip", "战略", "的"])]
    ['IP', '戰略']
    """
    folded, origin = _folded_with_origin(text)
    covered = [False] * len(text)
    for word in words:
        if word in CHINESE_FUNCTION_WORDS or word in ENGLISH_FUNCTION_WORDS or not word:
            continue
        place = folded.find(word)
        while place >= 0:
            if _whole_word(folded, place, place + len(word)):
                covered[origin[place] : origin[place + len(word) - 1] + 1] = [True] * (
                    origin[place + len(word) - 1] + 1 - origin[place]
                )
            place = folded.find(word, place + 1)
    return _runs(covered)


def _folded_with_origin(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in `text` that it came from."""
    pieces, origin = [], []
    for place, character in enumerate(text):
        piece = fold(character)
        pieces.append(piece)
        origin.extend([place] * len(piece))
    return "".join(pieces), origin


def _whole_word(text: str, start: int, end: int) -> bool:
    """Latin words and numbers count only whole: `ip` is not in `equipment`."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    left = _is_ascii_letter(text[start]) and bool(before) and _is_ascii_letter(before)
    right = _is_ascii_letter(text[end - 1]) and bool(after) and _is_ascii_letter(after)
    return not (left or right)


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _runs(covered: list[bool]) -> list[Span]:
    runs, start = [], None
    for place, is_covered in enumerate([*covered, False]):
        if is_covered and start is None:
            start = place
        elif not is_covered and start is not None:
            runs.append(Span(start, place))
            start = None
    return runs
