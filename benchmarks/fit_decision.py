"""Fit the decision to answer or to abstain, and write qa/calibration.json with its data sheet.

    python -m benchmarks.fit_decision [--data DIR] [--limit N] [--cache FOLDER]

Questions are asked of indexes from which half of the articles were left out, large ones (half of a set) and small ones
(half of the paragraphs of one title, or of a few neighbours), so that half of the questions have no answer there. A sample is right when the
first quote holds an accepted answer and comes from the right article.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from benchmarks.cached import CachedEncoder, CachedReader
from benchmarks.dev_sets import Asked, across, load, parse
from benchmarks.opened import searcher_over
from corpus.records import Article
from index.encoders import load as load_encoder
from qa.calibrate.logistic import SIGNS, monotone_logistic, probabilities
from qa.evaluate.abstention import auroc
from qa.evaluate.quoting import holds_answer
from qa.evaluate.significance import wilson
from qa.features import NAMES, features
from qa.retrieve import retrieve

_OUT = Path(__file__).parent.parent / "qa" / "calibration.json"
_FALSE_ANSWERS = 0.05
_ANY_ENCODER = tuple(name for name in NAMES if name not in ("sentence_dense", "margin"))  # the same with any encoder


@dataclass(frozen=True, slots=True)
class Sample:
    """One asked question: its features, whether the first quote was right, whether the index held the answer."""

    set: str
    group: str
    values: tuple[float, ...]
    right: bool
    answerable: bool


class Models(NamedTuple):
    """What evidence is found with."""

    encoder: CachedEncoder
    reader: CachedReader


def samples(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models) -> Iterator[Sample]:
    """Ask every question of one index that holds these articles."""
    held = {article.id for article in articles}
    with searcher_over(articles, models.encoder) as searcher:
        for one in asked:
            evidence = retrieve(searcher, models.reader, one.question)
            found = features(searcher, evidence)
            answerable = one.answerable and one.article in held
            first = evidence.sentences[0] if evidence.sentences else None
            right = (
                answerable
                and first is not None
                and first.hit.passage.article == one.article
                and holds_answer(first.text, one.answers)
            )
            yield Sample(name, one.title, tuple(found[key] for key in NAMES), right, answerable)


def large(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int) -> list[Sample]:
    """Half of a set's articles in one index."""
    step = max(1, len(asked) // limit)
    return list(samples(f"{name} large", articles[::2], asked[::step], models))


def few(
    name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int, size: int = 16
) -> list[Sample]:
    """Every second article of `size` neighbours in an index of its own."""
    found: list[Sample] = []
    each = max(4, limit * size // max(len(articles), 1))
    for start in range(0, len(articles) - size, size):
        group = articles[start : start + size]
        held = {article.id for article in group}
        ones = [one for one in asked if one.article in held]
        found += samples(f"{name} few", group[::2], ones[:: max(1, len(ones) // each)], models)
    return found


def foreign(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int) -> list[Sample]:
    """Questions of one set asked of the articles of another, a few at a time: none has an answer."""
    found: list[Sample] = []
    step = max(1, len(asked) // limit)
    parts = [articles[start : start + 10] for start in range(0, min(len(articles), 200), 10)]
    for place, part in enumerate(parts):
        found += samples(f"{name} foreign", part, asked[::step][place :: len(parts)], models)
    return found


def small(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int) -> list[Sample]:
    """Every second paragraph of one title in an index of its own, for every title with at least six."""
    texts = {article.id: article for article in articles}
    by_title: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        by_title[one.title].append(one)
    found: list[Sample] = []
    titles = [t for t, ones in by_title.items() if len({one.article for one in ones}) >= 6]
    each = max(8, limit // max(len(titles), 1))
    for title in titles:
        ones = by_title[title]
        held = [texts[i] for i in list(dict.fromkeys(one.article for one in ones))[::2]]
        found += samples(f"{name} small", held, ones[:: max(1, len(ones) // each)], models)
    return found


def fit(found: list[Sample], names: Sequence[str] = NAMES) -> dict[str, object]:
    """A regression over all samples, a threshold for the worst set's false answers, and how it does on held-out titles.

    Samples of unanswerable-by-design questions in sets named `adversarial` are measured but choose no threshold: their
    paragraphs do speak of what is asked, and no score of nearness can tell.
    """
    signs = np.array([SIGNS[NAMES.index(name)] for name in names])
    x = np.array([[sample.values[NAMES.index(name)] for name in names] for sample in found])
    y = np.array([sample.right for sample in found])
    weight = _balanced([sample.set for sample in found])
    held_out = np.zeros(len(found))
    for train, test in GroupKFold(5).split(x, y, [sample.group for sample in found]):
        held_out[test] = probabilities(monotone_logistic(x[train], y[train], weight[train], signs), x[test])
    parameters = monotone_logistic(x, y, weight, signs)
    thresholds = {"default": _threshold(found, held_out)}
    chinese = [".zh" in sample.set for sample in found]
    if any(chinese):
        thresholds["zh"] = _threshold([s for s, zh in zip(found, chinese, strict=True) if zh], held_out[chinese])
    return {
        "weights": {name: round(float(w), 4) for name, w in zip(names, parameters, strict=False)},
        "bias": round(float(parameters[-1]), 4),
        "thresholds": {name: round(value, 4) for name, value in thresholds.items()},
        "held_out": rates(found, held_out, thresholds),
    }


def rates(
    found: list[Sample], probability: NDArray[np.float64], thresholds: dict[str, float]
) -> dict[str, dict[str, Any]]:
    """False answers, false refusals and wrong first quotes of each set, with 95 % intervals."""
    table: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(sample.set for sample in found):
        threshold = thresholds.get("zh" if ".zh" in name else "default", thresholds["default"])
        part = [(sample, p) for sample, p in zip(found, probability, strict=True) if sample.set == name]
        no = [p >= threshold for sample, p in part if not sample.answerable]
        yes = [p < threshold for sample, p in part if sample.answerable]
        shown = [not sample.right for sample, p in part if p >= threshold]
        table[name] = {
            "questions": len(part),
            "false_answers": _rate(no),
            "false_refusals": _rate(yes),
            "wrong_when_shown": _rate(shown),
            "auroc_right": _auroc(part, [sample.right for sample, _ in part]),
            "auroc_answerable": _auroc(part, [sample.answerable for sample, _ in part]),
        }
    return table


def _auroc(part: list[tuple[Sample, float]], yes: list[bool]) -> float | None:
    above = [p for (_, p), is_yes in zip(part, yes, strict=True) if is_yes]
    below = [p for (_, p), is_yes in zip(part, yes, strict=True) if not is_yes]
    return round(auroc(above, below), 4) if above and below else None


def _rate(outcomes: list[bool]) -> list[float] | None:
    if not outcomes:
        return None
    low, high = wilson(sum(outcomes), len(outcomes))
    return [round(value, 4) for value in (sum(outcomes) / len(outcomes), low, high)]


def _threshold(found: list[Sample], probability: NDArray[np.float64]) -> float:
    """The lowest threshold at which every set's unanswerable questions are answered at most so often."""
    worst = 0.0
    for name in {sample.set for sample in found if "adversarial" not in sample.set}:
        no = [p for sample, p in zip(found, probability, strict=True) if sample.set == name and not sample.answerable]
        if len(no) >= 50:
            worst = max(worst, float(np.quantile(no, 1 - _FALSE_ANSWERS)))
    return worst


def _balanced(names: Iterable[str]) -> NDArray[np.float64]:
    """Every set weighs the same, however many questions it has."""
    names = list(names)
    counts = {name: names.count(name) for name in set(names)}
    return np.array([len(names) / len(counts) / counts[name] for name in names])


def collect_same(data: Path, models: Models, limit: int) -> list[Sample]:
    """Questions in the articles' language: Simplified and Traditional Chinese, English."""
    found: list[Sample] = []
    for name in ("cmrc2018.zh", "drcd.zh-Hant", "squad2_no_xquad.en"):
        articles, asked = load(name, data)
        answerable = [one for one in asked if one.answerable]
        found += large(name, articles, answerable, models, limit)
        found += small(name, articles, answerable, models, limit)
    articles, asked = load("squad2_no_xquad.en", data)
    step = max(1, len(asked) // limit)
    found += samples("squad2 adversarial", articles, asked[::step], models)
    return found


def collect_cross(data: Path, models: Models, limit: int) -> list[Sample]:
    """English questions of Chinese articles and the other way round."""
    chinese, asked_zh = load("bipar.zh", data)
    english, asked_en = load("bipar.en", data)
    found: list[Sample] = []
    for name, articles, asked in (
        ("bipar en-zh", chinese, across(asked_en, asked_zh)),
        ("bipar zh-en", english, across(asked_zh, asked_en)),
    ):
        found += large(name, articles, asked, models, limit)
        found += few(name, articles, asked, models, limit)
    # the novels' questions are all about novels: a question about anything else must be refused too
    found += foreign("squad2 en-zh", load("cmrc2018.zh", data)[0], load("squad2_no_xquad.en", data)[1], models, limit)
    found += foreign("cmrc2018 zh-en", load("squad2_no_xquad.en", data)[0], load("cmrc2018.zh", data)[1], models, limit)
    return found


def main() -> None:
    """Read the arguments, fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--cache", type=Path, help="a folder to keep in what was encoded and read")
    arguments = parse(parser, limit=1_000)
    models = Models(CachedEncoder(load_encoder(), arguments.cache), CachedReader(arguments.cache))
    same = collect_same(arguments.data, models, arguments.limit)
    cross = collect_cross(arguments.data, models, arguments.limit)
    models.encoder.keep()
    models.reader.keep()
    fitted = {
        "about": "Logistic regressions over qa.features.NAMES; see benchmarks/results.md.",
        "encoder": models.encoder.fingerprint,
        "reader": models.reader.fingerprint,
        "false_answers_wanted": _FALSE_ANSWERS,
        "same": fit(same),
        "cross": fit(cross),
        "same_any_encoder": fit(same, _ANY_ENCODER),
        "cross_any_encoder": fit(cross, _ANY_ENCODER),
    }
    arguments.out.write_text(json.dumps(fitted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(fitted, indent=1))


if __name__ == "__main__":
    main()
