"""Several questions in one message: each is asked by itself."""

import re
from dataclasses import dataclass

from corpus.folding import fold

_END = re.compile(r"(?<=[?？!！；;\n])\s*")
_JOINT = re.compile(r"[,，;；、]\s*(?:以及|还有|另外|同时|并且|而且|和)?|以及|还有")
# a comma alone parts no English questions: "When it rains, what happens?" asks once
_AND = re.compile(r",?\s+and\s+(?=(?:what|which|who|whom|whose|when|where|why|how)\b)", re.IGNORECASE)
# What makes a clause a question of its own, over folded text.
_ASKS = re.compile(
    r"什么|哪|谁|多少|几[个家所名位种条年月日天次岁点届款项成]|如何|怎么|怎样|为何|何时|何地|多[大高长久远重快]|[吗呢][?]?$|是否|有没有|"
    r"\b(?:what|which|who|whom|whose|when|where|why|how)\b"
)
# First …, second …; (1) … (2) …: at the beginning of a clause.
_ITEM = re.compile(
    r"(?:^|(?<=[\s,，;；、.。?？!！:：]))(?:(?:第[一二三四五六]|其[一二三四]|首先|其次|再次|最后)[,，、:：]\s*|"
    r"(?:first|second|third|fourth)(?:ly)?[,:]\s*|[(（][1-6一二三四五六][)）]\s*|[1-6一二三四五六][.．、)）](?!\d)\s*)",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+")


@dataclass(frozen=True, slots=True)
class SeveralOptions:
    """At most `most` questions are taken from a message; a clause of fewer than `least` words, or twice so many Han characters,
    is none.
    """

    most: int = 4
    least: int = 2


def questions_in(message: str, options: SeveralOptions | None = None) -> list[str]:
    """The questions of a message in order, the message itself when it asks only one thing.

    >>> questions_in("华为的目标是什么？它建了多少所ICT学院？")
    ['华为的目标是什么？', '它建了多少所ICT学院？']
    >>> questions_in("谁发表了演讲，在哪里发表？"), questions_in("在全联接大会上，谁发表了演讲？")
    (['谁发表了演讲', '在哪里发表？'], ['在全联接大会上，谁发表了演讲？'])
    >>> questions_in("第一，谁发表了演讲；第二，在哪里")
    ['谁发表了演讲', '在哪里']
    """
    options = options or SeveralOptions()
    counted = _counted(message)
    if 1 < len(counted) <= options.most:
        return counted
    found: list[str] = []
    for sentence in _joined([part.strip() for part in _END.split(message) if part.strip()], options):
        found += _clauses(sentence, options)
    return found if 1 < len(found) <= options.most else [message]


def _counted(message: str) -> list[str]:
    """The items of a count without their numbers, when every one of them asks; what stands before the first belongs to it."""
    lead, *items = [part.strip(" ,，;；、") for part in _ITEM.split(message)]
    if not all(_ASKS.search(fold(item)) for item in items):
        return []
    return [f"{lead} {item}".strip() if place == 0 else item for place, item in enumerate(items)]


def _joined(sentences: list[str], options: SeveralOptions) -> list[str]:
    """A sentence that asks nothing belongs to the question after it, or to the one before when it is the last."""
    made: list[str] = []
    waiting = ""
    for sentence in sentences:
        text = f"{waiting} {sentence}".strip()
        if _asks(sentence, options):
            made.append(text)
            waiting = ""
        else:
            waiting = text
    if waiting:
        made = [*made[:-1], f"{made[-1]} {waiting}"] if made else [waiting]
    return made


def _clauses(sentence: str, options: SeveralOptions) -> list[str]:
    """The clauses of a sentence when every one of them asks; the whole sentence otherwise."""
    joint = _JOINT if _HAN.search(sentence) else _AND
    parts = [part.strip() for part in joint.split(sentence) if part.strip()]
    return parts if len(parts) > 1 and all(_asks(part, options) for part in parts) else [sentence]


def _asks(text: str, options: SeveralOptions) -> bool:
    folded = fold(text)
    size = sum(1 if _HAN.match(word) else 2 for word in _WORD.findall(folded))
    return size >= 2 * options.least and bool(_ASKS.search(folded))
