"""Test sets: questions with the characters that would answer them, as JSONL, CSV, or JSON in SQuAD's shape.

`testset.schema.json` says what a question is made of. In CSV the columns have the same names, and lists are separated by `|`.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema

from corpus.encodings import decode
from corpus.errors import EmptyFile, Unreadable
from corpus.language import detect
from qa.errors import BadTestSet, EmptyTestSet, NoTestSet, NothingAccepted, QAError, TestSetMissing
from qa.evaluate.accepted import Accepted
from qa.evaluate.faults import (
    AgainstSchema,
    CannotBeAsked,
    EndsTooSoon,
    NoColumn,
    NotCsv,
    NotJson,
    NotSquad,
    QuestionWithout,
    RowFault,
    SameId,
    TooManyCells,
)
from qa.evaluate.files import write_whole
from qa.question import clean

_SCHEMA = Path(__file__).parent / "testset.schema.json"
_NEEDED = ("id", "question", "answerable")
_SEPARATORS = ",;\t"
_LISTS = ("history", "answers", "tags")
ACCEPTED, DRAFT, REJECTED = "accepted", "draft", "rejected"
_TRUTH = {"true": True, "1": True, "yes": True, "是": True, "false": False, "0": False, "no": False, "否": False}


@dataclass(frozen=True, slots=True)
class Case:
    """A test question. `answers` are alternatives: a quote is right when it holds one of them; none when unanswerable.

    `review` is `draft`, `accepted` or `rejected`; only accepted questions count. `line` is where it stands in its file.
    """

    id: str
    question: str
    history: tuple[str, ...]
    lang: str
    answerable: bool
    answers: tuple[Accepted, ...]
    tags: tuple[str, ...]
    review: str = ACCEPTED
    note: str = ""
    line: int = field(default=0, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The line of a test set."""
        row: dict[str, Any] = {
            "id": self.id,
            "question": self.question,
            "lang": self.lang,
            "answerable": self.answerable,
        }
        row |= {"history": list(self.history)} if self.history else {}
        row |= {"answers": [answer.to_json() for answer in self.answers], "tags": list(self.tags)}
        row |= {"review": self.review} if self.review != ACCEPTED else {}
        return row | ({"note": self.note} if self.note else {})

    @property
    def kind(self) -> str:
        """The first tag: lexical, paraphrase, traditional, english, …"""
        return self.tags[0] if self.tags else "untagged"


class Row(NamedTuple):
    """A line of the file, or the number of a question where lines mean nothing, with what stands there or why it is unreadable."""

    line: int
    value: Any
    problem: RowFault | None = None


def read_testset(path: Path) -> list[Case]:
    """The accepted cases of a file in order.

    Raises TestSetMissing, NoTestSet, EmptyTestSet, BadTestSet for the first line that is no test question, NothingAccepted when all are drafts.
    """
    cases, problems = examine(path)
    for line, detail in problems:
        raise BadTestSet(path=path, line=line, detail=detail)
    counted = [case for case in cases if case.review == ACCEPTED]
    if not counted:
        raise NothingAccepted(path=path, drafts=len(cases))
    return counted


def write_testset(path: Path, cases: Sequence[Case]) -> None:
    """Write cases as JSONL; a file of that name is replaced whole or not at all. Raises FileUnwritable."""
    write_whole(path, "".join(json.dumps(case.to_json(), ensure_ascii=False) + "\n" for case in cases))


def examine(path: Path) -> tuple[list[Case], list[tuple[int, RowFault]]]:
    """The cases of a file, drafts among them, and what is wrong with its other lines.

    Raises TestSetMissing, NoTestSet, EmptyTestSet.
    """
    cases: list[Case] = []
    problems: list[tuple[int, RowFault]] = []
    known: dict[str, int] = {}
    for row in _rows(path):
        detail = row.problem or _fault(row.value)
        name = None if detail else str(row.value["id"])
        if name in known:
            detail = SameId(id=name, line=known[name])
        if detail:
            problems.append((row.line, detail))
        elif name is not None:
            known[name] = row.line
            cases.append(_case(row.value, row.line))
    if not cases and not problems:
        raise EmptyTestSet(path=path)
    return cases, problems


def _case(row: dict[str, Any], line: int) -> Case:
    return Case(
        id=str(row["id"]),
        question=row["question"],
        history=tuple(row.get("history", ())),
        lang=row.get("lang") or detect(row["question"]),
        answerable=row["answerable"],
        answers=tuple(Accepted.of(answer) for answer in row.get("answers", ())),
        tags=tuple(row.get("tags", ())),
        review=row.get("review", ACCEPTED),
        note=row.get("note", ""),
        line=line,
    )


def _fault(row: Any) -> RowFault | None:
    """What is wrong with a row: a question that cannot be asked, or what the schema says, in the order of its fields."""
    if isinstance(row, dict) and isinstance(row.get("question"), str) and row["question"].strip():
        try:
            clean(row["question"])
        except QAError as error:  # nobody could ask it in the chat either
            return CannotBeAsked(error=error)
    found = sorted(_validator().iter_errors(row), key=lambda error: [str(part) for part in error.absolute_path])
    if not found:
        return next((_reversed(n, one) for n, one in enumerate(row.get("answers", ())) if _reversed(n, one)), None)
    return AgainstSchema.of(found[0])


def _reversed(number: int, answer: Any) -> RowFault | None:
    if isinstance(answer, dict) and answer["end"] <= answer["start"]:
        return EndsTooSoon(number=number, start=answer["start"], end=answer["end"])
    return None


@cache
def _validator() -> Any:
    return jsonschema.Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def _rows(path: Path) -> Iterator[Row]:
    text = _text(path)
    kinds = {".csv": _of_csv, ".json": _of_squad}
    return kinds.get(path.suffix.lower(), _of_jsonl)(text)


def _text(path: Path) -> str:
    """In UTF-8, or in whatever encoding articles are read in."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise TestSetMissing(path=path) from error
    except OSError as error:
        said = error.strerror or str(error)
        raise NoTestSet(path=path, detail=said, detail_zh=said) from error
    if b"\0" not in data:  # UTF-16 without a mark can pass for UTF-8
        with suppress(UnicodeError):
            return data.decode("utf-8-sig")
    try:
        return decode(data, path.name)
    except EmptyFile:
        return ""
    except Unreadable as error:
        found = error.values
        raise NoTestSet(path=path, detail=found["detail"], detail_zh=found["detail_zh"]) from error


def _of_jsonl(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):  # not splitlines: JSON may hold its other line ends
        if line.strip():
            try:
                yield Row(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield Row(number, None, NotJson.of(error))


def _of_csv(text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_separator(text))
    reader.fieldnames = names = [name.strip() for name in reader.fieldnames or ()]
    if missing := [name for name in _NEEDED if text.strip() and name not in names]:
        yield Row(1, None, NoColumn.of(missing))
        return
    try:
        for cells in reader:
            yield _of_cells(reader.line_num, cells)
    except csv.Error:  # one cell takes in what is left of the file
        yield Row(reader.line_num + 1, None, NotCsv())


def _separator(text: str) -> str:
    """The mark that parts the columns: with it the first line names most of what a question needs; a comma where none does."""
    first = text.partition("\n")[0]

    def named(mark: str) -> int:
        names = next(csv.reader([first], delimiter=mark), [])
        return len({name.strip() for name in names} & set(_NEEDED))

    return max(_SEPARATORS, key=named)


def _of_cells(line: int, cells: dict[Any, Any]) -> Row:
    if None in cells:
        return Row(line, None, TooManyCells())
    row: dict[str, Any] = {name: value for name, value in cells.items() if value not in (None, "")}
    for name in _LISTS:
        if name in row:
            row[name] = [part.strip() for part in row[name].split("|") if part.strip()]
    if "answerable" in row:
        truth = row["answerable"].strip().lower()
        row["answerable"] = _TRUTH.get(truth, truth)
    return Row(line, row)


def _of_squad(text: str) -> Iterator[Row]:
    try:
        asked = [
            (article.get("title"), one)
            for article in json.loads(text)["data"]
            for paragraph in article["paragraphs"]
            for one in paragraph["qas"]
        ]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        yield Row(1, None, NotSquad.of(error))
        return
    for number, (title, one) in enumerate(asked, 1):
        yield _of_asked(number, title, one)


def _of_asked(number: int, title: Any, one: Any) -> Row:
    """A question in SQuAD's shape in ours; what is of another type is left as it is, for the schema to tell."""
    if not isinstance(one, dict):
        return Row(number, one)
    missing = next((name for name in ("id", "question", "answers") if name not in one), None)
    if missing:
        return Row(number, None, QuestionWithout(field=missing))
    answers = one["answers"]
    if isinstance(answers, list):
        answers = [answer.get("text") if isinstance(answer, dict) else answer for answer in answers]
        if all(isinstance(answer, str) for answer in answers):
            answers = list(dict.fromkeys(answers))
    row = {"id": one["id"], "question": one["question"], "answers": answers, "tags": [title] if title else []}
    return Row(number, row | {"answerable": not one.get("is_impossible", not answers)})
