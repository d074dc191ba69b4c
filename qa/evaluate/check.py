"""Does every accepted answer still stand in some article? And if not, what is nearest to it?"""

from collections.abc import Sequence
from typing import NamedTuple

from qa.bot import Bot
from qa.errors import QuestionEmpty
from qa.evaluate.quoting import character_f1
from qa.evaluate.testset import Case
from qa.question import QuestionLimits


class Missing(NamedTuple):
    """An accepted answer that no article holds, and the sentence of the articles that is most like it."""

    id: str
    answer: str
    nearest: str | None


def missing_answers(bot: Bot, cases: Sequence[Case]) -> list[Missing]:
    """The accepted answers of these questions that stand in no article of the index, character for character."""
    library = bot.library
    texts = [library.article(name).text for name in library.article_ids()]
    gone = [(case.id, answer) for case in cases for answer in case.answers if not any(answer in text for text in texts)]
    return [Missing(name, answer, _nearest(bot, answer)) for name, answer in gone]


def _nearest(bot: Bot, answer: str) -> str | None:
    try:
        _, evidence = bot.examine(answer[: QuestionLimits().length])
    except QuestionEmpty:  # an answer of marks alone has no words to search by
        return None
    found = [sentence.text for sentence in evidence.sentences]
    return max(found, key=lambda text: character_f1(text, [answer]), default=None)
