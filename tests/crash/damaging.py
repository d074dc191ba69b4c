"""Flips single bytes and cuts off ends in every file of an index, and asks it: never another answer without a message.

`python -m tests.crash.damaging --flips 2000 --log FILE` goes on where the log ends, and sums it up in the end. Half of
the flips are spread evenly over the database, half over the search files: one in each of as many equal stretches.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.errors import YuanwenError
from index.build import build
from index.snapshot import Snapshot
from qa.mending import repair
from qa.settings import Settings
from tests.crash.asking import open_bot, quoted
from tests.toy_encoder import ToyEncoder

QUESTIONS = ("灯塔的颜色是什么？", "谁每天点灯？", "When does the ship sail?", "面包用什么做成？")
TEXTS = {
    "a.md": "# 灯塔\n\n灯塔在海边。灯塔的颜色是紫色。\n\n## 守护者\n\n守护者名叫李明。他每天点灯。",
    "b.txt": "面包\n\n面包用面粉做成。烤面包要四十分钟。",
    "c.md": "# Ships\n\nThe ship sails at dawn. It carries 300 tons of tea.",
    "d.md": "面包\n\n面包用面粉做成。烤面包要四十分钟。",
}
_MENDED_EVERY = 5  # of the damaged indexes that are refused, one in so many is repaired as well


class Outcome(StrEnum):
    """What damage comes to; the last one must never be."""

    HARMLESS = "harmless"
    REBUILT = "noticed, made anew, same answers"
    REFUSED = "noticed, refused with a message"
    OLDER = "noticed, an older state answers"
    FAULT = "another answer, or a failure, without a message"


@dataclass(frozen=True, slots=True)
class Damage:
    """One byte of a file changed by an exclusive or, or the file cut off there (`flip` is 0)."""

    file: str
    place: int
    flip: int

    def inflict(self, folder: Path) -> None:
        """Do it to the file in this folder."""
        path = folder / self.file
        data = bytearray(path.read_bytes())
        if self.flip:
            data[self.place] ^= self.flip
        else:
            del data[self.place :]
        path.write_bytes(data)


def make_index(folder: Path, journal: bool) -> Path:
    """An index in its second generation; with `journal`, that generation is still in the write-ahead log."""
    articles, index = folder / "articles", folder / "whole" / "index.yuanwen"
    articles.mkdir(parents=True)
    for name, text in TEXTS.items():
        (articles / name).write_text(text.replace("紫色", "白色"), encoding="utf-8")
    build(index, articles, ToyEncoder())
    reader = Snapshot.open(index, ToyEncoder()) if journal else None  # keeps the log from being written back
    (articles / "a.md").write_text(TEXTS["a.md"], encoding="utf-8")
    build(index, articles, ToyEncoder())
    if reader:
        reader.close()
    return index


def damages(folder: Path, flips: int, cuts: int, chosen: random.Random) -> Iterator[Damage]:
    """Flips, half of them in the database and its journal, half in the search files, then cuts of every file in turn."""
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files(folder)}
    for searched in (False, True):
        yield from _spread(
            {name: size for name, size in sizes.items() if ("/" in name) == searched}, flips // 2, chosen
        )
    for number in range(cuts):
        name = list(sizes)[number % len(sizes)]
        yield Damage(name, chosen.choice([0, sizes[name] - 1, chosen.randrange(sizes[name])]), 0)


def _spread(sizes: dict[str, int], flips: int, chosen: random.Random) -> Iterator[Damage]:
    total = sum(sizes.values())
    for number in range(flips):
        place = int((number + chosen.random()) * total / flips)
        for name, size in sizes.items():
            if place < size:
                yield Damage(name, place, chosen.randrange(1, 256))
                break
            place -= size


def files(folder: Path) -> list[Path]:
    """The files of an index that hold something: not the locks."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".lock", ".holder"))
    return sorted(path for path in found if path.stat().st_size)


def answers(index: Path) -> tuple[list[Any], list[str]]:
    """What the index answers, and what it says besides. Raises YuanwenError."""
    notices: list[str] = []
    bot = open_bot(index, notices)
    try:
        found = [(answer.answered, answer.text, quoted(answer)) for answer in map(bot.ask, QUESTIONS)]
    finally:
        bot.close()
    return found, notices


def outcome(whole: Path, damage: Damage, right: list[Any], mend: bool) -> tuple[Outcome, str]:
    """What comes of damage to a copy of this index, and what was said."""
    with tempfile.TemporaryDirectory(prefix="flip-") as home:
        copy = Path(home) / "copy"
        shutil.copytree(whole.parent, copy)
        damage.inflict(copy)
        try:
            found, notices = answers(copy / whole.name)
        except YuanwenError as error:
            return _refused(copy / whole.name, error, mend)
        except Exception as error:
            return Outcome.FAULT, f"{type(error).__name__}: {error}"
        if found == right:
            return (Outcome.REBUILT, notices[0]) if notices else (Outcome.HARMLESS, "")
        return (
            (Outcome.OLDER, notices[0])
            if any("newest build" in notice for notice in notices)
            else (Outcome.FAULT, f"answered {found}")
        )


def _refused(index: Path, error: YuanwenError, mend: bool) -> tuple[Outcome, str]:
    """A message is what there should be; what it advises must work as well."""
    said = f"{type(error).__name__}: {error.values.get('detail', '')}"
    if mend and type(error).__name__ == "IndexDamaged":
        try:
            repair(Settings(index.parent, index, None, "en"), ToyEncoder())
            answers(index)
        except YuanwenError as failed:
            said += f"; not mended: {type(failed).__name__}"
        except Exception as failed:
            return Outcome.FAULT, f"mending: {type(failed).__name__}: {failed}"
        else:
            said += "; mended"
    return Outcome.REFUSED, said


def lines_of(home: Path, flips: int, cuts: int, done: int) -> Iterator[dict[str, Any]]:
    """The log's lines from number `done` on: half of the damage in a closed index, half in one with a live journal."""
    number = 0
    for journal in (False, True):
        index = make_index(home / f"journal-{journal}", journal)
        right, notices = answers(_copied(index, home / f"right-{journal}"))
        assert (notices, len(right)) == ([], len(QUESTIONS))
        for damage in damages(index.parent, flips // 2, cuts // 2, random.Random(journal)):
            if number >= done:
                found, said = outcome(index, damage, right, number % _MENDED_EVERY == 0)
                where = {"file": damage.file, "place": damage.place, "flip": damage.flip, "journal": journal}
                yield {"number": number, **where, "outcome": found, "said": said}
            number += 1


def _copied(index: Path, folder: Path) -> Path:
    shutil.copytree(index.parent, folder)
    return folder / index.name


def summary(lines: list[dict[str, Any]]) -> str:
    """The log in a few lines."""
    out = []
    for title, some in (
        ("flipped bytes", [line for line in lines if line["flip"]]),
        ("cut files", [line for line in lines if not line["flip"]]),
    ):
        counts = Counter(line["outcome"] for line in some)
        out.append(f"{len(some)} {title}: " + "; ".join(f"{counts[one]} {one}" for one in Outcome))
    said = Counter(line["said"].rpartition("; ")[2] for line in lines if "mended" in line["said"])
    out.append("repaired: " + "; ".join(f"{count} {what}" for what, count in said.items()))
    out += [f"FAULT {line}" for line in lines if line["outcome"] == Outcome.FAULT]
    return "\n".join(out)


def main() -> int:
    """Damage on until the log has so many lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=2000)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--log", type=Path, default=Path("var/flips.jsonl"))
    options = parser.parse_args()
    options.log.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.loads(line) for line in options.log.read_text().splitlines()] if options.log.exists() else []
    with tempfile.TemporaryDirectory(prefix="damage-") as home, options.log.open("a") as log:
        for line in lines_of(Path(home), options.flips, options.cuts, len(lines)):
            lines.append(line)
            log.write(json.dumps(line, ensure_ascii=False) + "\n")
            log.flush()
    print(summary(lines))
    return int(any(line["outcome"] == Outcome.FAULT for line in lines))


if __name__ == "__main__":
    sys.exit(main())
