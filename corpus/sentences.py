"""Cutting text into sentences, as spans. Chinese and Latin punctuation; quotes and brackets stay with their sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.records import Span

_CLOSING = "”’」』》〉）)】]}\"'"
_OPENING = "“‘「『《〈（([【{"
_HARD_END = "。！？!?…．"
_LATIN_STOP = "."
_ABBREVIATED = (
    "mr mrs ms dr prof sr jr st vs etc e.g i.e cf al approx dept est fig figs eq sec ch vol no nos pp p ed "
    "eds inc ltd co corp u.s u.k u.n a.m p.m ph.d m.d b.a m.a jan feb mar apr jun jul aug sep sept oct nov "
    "dec gen col lt sgt rep sen gov hon rev art abb bzw z.b d.h u.a usw nr ca sra dra av pág núm"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_WORD_BEFORE = re.compile(r"([^\W\d_](?:[\w.]*[^\W_])?)$")
_NOT_WHITE = re.compile(r"\S")
_LONGEST_RUN = 64  # of dots and closing marks looked through, so that a line of dots takes linear time
_CONTINUES = "，,、；;：:)）"
# ”孟晚舟说。 after a quotation is part of the sentence that it attributes; with a comma, only where it began with the quotation
_ATTRIBUTION = re.compile(r"[^。！？!?\n“”「」，,]{1,12}(?:说|說|表示|指出|介绍|介紹|道|称|稱|强调|強調)[。！？!?，,]")
_CLAUSE = re.compile(r"[，,；;、：:]\s*")


@dataclass(frozen=True, slots=True)
class SentenceOptions:
    """A stretch of more than `longest` characters without an end is cut at a clause mark."""

    longest: int = 400


def split(text: str, start: int = 0, end: int | None = None, options: SentenceOptions | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, in order, without the white space between them.

    Together they hold every character of it that is not white space.

    >>> text = "他说：“走吧。”我们走了3.5公里。"
    >>> [text[a:b] for a, b in split(text)]
    ['他说：“走吧。”', '我们走了3.5公里。']
    """
    options = options or SentenceOptions()
    end = len(text) if end is None else end
    spans = []
    for first, last in _raw(text, start, end):
        trimmed = _trim(text, first, last)
        if trimmed:
            spans.extend(_short_enough(text, trimmed, options.longest))
    return spans


def _raw(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = place = start
    while place < end:
        mark = text[place]
        place += 1
        if mark != "\n":
            if not _is_end(text, place, first, end):
                continue
            place = _past_attribution(text, _past_closing(text, place, end), first, end)
            if place < end and _goes_on(text, place, end, mark):
                continue
        yield first, place
        first = place
    if first < end:
        yield first, end


def _is_end(text: str, place: int, first: int, end: int) -> bool:
    """Whether the character before `place` ends the sentence that began at `first`."""
    mark = text[place - 1]
    if mark in _HARD_END:
        return _ends_here(text, place, end, mark)
    return mark == _LATIN_STOP and _is_full_stop(text, place - 1, first, end)


def _goes_on(text: str, place: int, end: int, mark: str) -> bool:
    """Whether the sentence goes on at `place`, though a mark and its quotation ended before it."""
    before, after = text[place - 1], text[place]
    if after in _CONTINUES or before in "，,":
        return True  # 他问“走吗？”，没有人回答  “走。”他说，然后离开
    if before in "》〉":
        return not after.isspace()  # 《你好！》这本书: the mark belongs to a title
    if before in "」』" and text.startswith(("と", "って"), place):
        return True  # 「はい。」と言った
    found = _NOT_WHITE.search(text, place, end) if mark in "!?" else None
    return found is not None and "\n" not in text[place : found.start()] and found[0].islower()  # “Go!” he said


def _ends_here(text: str, place: int, end: int, character: str) -> bool:
    """Whether a hard mark ends a sentence: the last of a run does, and an ellipsis only before white space or quotes."""
    following = text[place] if place < end else ""
    if following and following in _HARD_END:
        return False
    if character == "…":
        return not following or following.isspace() or following in _CLOSING
    if character in "!?" and following and not (following.isspace() or following in _CLOSING):
        return ord(following) > 0x2E7F  # a URL's question mark is followed by Latin letters
    return True


def _past_closing(text: str, place: int, end: int) -> int:
    while place < end and text[place] in _CLOSING + _HARD_END:
        if text[place] in "\"'" and place + 1 < end and not (text[place + 1].isspace() or text[place + 1] in _CLOSING):
            break  # a straight quote before a letter opens the next sentence
        place += 1
    return place


def _past_attribution(text: str, place: int, first: int, end: int) -> int:
    said = _ATTRIBUTION.match(text, place, end) if text[place - 1] in "”」』" else None
    if said is None:
        return place
    begin = _NOT_WHITE.search(text, first, place)
    begins_quoted = begin is not None and begin[0] in _OPENING  # 他说：“走。”她表示， is two sentences
    return said.end() if begins_quoted or said[0][-1] not in "，," else place


def _is_full_stop(text: str, place: int, first: int, end: int) -> bool:
    """Whether the dot at `place` ends a sentence rather than an abbreviation, a number, an initial or a name."""
    after, furthest = place + 1, min(end, place + _LONGEST_RUN)
    while after < furthest and text[after] in _CLOSING + ".":
        after += 1
    if after < end and not text[after].isspace():
        return ord(text[after]) > 0x2E7F and not text[place - 1 : place].isdigit()
    found = _NOT_WHITE.search(text, after, end)
    following = found[0] if found else ""
    if after < end and text[after] == "\n":
        return True
    word = _WORD_BEFORE.search(text, max(first, place - 30), place)
    if word:
        name = word[1].lower()
        if name in _ABBREVIATIONS or (len(name) == 1 and word[1].isupper()):
            return False
        if "." in name and following.islower():
            return False
    if text[max(first, place - 3) : place].strip().isdigit() and place - first <= 3:
        return False  # the number of a list item
    return not following.islower()


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _short_enough(text: str, span: Span, longest: int) -> list[Span]:
    """The span, cut at its clause marks into pieces of at most `longest` characters where it is longer."""
    pieces = []
    start, end = span
    while end - start > longest:
        marks = [match.end() for match in _CLAUSE.finditer(text, start + longest // 3, start + longest)]
        cut = marks[-1] if marks else _space_before(text, start + longest // 3, start + longest)
        piece, rest = _trim(text, start, cut), _trim(text, cut, end)
        if piece:
            pieces.append(piece)
        if rest is None:
            return pieces
        start = rest.start
    return [*pieces, Span(start, end)]


def _space_before(text: str, start: int, end: int) -> int:
    place = text.rfind(" ", start, end)
    return place + 1 if place >= start else end
