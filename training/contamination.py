"""Is any development question or context among the texts that the models are trained on?

Run from the root of the checkout: python -m training.contamination DATA DEV
Texts are folded to letters, digits and Han characters. A question is known when a training question is the same; a context is known by the
share of its windows of 24 characters (every 8th) that occur in any training text, and counts from a half.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.folding import fold
from training.sample_text import rows as read_rows
from training.written import written

_WINDOW, _STEP = 24, 8
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_HALF = 0.5


def bare(text: str) -> str:
    """The folded text without spaces and marks.

    >>> bare("《戰國無雙3》, by ω-Force")
    '战国无双3byωforce'
    """
    return "".join(character for character in fold(text) if character.isalnum())


def windows(text: str) -> NDArray[np.uint64]:
    """A number for every window of a bare text: (characters - 23,), the same for the same characters."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    found = np.zeros(max(len(codes) - _WINDOW + 1, 0), dtype=np.uint64)
    for place in range(_WINDOW):
        found = found * _FACTOR + codes[place : place + len(found)]
    return found


def overlaps(contexts: list[str], trained: Iterable[str]) -> list[float]:
    """For each context the share of its windows, every eighth, that occur in the training texts."""
    wanted = [windows(bare(context))[::_STEP] for context in contexts]
    asked = np.unique(np.concatenate(wanted))
    known = np.zeros(len(asked), dtype=bool)
    for text in trained:
        found = windows(bare(text))
        places = np.minimum(np.searchsorted(asked, found), len(asked) - 1)
        known[places[asked[places] == found]] = True
    return [float(known[np.searchsorted(asked, one)].mean()) if len(one) else 0.0 for one in wanted]


def _trained(data: Path) -> Iterator[str]:
    """Every text that some stage reads."""
    for name in ("qa_zh", "qa_en"):
        yield from dict.fromkeys(row["context"] for row in read_rows(data / f"{name}.jsonl.xz"))
    for name, fields in (("pairs", "ab"), ("parallel_en_other", ("en", "other")), ("parallel_zh_en", ("zh", "en"))):
        for row in read_rows(data / f"{name}.jsonl.xz"):
            if not row.get("mt"):
                yield from (row[field] for field in fields)
    yield from dict.fromkeys(row["context"] for row in written(data))


def main() -> None:
    """Read the arguments and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("dev", type=Path)
    arguments = parser.parse_args()
    questions = [row for name in ("qa_zh", "qa_en") for row in read_rows(arguments.data / f"{name}.jsonl.xz")]
    asked = {bare(row["question"]) for row in (*questions, *written(arguments.data))}
    sets = {
        path.name.removesuffix(".jsonl.xz"): list(read_rows(path)) for path in sorted(arguments.dev.glob("*.jsonl.xz"))
    }
    sets = {name: rows for name, rows in sets.items() if "context" in rows[0]}
    contexts = [(name, text) for name, rows in sets.items() for text in dict.fromkeys(row["context"] for row in rows)]
    shares = overlaps([text for _, text in contexts], _trained(arguments.data))
    print(
        "| set | questions | the same question in training | contexts | half of a context in training |\n|---|---|---|---|---|"
    )
    for name, rows in sets.items():
        same = sum(bare(row["question"]) in asked for row in rows)
        found = [share for (owner, _), share in zip(contexts, shares, strict=True) if owner == name]
        print(
            f"| {name} | {len(rows)} | {same} | {len(found)} | {sum(share >= _HALF for share in found)} |", flush=True
        )


if __name__ == "__main__":
    main()
