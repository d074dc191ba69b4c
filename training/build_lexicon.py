"""Build the bilingual lexicon from the study's word alignment, CC-CEDICT and parallel text.

Run from the root of the checkout:
python -m training.build_lexicon STUDY_FOLDER DATA_FOLDER [--out index/lexicon.sqlite]

Takes about three minutes and 4 GB of memory. DATA_FOLDER holds cedict.jsonl.xz and parallel_zh_en.jsonl.xz.
"""

import argparse
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.words import segment
from index import inflection
from index.lexicon import ENGLISH_FUNCTION_WORDS
from training.dictionary import Entry, entries, gloss_forms, gloss_words
from training.parallel import SampleRecipe, gloss_pairs, sample, symmetric, word_counts

_OUT = Path(__file__).parent.parent / "index" / "lexicon.sqlite"

Table = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class LexiconRecipe:
    """`least` weight that counts beside the best; `commonness` is the power of a Chinese word's count by which common
    words go first; dictionary translations start at `dictionary` and lose `decay` a rank, the words of a gloss share
    `gloss`; `most` translations are kept a word; an English form is kept when seen `seen` times.
    """

    least: float = 0.07
    commonness: float = 0.3
    dictionary: float = 0.8
    decay: float = 0.3
    gloss: float = 0.6
    most: int = 18
    seen: int = 3


def build(study: Path, data: Path, out: Path, recipe: LexiconRecipe | None = None) -> int:
    """Write the lexicon file; returns its number of words."""
    recipe = recipe or LexiconRecipe()
    known = list(entries(data / "cedict.jsonl.xz"))
    pairs = [*sample(data / "parallel_zh_en.jsonl.xz", SampleRecipe()), *gloss_pairs(known, SampleRecipe())]
    sure = symmetric(pairs, SampleRecipe())
    aligned_en, aligned_zh, counts = _study(study, recipe)
    english = [_with_dictionary(aligned_en, known, counts, recipe), _by_first((e, z, p) for (z, e), p in sure.items())]
    content = ((z, e, p) for (z, e), p in sure.items() if e not in ENGLISH_FUNCTION_WORDS and len(e) > 1)
    chinese = [aligned_zh, _by_first(content), _glossed(known, recipe)]
    seen = {word for word, count in word_counts(pairs).items() if count >= recipe.seen}
    tables = {"en": _summed(english), "zh": {word: found for word, found in _summed(chinese).items() if _is_one(word)}}
    return _write(out, tables, _forms(seen), recipe)


def _is_one(word: str) -> bool:
    """Whether the segmenter leaves a Chinese word whole: other words are never looked up."""
    return segment(word).split() == [word]


def _study(study: Path, recipe: LexiconRecipe) -> tuple[Table, Table, dict[str, float]]:
    """English → Chinese and Chinese → English by the study's alignment, and how often each Chinese word was seen."""
    vocabulary = json.loads((study / "vocab.json").read_text(encoding="utf-8"))
    rows, first = vocabulary["rows"], vocabulary["english_rows"]
    data = np.load(study / "alignment.npz")
    counts = {rows[first + place]: float(count) for place, count in enumerate(data["zh_count"])}
    english, chinese = [], []
    for place, (tops, weights) in enumerate(zip(data["top"], data["weight"].astype(float), strict=True)):
        word = rows[first + place]
        for other, weight in zip((rows[row] for row in tops), weights, strict=True):
            if weight >= recipe.least and not other.startswith("##"):  # a piece of a word is no word
                english.append((other, word, weight * counts[word] ** recipe.commonness))
                if other.isalpha() and other not in ENGLISH_FUNCTION_WORDS:
                    chinese.append((word, other, weight))
    return _by_first(english), _by_first(chinese), counts


def _with_dictionary(aligned: Table, known: list[Entry], counts: dict[str, float], recipe: LexiconRecipe) -> Table:
    """English phrases and words with the Chinese words that the dictionary gives, common ones first."""
    named: dict[str, set[str]] = defaultdict(set)
    for entry in known:
        for form in (form for gloss in entry.glosses for form in gloss_forms(gloss)):
            named[form].add(entry.word)
        if entry.romanised:
            named[entry.romanised].add(entry.word)
    table = {word: dict(found) for word, found in aligned.items()}
    for form, words in named.items():
        found = table.setdefault(form, {})
        for rank, word in enumerate(sorted(words, key=lambda word: (-counts.get(word, 0.5), word))[: recipe.most]):
            found[word] = max(found.get(word, 0.0), recipe.dictionary / (1 + recipe.decay * rank))
    return table


def _glossed(known: list[Entry], recipe: LexiconRecipe) -> Table:
    """Chinese words with the English words of their glosses; the words of a long gloss weigh less."""
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for entry in known:
        found = table[entry.word]
        for words in map(gloss_words, entry.glosses[:3]):
            for word in words:
                found[word] = max(found.get(word, 0.0), recipe.gloss / len(words) ** 0.5)
        if entry.romanised:
            found.setdefault(entry.romanised, recipe.gloss)
    return table


def _by_first(triples: Iterable[tuple[str, str, float]]) -> Table:
    """Weights by the first word, the best of each being 1."""
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for first, second, weight in triples:
        table[first][second] = weight
    return {word: _scaled(found) for word, found in table.items()}


def _summed(tables: list[Table]) -> Table:
    """The sum of several opinions: a translation that several give comes before one that only one gives."""
    total: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for table in tables:
        for word, found in table.items():
            for other, weight in found.items():
                total[word][other] += weight
    return {word: _scaled(found) for word, found in total.items() if found}


def _scaled(found: Mapping[str, float]) -> dict[str, float]:
    best = max(found.values())
    return {word: weight / best for word, weight in found.items()}


def _forms(seen: set[str]) -> dict[str, str]:
    """The inflected and plain forms of each English word that were seen in text."""
    forms = {word: sorted({form for form in inflection.forms(word) if form in seen} - {word}) for word in seen}
    return {word: " ".join(found) for word, found in sorted(forms.items()) if found}


def _write(out: Path, tables: Mapping[str, Table], forms: dict[str, str], recipe: LexiconRecipe) -> int:
    out.unlink(missing_ok=True)
    db = sqlite3.connect(out)
    total = 0
    for name, table in tables.items():
        rows = [(word, _packed(found, recipe)) for word, found in sorted(table.items())]
        db.execute(f"CREATE TABLE {name} (word TEXT PRIMARY KEY, translations TEXT) WITHOUT ROWID")
        db.executemany(f"INSERT INTO {name} VALUES (?, ?)", rows)  # noqa: S608 one of our two names
        total += len(rows)
    db.execute("CREATE TABLE forms (word TEXT PRIMARY KEY, forms TEXT) WITHOUT ROWID")
    db.executemany("INSERT INTO forms VALUES (?, ?)", forms.items())
    db.commit()
    db.execute("VACUUM")
    db.close()
    return total


def _packed(found: Mapping[str, float], recipe: LexiconRecipe) -> str:
    """The translations with their weights in percent, best first; the weight of the best, always 100, is left out.

    >>> _packed({"大学": 0.67, "高校": 1.0}, LexiconRecipe())
    '高校 大学 67'
    """
    (best, _), *others = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: recipe.most]
    return " ".join([best, *(f"{other} {weight * 100:.0f}" for other, weight in others if weight >= recipe.least)])


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path, help="folder with vocab.json and alignment.npz")
    parser.add_argument("data", type=Path, help="folder with cedict.jsonl.xz and parallel_zh_en.jsonl.xz")
    parser.add_argument("--out", type=Path, default=_OUT)
    arguments = parser.parse_args()
    build(arguments.study, arguments.data, arguments.out)


if __name__ == "__main__":
    main()
