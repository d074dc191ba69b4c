"""What a conversation looks like: its transcript, and the articles of one of its turns."""

from qa.bot import Bot
from qa.web import markup, reading
from qa.web.conversation import Conversation, Turn
from qa.web.errors import AnsweringFailed
from qa.web.texts import TEXTS, Language


def transcript(conversation: Conversation, language: Language) -> list[dict[str, str]]:
    """The messages of the chat, oldest first."""
    messages = []
    for turn in conversation.turns:
        messages.append({"role": "user", "content": markup.user_message(turn.question)})
        messages.append({"role": "assistant", "content": _said(turn, language, turn is conversation.turns[-1])})
    return messages


def articles_of(bot: Bot, turn: Turn, language: Language) -> str:
    """The articles that a turn shows quotes of, highlighted. Raises IndexDamaged."""
    found = []
    for name in dict.fromkeys(quote.article for quote in turn.shown):
        try:
            found.append(bot.article(name))
        except KeyError:  # removed since the question was answered
            continue
    held = {article.id: article.hash for article in found}
    # an article that has changed since may hold other characters at these places
    shown = enumerate(turn.shown, 1)
    still = [(number, quote) for number, quote in shown if held.get(quote.article) == quote.article_hash]
    related = turn.answer is not None and not turn.answer.answered
    return reading.reader(found, still, turn.number, related, TEXTS[language])


def first_article(bot: Bot, language: Language) -> str:
    """What there is to read before anything is asked."""
    names = bot.library.article_ids()
    if not names:
        return reading.reader_empty(TEXTS[language])
    return reading.reader([bot.article(names[0])], (), 0, related=False, texts=TEXTS[language])


def _said(turn: Turn, language: Language, last: bool) -> str:
    texts = TEXTS[language]
    if turn.refusal is not None:
        again = isinstance(turn.refusal, AnsweringFailed)
        return markup.error_message(turn.refusal.message(language), turn.number, texts, last, again)
    if turn.answer is None:
        return ""
    within = None if turn.within is None else len(turn.within)
    return markup.answer_message(turn.answer, turn.number, texts, language, last, within, turn.opinion)
