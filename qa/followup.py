"""Follow-up questions: what a question that leans on earlier ones may mean, as questions that stand alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import fold

# Over folded text, so that Traditional questions lean as Simplified ones do.
_CHINESE_POINTER = re.compile(
    r"(?<!其)[它他她]们?|这|那(?!里是哪)|其(?!他|它|实|余)|(?<!应)该|(?<![因彼至])此|上述|前者|后者|两者|双方|同样|分别|(?:呢|吗)[?？]?$"
)
_CHINESE_OPENING = re.compile(
    r"^(?:那|那么|还有|另外|除此|具体|为什么[?？]?$|怎么|包括|然后|后来|又|再|详细|举例|比如)"
)
_ENGLISH_POINTER = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|him|his|her|hers|there|then|one|ones|same|both)\b",
    re.IGNORECASE,
)
_ENGLISH_OPENING = re.compile(
    r"^(?:and|but|so|what about|how about|also|why\b.{0,8}$|how\b.{0,8}$|what else)\b", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class FollowupOptions:
    """A question of at most so many Han characters or Latin words is too short to stand alone after another one."""

    short_han: int = 6
    short_words: int = 3


def readings(question: str, history: Sequence[str], options: FollowupOptions | None = None) -> list[str]:
    """What the question may mean, as it stands first; with what it leans on second, when it seems to lean.

    `history` holds the earlier questions, oldest first.

    >>> readings("它包括哪些？", ["华为的智能化目标是什么？"])
    ['它包括哪些？', '华为的智能化目标是什么？ 它包括哪些？']
    >>> readings("谁发表了演讲？今天天气如何", ["华为的智能化目标是什么？"])
    ['谁发表了演讲？今天天气如何']
    """
    options = options or FollowupOptions()
    if not history or not leans(question, options):
        return [question]
    return [question, f"{_topic(list(history), options)} {question}"]


def leans(question: str, options: FollowupOptions | None = None) -> bool:
    """Whether a question points back: by a pronoun, by how it opens, or by being too short to stand alone."""
    options = options or FollowupOptions()
    stripped = fold(question).strip()
    han = len(_HAN.findall(stripped))
    if han:
        short = han <= options.short_han
        return bool(short or _CHINESE_POINTER.search(stripped) or _CHINESE_OPENING.search(stripped))
    short = len(stripped.split()) <= options.short_words
    return bool(short or _ENGLISH_POINTER.search(stripped) or _ENGLISH_OPENING.search(stripped))


def _topic(history: list[str], options: FollowupOptions) -> str:
    """The last question, with the one before it when it leans itself."""
    last = history[-1]
    if len(history) > 1 and leans(last, options):
        return f"{_topic(history[:-1], options)} {last}"
    return last
