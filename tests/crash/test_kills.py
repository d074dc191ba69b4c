"""Processes that build, update, import and watch are killed again and again; nothing is lost and no quote is wrong.

`make crash` does the same a thousand times.
"""

from pathlib import Path
from typing import Any

from tests.crash.killing import OPERATIONS, killer

KILLS = 50


def test_after_fifty_kills_nothing_is_lost_and_the_reader_was_never_told_anything_wrong(tmp_path: Path) -> None:
    lines: list[dict[str, Any]] = []
    with killer(tmp_path) as one:
        while sum(not line["done"] for line in lines) < KILLS:
            lines.append(one.round(len(lines)))
            assert lines[-1]["faults"] == [], lines[-1]
    killed = [line["operation"] for line in lines if not line["done"]]
    assert all(killed.count(operation) >= 5 for operation in OPERATIONS)
    assert {line["state"] for line in lines} == {"old", "new"}
    assert sum(line["answers"] for line in lines) > KILLS
    assert sum(line["quotes"] for line in lines) > KILLS
