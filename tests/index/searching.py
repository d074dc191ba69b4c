"""What an index answers, in a form that can be compared between two of them."""

from pathlib import Path
from typing import Any

from index.records import Level
from index.snapshot import Snapshot


def answers(index: Path, toy: Any) -> dict[tuple[str, int], tuple[float, float]]:
    """What word and vector search say of every passage, by article and ordinal: rows differ from index to index."""
    encoder = toy()
    snapshot = Snapshot.open(index, encoder)
    vector = encoder.encode_queries(["灯塔的颜色"])[0]
    words = dict(snapshot.store.lexical(Level.PASSAGE, ["灯塔", "颜色"], 99))
    dense = dict(snapshot.store.dense(Level.PASSAGE, vector, 99))
    found = {
        (one.article, one.ordinal): (round(words.get(one.row, 0.0), 5), round(dense[one.row], 5))
        for one in snapshot.library.passages()
    }
    snapshot.close()
    return found
