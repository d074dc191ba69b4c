"""What is said in place of quotes, in the language of the page, whatever that of the question is."""

from qa.phrases import not_answered
from qa.records import Answer, Kind
from qa.small_talk import reply, small_talk
from qa.web.texts import Language


def own_words(answer: Answer, language: Language) -> str:
    """The text of an answer that quotes nothing."""
    talk = small_talk(answer.searched) if answer.kind is Kind.TALK else None
    if talk is None:
        return not_answered(answer.question, language)
    return "\n".join([reply(answer.question, talk, language), *answer.text.split("\n")[1:]])  # and what is inside
