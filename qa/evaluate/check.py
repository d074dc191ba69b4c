"""Does every accepted answer still stand in some article? And if not, what is nearest to it?"""

from collections.abc import Sequence
from typing import NamedTuple

from qa.bot import Bot
from qa.errors import QuestionEmpty
from qa.evaluate.accepted import Accepted
from qa.evaluate.quoting import character_f1
from qa.evaluate.testset import Case
from qa.question import QuestionLimits


class Missing(NamedTuple):
    """An accepted answer that no article holds (at its place, if it has one), and the sentence that is most like it."""

    line: int
    id: str
    answer: str
    nearest: str | None


def missing_answers(bot: Bot, cases: Sequence[Case]) -> list[Missing]:
    """The accepted answers of these questions that stand in no article of the index, character for character."""
    texts = bot.library.texts()
    gone = [(case, answer) for case in cases for answer in case.answers if not answer.stands_in(texts)]
    return [Missing(case.line, case.id, _said(answer), _nearest(bot, answer.text)) for case, answer in gone]


def _said(answer: Accepted) -> str:
    place = answer.place
    return answer.text if place is None else f"{answer.text} ({place.article}, {place.start}–{place.end})".lstrip()


def _nearest(bot: Bot, answer: str) -> str | None:
    try:
        _, evidence = bot.examine(answer[: QuestionLimits().length])
    except QuestionEmpty:  # an answer of marks alone has no words to search by
        return None
    found = [sentence.text for sentence in evidence.sentences]
    return max(found, key=lambda text: character_f1(text, [answer]), default=None)
