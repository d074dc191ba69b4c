"""Batch files: one question a line, as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import FileMissing
from qa.errors import BadBatchLine


def read_batch(path: Path) -> Iterator[dict[str, Any]]:
    """Rows with `id` (or None), `question` and `history`. Blank lines are skipped. Raises FileMissing, BadBatchLine."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FileMissing(path=path, detail=str(error)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(path, number, line)


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadBatchLine(path=path, line=number, detail=str(error)) from error
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise BadBatchLine(path=path, line=number, detail="no question")
    history = row.get("history") or []
    if not isinstance(history, list) or not all(isinstance(one, str) for one in history):
        raise BadBatchLine(path=path, line=number, detail="history is not a list of questions")
    return {"id": row.get("id"), "question": row["question"], "history": history}
