"""Size and speed of the models in the box.

python -m benchmarks.models [--runs 5]

Texts are sentences of the shipped article, repeated; times are medians of the runs, as is the time of an idle Python for comparison.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import corpus
import index
from corpus.read import find_articles, read_article
from corpus.records import Span
from index.encoders.bundle import Bundle
from index.encoders.bundled import BundledEncoder
from index.reader import Page, Reader

_SENTENCES, _TOKENS = 200, 33
_PAGES, _PAGE_TOKENS = 10, 200
_QUESTION = "华为与多少所高校共建了ICT学院？"
_LOAD = {
    "python -c pass": "pass",
    "encoder, to its first vector": "from index.encoders import load; load().encode_queries(['什么是智能化？'])",
    "encoder and reader, to the first reading": (
        "from index.encoders import load; from index.reader import Page, Reader; from corpus.records import Span;"
        "load().encode_queries(['什么是智能化？']); Reader().read('什么是智能化？', [Page('智能化。', (Span(0, 4),))])"
    ),
    "onnxruntime, numpy and tokenizers alone": "import numpy, tokenizers, onnxruntime",
}


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    bundle, encoder = Bundle(), BundledEncoder()
    lexicon = Path(index.__file__).parent / "lexicon.sqlite"
    sizes = {**bundle.card["bytes"], lexicon.name: lexicon.stat().st_size}
    print("| file | MB |\n|---|---|")
    for name, size in {**sizes, "all": sum(sizes.values())}.items():
        print(f"| {name} | {size / 1e6:.1f} |")
    ids = bundle.tokenizer.encode(_text(), add_special_tokens=False)
    sentences = [_cut(ids.offsets, place * 7, _TOKENS - 2) for place in range(_SENTENCES)]
    pages = [
        Page(text, (Span(0, len(text)),)) for text in (_cut(ids.offsets, 90 * n, _PAGE_TOKENS) for n in range(_PAGES))
    ]
    reader = Reader()
    encoder.encode_passages(sentences[:4])
    print("\n| what | median | least | most |\n|---|---|---|---|")
    _row(
        f"sentences of {_TOKENS} tokens a second",
        runs,
        lambda: _SENTENCES / _timed(lambda: encoder.encode_passages(sentences)),
        0,
    )
    _row("one question, ms", runs * 5, lambda: 1000 * _timed(lambda: encoder.encode_queries([_QUESTION])), 1)
    reader.read(_QUESTION, pages[:1])
    _row(
        f"{_PAGES} passages of {_PAGE_TOKENS} tokens read, ms",
        runs,
        lambda: 1000 * _timed(lambda: reader.read(_QUESTION, pages)),
        0,
    )
    for name, code in _LOAD.items():
        _row(
            f"{name}, s",
            runs,
            partial(_started, code),
            2,
        )


def _text() -> str:
    folder = Path(corpus.__file__).parent / "articles"
    return 2 * "\n".join(read_article(path, folder).text for path in find_articles(folder))


def _cut(offsets: list[tuple[int, int]], start: int, tokens: int) -> str:
    start %= len(offsets) - tokens
    return _text()[offsets[start][0] : offsets[start + tokens - 1][1]]


def _started(code: str) -> float:
    return _timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _row(name: str, runs: int, measure: Callable[[], float], digits: int) -> None:
    found = [measure() for _ in range(runs)]
    values = " | ".join(f"{value:.{digits}f}" for value in (statistics.median(found), min(found), max(found)))
    print(f"| {name} | {values} |", flush=True)


if __name__ == "__main__":
    main()
