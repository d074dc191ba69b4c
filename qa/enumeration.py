"""Questions for several things, and sentences that give them one by one: first …, second …, third …."""

import re

from corpus.folding import fold

_ASKS_SEVERAL = re.compile(
    r"哪些|哪[几二两三四五六七八九十\d]|[几两二三四五六七八九十\d]个?(?:方面|部分|板块|阶段|步骤|特点|原因|目标|层次|要素|方向|"
    r"点)(?:是|包|有|分)|"
    r"分别|各(?:是|有|为)|有什么(?:方面|区别|不同)|包括什么|"
    r"\bwhat (?:are|were)\b|\bwhich (?:two|three|four|five|six)\b|\b(?:two|three|four|five|six) (?:\w+ ){0,2}(?:parts|goals|aims|"
    r"steps|stages|aspects|areas|things|pillars)\b|"
    r"\brespectively\b"
)
_MARKS = (
    re.compile(r"^(?:首先|第一(?=[,，点、是]|种|个方面)|其一|一是|一方面|一、|1[.、)])"),
    re.compile(
        r"^(?:其次|第[二三四五六七八九十](?=[,，点、是]|种|个方面)|其[二三四]|[二三四五六七八九]是|另一方面|再次|再者|然后|最后|"
        r"此外|另外|[二三四五六七八九]、|[2-9][.、)])"
    ),
    re.compile(r"^(?:first(?:ly)?|to begin with|on the one hand|1[.)])\b"),
    re.compile(
        r"^(?:second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?|next|then|finally|lastly|moreover|in addition|on the other hand|"
        r"[2-9][.)])\b"
    ),
)


def asks_several(question: str) -> bool:
    """Whether a question asks for more than one thing.

    >>> asks_several("目标分为哪三个板块？"), asks_several("谁发表了演讲？"), asks_several("What are the three goals?")
    (True, False, True)
    """
    return bool(_ASKS_SEVERAL.search(fold(question)))


def is_item(sentence: str) -> bool:
    """Whether a sentence opens as one item of a count.

    >>> is_item("其次，让所有应用可模型。"), is_item("第二选择很重要。"), is_item("Finally, it rains.")
    (True, False, True)
    """
    folded = fold(sentence).lstrip('"“「『(')
    return any(mark.search(folded) for mark in _MARKS)


def opens_count(sentence: str) -> bool:
    """Whether a sentence opens as the first item.

    >>> opens_count("首先，让所有对象可联接。"), opens_count("其次，让所有应用可模型。")
    (True, False)
    """
    folded = fold(sentence).lstrip('"“「『(')
    return bool(_MARKS[0].search(folded) or _MARKS[2].search(folded))
