"""A conversation as a file: Markdown with sources to read, JSON receipts to verify."""

import json
import re
from datetime import UTC, datetime

from qa.records import Answer, Kind, Quote
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
    """Questions as headings, quotes as block quotes with their sources; signs of Markdown in them are only text."""
    texts = TEXTS[language]
    day = datetime.now(UTC).date().isoformat()
    lines = ["# 原文 Yuanwen", "", texts.asked_on.format(date=day), ""]
    for turn in conversation.turns:
        if turn.answer is not None:
            lines += [f"## {escaped(' '.join(turn.question.split()))}", "", *_answer(turn.answer, language)]
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
        return _quotes(answer.quotes, texts)
    lines = [escaped(own_words(answer, language)), ""]
    return [*lines, *([texts.related, "", *_quotes(answer.nearest, texts)] if answer.nearest else [])]


def _quotes(quotes: tuple[Quote, ...], texts: Texts) -> list[str]:
    lines = []
    for number, quote in enumerate(quotes, 1):
        text = [f"> {escaped(line)}  " for line in quote.text.split("\n")]
        lines += [*text, ">", f"> — [{number}] {escaped(reference(quote, texts))}", ""]
    return lines
