"""The one entry point for questions: what is refused, and what is cleaned before anything else sees it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.folding import fold
from qa.errors import QuestionEmpty, QuestionTooLong

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f​-‏‪-‮⁠-⁯﻿\ud800-\udfff]")


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
