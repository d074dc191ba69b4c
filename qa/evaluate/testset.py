"""Test sets: one question a line, with the quotes that would answer it."""

import json
from dataclasses import dataclass
from pathlib import Path


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
    """The cases of a JSONL file in order. Raises ValueError naming the line that is not one."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
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
            raise ValueError(f"{path}, line {number}: not a test case ({error})") from error
        cases.append(case)
    return cases
