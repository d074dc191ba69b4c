"""What drafting works with."""

from dataclasses import dataclass

from corpus.records import Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that a sentence answers: with the characters `answer` of the sentence, or, without them, nothing does.

    `kind` says which template made it; `subject` is what it asks about, where the template knows.
    """

    kind: str
    question: str
    answer: Span | None
    subject: str = ""
