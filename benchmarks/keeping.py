"""What it costs to keep an index up to date: a full build, one changed paragraph, a renamed and a deleted file, and nothing.

`python -m benchmarks.keeping --articles 1000` makes so many articles from the sentences of the shipped one, each sentence with a
number of its own, so that no two texts are the same. The figures that must hold are ratios, and hold on any machine: an update
of one article under 5 % of the full build, and nothing changed under a second of the processor's time as a command, start of the
process included: its time on the wall is that on an idle machine.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import corpus
from corpus.passages import passages
from corpus.read import find_articles, read_article
from index.build import build
from index.encoders import load
from index.encoders.base import Encoder

_SHIPPED = Path(corpus.__file__).parent / "articles"
_PARAGRAPHS, _SENTENCES = 6, 4


def sentences() -> list[str]:
    """The sentences of the shipped article, without their ends."""
    [path] = find_articles(_SHIPPED)
    article = read_article(path, _SHIPPED)
    spans = [span for passage in passages(article) for span in passage.sentences]
    return [article.text[span.start : span.end].rstrip("。！？ ")[:60] for span in spans]


def article_text(number: int, some: list[str], chosen: random.Random) -> str:
    """An article of its own: every sentence ends in a number that no other has."""
    paragraphs = [
        "".join(f"{chosen.choice(some)}，编号{number}-{p}-{s}。" for s in range(_SENTENCES)) for p in range(_PARAGRAPHS)
    ]
    return f"# 第{number}篇\n\n" + "\n\n".join(paragraphs) + "\n"


def measure(folder: Path, index: Path, encoder: Encoder, count: int) -> dict[str, Any]:
    """Seconds of every step, with what it encoded."""
    some, chosen = sentences(), random.Random(1)  # noqa: S311 - the same articles every time
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.md").write_text(article_text(number, some, chosen), encoding="utf-8")
    found: dict[str, Any] = {"articles": count, "full": _timed(folder, index, encoder)}
    one = folder / f"{count // 2:05}.md"
    one.write_text(one.read_text(encoding="utf-8").replace("。\n", "。又改了一句。\n", 1), encoding="utf-8")
    found["one paragraph changed"] = _timed(folder, index, encoder)
    one.rename(folder / "renamed.md")
    found["one file renamed"] = _timed(folder, index, encoder)
    (folder / "renamed.md").unlink()
    found["one file deleted"] = _timed(folder, index, encoder)
    found["nothing changed"] = _timed(folder, index, encoder)
    return found | {"nothing changed, as a command": _command(folder, index)}


def _timed(folder: Path, index: Path, encoder: Encoder) -> dict[str, Any]:
    started = time.perf_counter()
    report = build(index, folder, encoder)
    return {"seconds": round(time.perf_counter() - started, 3), "encoded": report.encoded}


def _command(folder: Path, index: Path) -> dict[str, Any]:
    """The best of three, on the wall and of the processor's time: the others wait for other processes."""
    command = [sys.executable, "-m", "qa.cli", "build", "--articles", str(folder), "--index", str(index)]
    wall, processor = [], []
    for _ in range(3):
        started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall.append(time.perf_counter() - started)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"seconds": round(min(wall), 3), "processor": round(min(processor), 3), "encoded": 0}


def main() -> int:
    """Print the seconds and their share of the full build; 1 where a ratio does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--encoder", default="bundled")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keeping-") as home:
        encoder = load(options.encoder)
        encoder.encode_passages(["词典"])  # what takes long to load is loaded
        found = measure(Path(home) / "articles", Path(home) / "index.yuanwen", encoder, options.articles)
    full = found["full"]["seconds"]
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(f"{found['articles']} articles")
        for step, taken in found.items():
            if isinstance(taken, dict):
                share = f"{taken['seconds'] / full:.2%} of the full build"
                own = f" ({taken['processor']:.2f} s of the processor's)" if "processor" in taken else ""
                print(f"{step}: {taken['seconds']:.2f} s{own}, {taken['encoded']} texts encoded, {share}")
    within = found["one paragraph changed"]["seconds"] < 0.05 * full
    return int(not (within and found["nothing changed, as a command"]["processor"] < 1))


if __name__ == "__main__":
    sys.exit(main())
