"""Damaged files, at random, over every reader: python -m benchmarks.fuzz --seconds 300 --seed 1

Whole files of every format are changed (bytes flipped, cut out, doubled, inserted, files spliced, suffixes exchanged) and read.
Whatever happens must be an article that holds together or a CorpusError that names the file; anything else is printed with
the seed that makes it again, and the run ends with 1. Members of zip files are damaged before they are packed as well, so
that the readers behind the checksums are reached.
"""

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from corpus.errors import CorpusError
from corpus.formats import COMPLEX, FORMATS
from corpus.limits import Limits
from corpus.read import Reading, read_file
from corpus.records import Article
from tests.corpus.formats.test_ebook import book
from tests.corpus.formats.test_webpage import PAGE
from tests.fidelity.documents import DOCUMENTS
from tests.fidelity.tools import word
from tests.hostile.containers import zipped
from tests.pdf_maker import lines, pdf

_LIMITS = Limits(wall_seconds=20, cpu_seconds=15, memory_mb=1024, unpacked_mb=64)
_PACKED = (".docx", ".epub", ".zip")


def seeds() -> dict[str, list[bytes]]:
    """Whole files by suffix."""
    texts = [document.markdown().encode() for document in DOCUMENTS]
    chinese = DOCUMENTS[0].markdown()
    table = 'id,标题,正文\n1,甲,乙\n2,"丙\n丁",戊\n'.encode()
    words = [word(document) for document in DOCUMENTS]
    printed = [pdf([lines([text for _, text in document.blocks()][:30], size=9)] * 3) for document in DOCUMENTS]
    return {
        ".md": texts,
        ".txt": [*texts, *(chinese.encode(encoding) for encoding in ("gb18030", "utf-16"))],
        ".html": [PAGE.encode(), PAGE.replace("utf-8", "gbk").encode("gbk", "ignore")],
        ".docx": words,
        ".epub": [book()],
        ".pdf": printed,
        ".csv": [table],
        ".jsonl": [b'{"title": "a", "text": "b"}\n' * 20],
        ".zip": [zipped({"a.md": texts[0], "b/c.html": PAGE, "d.pdf": printed[0], "e.csv": table, "f.docx": words[0]})],
    }


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to twenty changes of several kinds."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not found:
            break
        start = chance.randrange(len(found))
        length = min(chance.choice((1, 1, 2, 8, 64, 1024)), len(found) - start)
        kind = chance.randrange(6)
        if kind == 0:
            found[start] ^= 1 << chance.randrange(8)
        elif kind == 1:
            found[start : start + length] = chance.randbytes(length)
        elif kind == 2:
            del found[start : start + length]
        elif kind == 3:
            found[start:start] = found[start : start + length] * chance.choice((1, 2, 50))
        elif kind == 4:
            found[start:start] = chance.choice(
                (b"\x00", b"\xff" * 4, b"<", b">", b"&x;", b"((((", b"[" * 99, b"%s", b"99999999999", b"-1")
            )
        else:
            del found[start:]
    return bytes(found)


def case(chance: random.Random, whole: dict[str, list[bytes]]) -> tuple[str, bytes]:
    """A suffix and a damaged file."""
    suffix = chance.choice(sorted(whole))
    data = chance.choice(whole[suffix])
    if suffix in _PACKED and chance.random() < 0.7:
        data = _repacked(data, chance)
    elif chance.random() < 0.05:
        other = chance.choice(whole[chance.choice(sorted(whole))])
        data = data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]
    else:
        data = damaged(data, chance)
    if chance.random() < 0.05:
        suffix = chance.choice(sorted({*FORMATS, *COMPLEX}))
    return suffix, data


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """The same archive with some of its members damaged."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    victims = chance.sample(sorted(members), k=min(len(members), chance.choice((1, 1, 2, 4))))
    for name in victims:
        members[name] = damaged(members[name], chance)
    return zipped(dict(members))


def wrong(reading: Reading) -> Iterator[str]:
    """What does not hold together about the articles of a file."""
    for article in reading.articles:
        yield from (f"{article.id}: {what}" for what in _wrong(article))


def _wrong(article: Article) -> Iterator[str]:
    text, blocks = article.text, article.blocks
    if any(not 0 <= block.start < block.end <= len(text) for block in blocks):
        yield "a block outside the text"
    if any(a.end > b.start for a, b in pairwise(blocks)):
        yield "blocks that overlap"
    if any("\ud800" <= one <= "\udfff" or one == "\x00" for one in text + article.title):
        yield "characters that no database takes"
    for places in (article.lines, article.pages):
        if any(a > b for (a, _), (b, _) in pairwise(places)):
            yield "places out of order"


def tried(path: Path) -> tuple[str, list[str]]:
    """How reading a file ended, and what is wrong about that."""
    try:
        return "read", [*wrong(read_file(path, path.parent, _LIMITS))]
    except CorpusError as error:
        unnamed = [] if path.name in str(error) else [f"an error that does not name the file: {error}"]
        return type(error).__name__, unnamed
    except Exception as error:
        return "fault", [f"{type(error).__name__}: {error}"]


def run(seconds: float, seed: int, folder: Path) -> int:
    """Read damaged files until the time is over, print every fault and the totals; the number of faults."""
    whole, until, number, faults = seeds(), time.monotonic() + seconds, 0, 0
    ended: Counter[str] = Counter()
    slowest = (0.0, "")
    while time.monotonic() < until:
        number += 1
        name = f"{seed}-{number}"
        suffix, data = case(random.Random(name), whole)  # noqa: S311 - nothing is kept secret by it
        path = folder / f"f{suffix}"
        path.write_bytes(data)
        started = time.monotonic()
        how, found = tried(path)
        ended[how] += 1
        faults += len(found)
        slowest = max(slowest, (time.monotonic() - started, name + suffix))
        sys.stdout.writelines(f"{name}{suffix}: {what}\n" for what in found)
    sys.stdout.write(
        f"{number} files, {faults} faults; {dict(ended.most_common())}; slowest {slowest[0]:.1f} s ({slowest[1]})\n"
    )
    return faults


def main() -> int:
    """Run until the time is over; 1 if anything went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return 1 if run(given.seconds, given.seed, Path(folder)) else 0


if __name__ == "__main__":
    sys.exit(main())
