"""What people said of answers, kept beside the index, so that a complaint becomes a test question.

A file of its own, not the index: readers may not write that, and a builder may hold it locked.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.language import detect
from qa.errors import FeedbackFull, FileUnwritable
from qa.evaluate.accepted import Accepted, Place
from qa.evaluate.testset import DRAFT, Case
from qa.question import clean, clean_history
from qa.records import Answer, Quote

_LOCK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class FeedbackOptions:
    """The file grows to at most so many bytes: a visitor must not fill the disk."""

    most_bytes: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start` to `end` of an article, and their text."""

    article: str
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, quote: Quote) -> "Passage":
        """What a quote quotes."""
        return cls(quote.article, quote.start, quote.end, quote.text)


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether an answer was good. `first` is its first quote, None when it refused; `correction` the passage that would have
    been right; `nothing` says that the articles do not answer.
    """

    made: str
    question: str
    history: tuple[str, ...]
    good: bool
    first: Passage | None
    correction: Passage | None = None
    nothing: bool = False

    @classmethod
    def on(
        cls,
        answer: Answer,
        history: Sequence[str],
        good: bool,
        correction: Passage | None = None,
        nothing: bool = False,
    ) -> "Opinion":
        """An opinion on an answer, made now."""
        return cls(
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            question=clean(answer.question),
            history=tuple(clean_history(history)),
            good=good,
            first=Passage.of(answer.quotes[0]) if answer.quotes else None,
            correction=correction,
            nothing=nothing,
        )

    @property
    def id(self) -> str:
        """The same for the same question after the same questions."""
        asked = json.dumps([self.question, *self.history], ensure_ascii=False)
        return f"feedback-{hashlib.sha256(asked.encode()).hexdigest()[:10]}"


class FeedbackLog:
    """The opinions on the answers of one index, one a line."""

    def __init__(self, index: Path, options: FeedbackOptions | None = None) -> None:
        """Nothing is made before the first opinion."""
        self.path = index.with_name(index.name + ".feedback.jsonl")
        self._options = options or FeedbackOptions()

    def add(self, opinion: Opinion) -> None:
        """Keep an opinion. Raises FeedbackFull, FileUnwritable."""
        line = json.dumps(asdict(opinion), ensure_ascii=False) + "\n"
        try:
            with FileLock(f"{self.path}.lock", timeout=_LOCK_SECONDS), self.path.open("ab") as file:
                if file.tell() + len(line.encode()) > self._options.most_bytes:
                    raise FeedbackFull(path=self.path, megabytes=self._options.most_bytes // 1_000_000)
                if file.tell() and not self._ends_whole():
                    file.write(b"\n")  # the line before was cut short
                file.write(line.encode("utf-8", "replace"))
        except Timeout as error:
            raise FileUnwritable(path=self.path, detail="it is locked") from error
        except OSError as error:
            raise FileUnwritable(path=self.path, detail=error.strerror or str(error)) from error

    def read(self) -> tuple[list[Opinion], int]:
        """The opinions, oldest first, and how many lines cannot be read. Raises FileUnwritable when the file is closed to us."""
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return [], 0
        except OSError as error:
            raise FileUnwritable(path=self.path, detail=error.strerror or str(error)) from error
        found = [_opinion(line) for line in lines]
        return [one for one in found if one], found.count(None)

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, 2)
            return file.read() == b"\n"


def drafts(opinions: Sequence[Opinion]) -> list[Case]:
    """Test questions of opinions, the last one on each question, as drafts."""
    newest = {one.id: one for one in opinions}
    return [_draft(one) for one in newest.values()]


def _draft(one: Opinion) -> Case:
    right = one.first if one.good else one.correction
    refused = one.first is None
    answers = (Accepted(right.text, Place(right.article, right.start, right.end)),) if right else ()
    return Case(
        id=one.id,
        question=one.question,
        history=one.history,
        lang=detect(one.question),
        answerable=not (one.nothing or (one.good and refused)),
        answers=answers,
        tags=("feedback", "praised" if one.good else "complaint"),
        review=DRAFT,
        note=_note(one),
    )


def _note(one: Opinion) -> str:
    if one.good:
        return "called right"
    said = f"called wrong: {one.first.text}" if one.first else "refused, and that was called wrong"
    if one.correction or one.nothing:
        return said
    return f"{said}; which passage is right was not said"


def _opinion(line: bytes) -> Opinion | None:
    try:
        row = json.loads(line)
        if set(row) != {field.name for field in fields(Opinion)}:
            return None
        passages = {name: row[name] and Passage(**row[name]) for name in ("first", "correction")}
        return Opinion(**{**row, **passages, "history": tuple(map(str, row["history"]))})
    except (ValueError, TypeError, AttributeError):
        return None
