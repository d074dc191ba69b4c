"""What a question is about, in its own words: its subject, without what is asked of it."""

import re

from corpus.folding import fold
from corpus.words import HAN_RUN, tagged

# Over folded text: what stands before it is spoken of, what comes after it is said of that.
_ASKS = re.compile(
    r"(?:分别)?[是有叫指在于由]?(?:什么|哪|谁|多少|几[个种名位年所家]|如何|怎|为什么|为何|何[时地年]|多[大高长久远重快深宽])|吗|呢"
)
_WHAT_IS = re.compile(r"^(?:什么是|什么叫|何谓|请?介绍(?:一下)?|关于)(.+?)[?？。]?$")
_BEFORE = re.compile(r"^(?:那么?|请问|在|关于|对于?|根据|截[止至]|\d+年(?:\d+月)?(?:\d+日)?|[,，、\s])+")
_SAID = ("v", "d", "p", "r")  # what begins what is said: verbs, adverbs, prepositions, pronouns
_SAID_ALONE = frozenset(
    "是有在为用以由被把从到会能要将曾已于使让叫指对向"
)  # of one character, other tags are slips in names
_AFTER = "，,、 的和与及之主"
_NAME = re.compile(r"\b[A-Z][\w-]*(?: (?:of |the |and )?[A-Z0-9][\w-]*)*")
_OPENS = re.compile(r"^\W*(?:[A-Z][a-z']*|and|but|so)\s+", re.ASCII)


def subject_of(question: str) -> str | None:
    """What a Chinese or English question asks about, None where it names nothing before it asks.

    >>> subject_of("智能基座项目覆盖多少学生？"), subject_of("什么是All IP战略？"), subject_of("谁在大会上演讲？")
    ('智能基座项目', 'All IP战略', None)
    >>> subject_of("How many developers does Huawei Cloud have?")
    'Huawei Cloud'
    """
    return _chinese(question) if HAN_RUN.search(question) else _english(question)


def _chinese(question: str) -> str | None:
    folded = fold(question)
    if len(folded) != len(question):
        return None
    whole = _WHAT_IS.match(folded)
    if whole:
        return question[whole.start(1) : whole.end(1)].strip()
    asks = _ASKS.search(folded)
    before = _BEFORE.match(folded)
    start = place = before.end() if before else 0
    for word, tag in tagged(folded[start : asks.start()] if asks else folded[start:]):
        in_title = folded.count("《", start, place) > folded.count("》", start, place)
        said = word in _SAID_ALONE if len(word) == 1 else tag.startswith(_SAID) and tag != "vn"
        if place > start and not in_title and (said or word in "，,；;"):
            break
        place += len(word)
    found = question[start:place].strip(_AFTER)
    return found if len(found) > 1 else None


def _english(question: str) -> str | None:
    opening = _OPENS.match(question)
    found = [one.group() for one in _NAME.finditer(question, opening.end() if opening else 0)]
    return max(found, key=len, default=None)
