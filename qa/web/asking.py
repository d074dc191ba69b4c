"""Asking on behalf of a visitor: whatever happens, there is a turn to show."""

import logging
from collections.abc import Sequence, Set

from corpus.errors import YuanwenError
from qa.bot import Bot
from qa.errors import QuestionEmpty, QuestionTooLong
from qa.web.conversation import Conversation
from qa.web.errors import AnsweringFailed

MOST_REOPENED = 20  # questions of a kept conversation that are asked again, the last ones
_LONGEST_SHOWN = 200  # characters of a question that was refused
_log = logging.getLogger(__name__)


def ask(bot: Bot, conversation: Conversation, question: str, within: Set[str] | None = None) -> Conversation:
    """The conversation with one more turn: an answer, or why there is none; `within` names the articles to ask."""
    try:
        answer = bot.ask(question, conversation.history(), within)
    except (QuestionEmpty, QuestionTooLong) as error:
        return conversation.with_turn(question[:_LONGEST_SHOWN], None, error, within)
    except (
        YuanwenError,
        OSError,
        RuntimeError,
        ValueError,
    ):  # the message may name files, which are nothing for visitors
        _log.exception("a question was not answered")
        return conversation.with_turn(question[:_LONGEST_SHOWN], None, AnsweringFailed(), within)
    return conversation.with_turn(question, answer, within=within)


def reopened(bot: Bot, questions: object) -> Conversation:
    """A conversation of questions that a browser kept, asked again in order.

    What the browser sends is only text to ask: no answer, quote or markup of it is believed, so none can be forged,
    and every quote shown is one that the articles have now.
    """
    conversation = Conversation()
    for question in _texts(questions)[-MOST_REOPENED:]:
        conversation = ask(bot, conversation, question)
    return conversation


def gone_on(bot: Bot, conversation: Conversation, kept: object) -> Conversation:
    """The conversation, or the one that the browser kept where a server that has begun after the page knows of none."""
    return conversation if conversation.turns else reopened(bot, kept)


def _texts(sent: object) -> Sequence[str]:
    return [one for one in sent if isinstance(one, str) and one.strip()] if isinstance(sent, list) else []
