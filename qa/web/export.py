"""A conversation as a file: Markdown with sources to read, JSON receipts to verify."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from qa.phrases import not_answered
from qa.records import Answer, Kind, Part, Quote
from qa.web.conversation import Conversation
from qa.web.own_words import own_words
from qa.web.places import reference
from qa.web.texts import TEXTS, Language, Texts

# Signs that mean something to Markdown or HTML anywhere, and those that do at the start of a line.
_SIGNS = re.compile(r"[\\`*_\[\]<>&|~$]")
_OPENERS = re.compile(r"^(\s*)([#+=:-]|\d+(?=[.)]))")


def receipts(conversation: Conversation) -> str:
    """The answers as `ask --json` prints them, in one list: what `verify` reads."""
    told = (turn.answer for turn in conversation.turns if turn.answer is not None)
    answers = [answer.to_json() for answer in told if answer.kind is not Kind.TALK]
    return json.dumps(answers, ensure_ascii=False, indent=2) + "\n"


def markdown(conversation: Conversation, language: Language) -> str:
    """Questions as headings, those of one message under it, quotes as block quotes with their sources; signs of Markdown in them are
    only text.
    """
    texts = TEXTS[language]
    day = datetime.now(UTC).date().isoformat()
    lines = ["# 原文 Yuanwen", "", texts.asked_on.format(date=day), ""]
    for turn in conversation.turns:
        if turn.answer is not None:
            lines += [*_heading("##", turn.question), *_answer(turn.answer, language)]
    return "\n".join(lines).rstrip() + "\n"


def escaped(line: str) -> str:
    r"""A line that Markdown shows character for character.

    >>> escaped("# <b>[1](x)"), escaped("2) a_b"), escaped("1. 甲")
    ('\\# \\<b\\>\\[1\\](x)', '2\\) a\\_b', '1\\. 甲')
    """
    safe = _SIGNS.sub(r"\\\g<0>", line)
    opener = _OPENERS.match(safe)
    if not opener:
        return safe
    place = opener.end() if opener[2].isdigit() else opener.start(2)
    return f"{safe[:place]}\\{safe[place:]}"


def _answer(answer: Answer, language: Language) -> list[str]:
    texts = TEXTS[language]
    if answer.answered:
        several = len(answer.parts) > 1
        return [line for part in answer.parts for line in _part(part, several, language)]
    return [
        *_plain(own_words(answer, language)),
        *([texts.related, "", *_quotes(enumerate(answer.nearest, 1), texts)] if answer.nearest else []),
    ]


def _part(part: Part, several: bool, language: Language) -> list[str]:
    """The quotes of one question, or that it has none; of several, under the question itself."""
    numbered = zip(part.quotes, part.quoted, strict=True)
    told = _quotes(numbered, TEXTS[language]) or _plain(not_answered(part.question, language))
    return [*_heading("###", part.question), *told] if several else told


def _heading(level: str, question: str) -> list[str]:
    return [f"{level} {escaped(' '.join(question.split()))}", ""]


def _plain(text: str) -> list[str]:
    return [*(escaped(line) for line in text.splitlines()), ""]


def _quotes(quotes: Iterable[tuple[int, Quote]], texts: Texts) -> list[str]:
    lines = []
    for number, quote in quotes:
        text = [f"> {escaped(line)}  " for line in quote.text.split("\n")]
        lines += [*text, ">", f"> — [{number}] {escaped(reference(quote, texts))}", ""]
    return lines
