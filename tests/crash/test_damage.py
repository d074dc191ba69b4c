"""A byte that flips, or a file that loses its end, is noticed or harmless: never another answer without a message.

`make crash` does the same to two thousand bytes.
"""

from collections import Counter
from pathlib import Path

from tests.crash.damaging import Outcome, lines_of

FLIPS, CUTS = 100, 40


def test_damage_is_noticed_or_harmless_and_can_be_mended(tmp_path: Path) -> None:
    lines = list(lines_of(tmp_path, FLIPS, CUTS, 0))
    counts = Counter(line["outcome"] for line in lines)
    assert counts.total() == FLIPS + CUTS
    assert [line for line in lines if line["outcome"] == Outcome.FAULT] == []
    assert counts[Outcome.REBUILT] > 10
    assert counts[Outcome.REFUSED] > 3
    assert not [line for line in lines if "not mended" in line["said"]]
