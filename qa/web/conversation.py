"""One visitor's conversation, kept on the server: what the browser sends back of it is never trusted."""

from collections.abc import Set
from dataclasses import dataclass, field, replace

from corpus.errors import YuanwenError
from qa.records import Answer, Kind, Quote

MOST_TURNS = 60  # older ones are forgotten, so that an open page does not grow without end


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, or with why it was refused; `within` are the articles it was asked of, None for all, and
    `opinion` is what the visitor called the answer, `good` or `bad`.
    """

    number: int
    question: str
    answer: Answer | None
    refusal: YuanwenError | None = None
    within: Set[str] | None = None
    opinion: str = ""

    @property
    def shown(self) -> tuple[Quote, ...]:
        """The quotes of the answer, or the nearest passages."""
        if self.answer is None:
            return ()
        return self.answer.quotes if self.answer.answered else self.answer.nearest


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns so far, oldest first; numbers count from 1 and are never used twice."""

    turns: tuple[Turn, ...] = field(default=())
    asked: int = 0

    def history(self) -> list[str]:
        """The questions that were answered or honestly refused, oldest first; a greeting is nothing to follow up."""
        return [turn.question for turn in self.turns if turn.answer and turn.answer.kind is not Kind.TALK]

    def questions(self) -> list[str]:
        """Every question, oldest first."""
        return [turn.question for turn in self.turns]

    def with_turn(
        self, question: str, answer: Answer | None, refusal: YuanwenError | None = None, within: Set[str] | None = None
    ) -> "Conversation":
        """The conversation with one more turn."""
        turn = Turn(self.asked + 1, question, answer, refusal, within)
        return Conversation((*self.turns, turn)[-MOST_TURNS:], self.asked + 1)

    def before(self, number: int) -> "Conversation":
        """The turns before this one: where a question is asked anew in its place."""
        return Conversation(tuple(turn for turn in self.turns if turn.number < number), self.asked)

    def judged(self, number: int, opinion: str) -> "Conversation":
        """The conversation with an opinion on the turn of this number."""
        turns = (replace(turn, opinion=opinion) if turn.number == number else turn for turn in self.turns)
        return Conversation(tuple(turns), self.asked)

    def turn(self, number: int) -> Turn | None:
        """The turn of this number, if it is still remembered."""
        return next((turn for turn in self.turns if turn.number == number), None)
