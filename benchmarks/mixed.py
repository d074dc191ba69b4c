"""Articles of two languages in one index: what a question finds there, and what it finds among its own articles alone.

    python -m benchmarks.mixed [--data DIR] [--limit N] [--cache FOLDER]

Half of each set's contexts are left out, so that refusals are seen too. The articles beside are in the question's language where
its own articles are not, which is where it could be led astray.
"""

import argparse
from pathlib import Path

from benchmarks.cached import CachedEncoder
from benchmarks.dev_sets import Asked, across, load, parse
from benchmarks.noise import Seen, ask
from benchmarks.opened import searcher_over
from corpus.records import Article
from index.encoders import load as load_encoder
from index.reader import Reader
from qa.decide import Calibration
from qa.resolve import Resolver

#: Questions, and whose articles lie beside their own.
BESIDE = {
    "cmrc2018.zh": "squad2_no_xquad.en",
    "squad2_no_xquad.en": "cmrc2018.zh",
    "bipar en-zh": "squad2_no_xquad.en",
    "bipar zh-en": "cmrc2018.zh",
}
_ARTICLES = 400  # of a set


def main() -> None:
    """Ask every set alone and beside the other one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, help="a folder to keep in what was encoded")
    arguments = parse(parser, limit=200)
    encoder = CachedEncoder(load_encoder(), arguments.cache)
    reader, calibration = Reader(), Calibration.load().with_encoder(encoder.fingerprint)
    print("| questions | beside | answerable | best sentence right | right and shown | not answerable | shown |")
    print("|---|---|---|---|---|---|---|")
    for name, other in BESIDE.items():
        articles, asked = _set(name, arguments.data)
        held = {article.id for article in articles[::2]}
        known = {article.id for article in articles}
        asked = [one for one in asked if one.answerable and one.article in known]
        asked = asked[:: max(1, len(asked) // arguments.limit)]
        for beside in ("", other):
            kept = [*articles[::2], *(_set(beside, arguments.data)[0][::2] if beside else [])]
            with searcher_over(kept, encoder) as searcher:
                resolver = Resolver(searcher, reader, calibration)
                seen = list(ask(resolver, [(one, one.question) for one in asked], held))
            print(f"| {name} | {beside or '–'} | {_row(seen)} |", flush=True)
    encoder.keep()


def _set(name: str, data: Path) -> tuple[list[Article], list[Asked]]:
    if not name.startswith("bipar"):
        articles, asked = load(name, data)
        return articles[:_ARTICLES], asked
    language, other = name.split()[1].split("-")
    articles, there = load(f"bipar.{other}", data)
    return articles[:_ARTICLES], across(load(f"bipar.{language}", data)[1], there)


def _row(seen: list[Seen]) -> str:
    yes, no = [one for one in seen if one.answerable], [one for one in seen if not one.answerable]
    right = [sum(one.right for one in yes), sum(one.right and one.shown for one in yes)]
    rates = " | ".join(f"{count / len(yes):.3f}" for count in right)
    return f"{len(yes)} | {rates} | {len(no)} | {sum(one.shown for one in no) / len(no):.3f}"


if __name__ == "__main__":
    main()
