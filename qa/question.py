"""The one entry point for questions: what is refused, and what is cleaned before anything else sees it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import fold
from qa.errors import QuestionEmpty, QuestionTooLong

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f​-‏‪-‮⁠-⁯﻿\ud800-\udfff]")
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
# By name, for List<String> and a < b are no tags.
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|body|br|button|center|code|details|div|em|embed|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|"
    r"link|mark|marquee|meta|object|ol|p|pre|q|s|script|small|span|strong|style|su[bp]|svg|table|tbody|td|textarea|th|thead|title|tr|u|"
    r"ul|video)(?:[\s/]+[a-z-]+\s*=[^<>]*)?[\s/]*>",
    re.IGNORECASE,
)
_OF_TAGS = re.compile(r"标签|標籤|元素|\b(?:tags?|elements?|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuestionLimits:
    """Characters in a question, and how many earlier questions are looked at."""

    length: int = 2_000
    history: int = 6


def clean(question: str, limits: QuestionLimits | None = None) -> str:
    """The question without control, zero-width and direction characters, trimmed. Raises QuestionEmpty, QuestionTooLong.

    >>> clean(" 谁发表了演讲？ ")
    '谁发表了演讲？'
    """
    limits = limits or QuestionLimits()
    if len(question) > limits.length:
        raise QuestionTooLong(length=len(question), limit=limits.length)
    kept = " ".join(_CONTROL.sub("", question).split())
    if not any(character.isalnum() for character in fold(kept)):
        raise QuestionEmpty()
    return kept


def without_tags(question: str) -> str:
    """The question without tags of HTML and without scripts; as it is when it asks about tags, or nothing else is in it.

    >>> without_tags("<b>谁</b>发表了演讲？<script>alert(1)</script>"), without_tags("What does the <b> tag do?")
    ('谁发表了演讲？', 'What does the <b> tag do?')
    """
    if "<" not in question or _OF_TAGS.search(question):
        return question
    kept = " ".join(_TAG.sub("", _SCRIPT.sub(" ", question)).split())
    return kept if any(character.isalnum() for character in fold(kept)) else question


def clean_history(history: Sequence[str], limits: QuestionLimits | None = None) -> list[str]:
    """The last few earlier questions, oldest first; those that could not have been asked are left out."""
    limits = limits or QuestionLimits()
    kept = []
    for question in list(history)[-limits.history :]:
        try:
            kept.append(clean(str(question), limits))
        except (QuestionEmpty, QuestionTooLong):
            continue
    return kept
