"""Choose a balanced sample of parallel text: every set up to its cap, every language up to its share.

Run from the root of the checkout: python -m training.sample_text DATA WORK
Writes WORK/pairs.jsonl with rows of english, other and lang (`zh`, another language, or `en` where there is no other).
"""

import argparse
import json
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.sentences import split

_CODE = re.compile(r"[{}<>\\|=`]")


@dataclass(frozen=True, slots=True)
class TextRecipe:
    """At most `most` pairs a set with Chinese, more or fewer where `caps` says so, and `by_language` pairs with another
    language; `sentences` of English running text; English of `least` to `longest` characters.
    """

    most: int = 3_000
    caps: dict[str, int] = field(
        default_factory=lambda: {"lctt_ccbysa": 39_000, "tatoeba_cmn": 17_000, "moj_law": 8_000, "tw_transcript": 6_000}
    )
    by_language: int = 9_500
    sentences: int = 30_000
    least: int = 12
    longest: int = 230
    seed: int = 0


#: For what takes more of it than a vocabulary needs.
MORE_TEXT = TextRecipe(
    most=12_000, caps={"lctt_ccbysa": 120_000, "tatoeba_cmn": 30_000}, by_language=22_000, sentences=0, longest=300
)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a .jsonl.xz file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def pairs(data: Path, recipe: TextRecipe) -> Iterator[tuple[str, str, str]]:
    """English, other, language."""
    chance = random.Random(recipe.seed)  # noqa: S311 a sample, not a secret
    taken: Counter[str] = Counter()
    seen: set[str] = set()
    chinese = [row for row in rows(data / "parallel_zh_en.jsonl.xz") if not row["mt"]]
    chance.shuffle(chinese)
    for row in chinese:
        if taken[row["set"]] < recipe.caps.get(row["set"], recipe.most) and _fits(row["en"], row["zh"], seen, recipe):
            taken[row["set"]] += 1
            yield row["en"], row["zh"], "zh"
    others = list(rows(data / "parallel_en_other.jsonl.xz"))
    chance.shuffle(others)
    known: set[str] = set()  # one English sentence may come with several languages
    for row in others:
        if taken[row["lang"]] < recipe.by_language and _fits(row["en"], row["other"], set(), recipe):
            taken[row["lang"]] += 1
            known.add(row["en"])
            yield row["en"], row["other"], row["lang"]
    contexts = list(dict.fromkeys(row["context"] for row in rows(data / "qa_en.jsonl.xz")))
    chance.shuffle(contexts)
    for context in contexts:
        for span in split(context):
            text = context[span.start : span.end]
            if taken["en"] < recipe.sentences and _fits(text, text, seen, recipe):
                taken["en"] += 1
                yield text, text, "en"


def _fits(english: str, other: str, seen: set[str], recipe: TextRecipe) -> bool:
    if not recipe.least <= len(english) <= recipe.longest or not 4 <= len(other) <= recipe.longest * 1.3:
        return False
    if _CODE.search(english) or english in seen:
        return False
    seen.add(english)
    return True


def main() -> None:
    """Read the arguments and write the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    with (arguments.work / "pairs.jsonl").open("w", encoding="utf-8") as file:
        for english, other, language in pairs(arguments.data, TextRecipe()):
            counts[language] += 1
            file.write(json.dumps({"english": english, "other": other, "lang": language}, ensure_ascii=False) + "\n")
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
