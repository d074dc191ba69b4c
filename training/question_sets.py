"""Development sets as retrieval: questions, distinct contexts, and which context answers each question."""

import json
import lzma
from pathlib import Path
from typing import NamedTuple


class QuestionSet(NamedTuple):
    """`gold[i]` is the place in `contexts` of the context that question i was asked about."""

    questions: list[str]
    contexts: list[str]
    gold: list[int]


def read(questions: Path, contexts: Path | None = None) -> QuestionSet:
    """The questions of one file over its own contexts, or over those of the same set in another language.

    Ids of parallel sets are equal up to a language suffix.
    """
    asked = _rows(questions)
    told = {_stem(row["id"]): row["context"] for row in _rows(contexts)} if contexts else {}
    wanted = [told[_stem(row["id"])] if contexts else row["context"] for row in asked]
    distinct = list(dict.fromkeys(wanted))
    place = {context: place for place, context in enumerate(distinct)}
    return QuestionSet([row["question"] for row in asked], distinct, [place[context] for context in wanted])


def _stem(question_id: str) -> str:
    return question_id.rsplit("_", 1)[0]


def _rows(path: Path) -> list[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
