"""Test sets: one question a line, with the quotes that would answer it."""

import json
from dataclasses import dataclass
from pathlib import Path

from qa.errors import BadTestSet, NoTestSet


@dataclass(frozen=True, slots=True)
class Case:
    """A test question. `answers` are alternatives: a quote is right when it holds one of them; none when unanswerable."""

    id: str
    question: str
    history: tuple[str, ...]
    lang: str
    answerable: bool
    answers: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The first tag: lexical, paraphrase, traditional, english, …"""
        return self.tags[0] if self.tags else "untagged"


def read_testset(path: Path) -> list[Case]:
    """The cases of a JSONL file in order. Raises NoTestSet, BadTestSet."""
    cases: list[Case] = []
    known: dict[str, int] = {}
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            case = Case(
                id=str(row["id"]),
                question=row["question"],
                history=tuple(row.get("history", ())),
                lang=row["lang"],
                answerable=bool(row["answerable"]),
                answers=tuple(row["answers"]),
                tags=tuple(row.get("tags", ())),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadTestSet(path=path, line=number, detail=_detail(error)) from error
        if case.id in known:
            raise BadTestSet(
                path=path, line=number, detail=f"the id {case.id!r} stands on line {known[case.id]} already"
            )
        known[case.id] = number
        cases.append(case)
    if not cases:
        raise BadTestSet(path=path, line=1, detail="there is no question in it")
    return cases


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeError) as error:
        raise NoTestSet(path=path, detail=getattr(error, "strerror", None) or str(error)) from error


def _detail(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)
