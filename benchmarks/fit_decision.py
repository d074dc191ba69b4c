"""Fit the decision to answer or to abstain, and write qa/calibration.json with its data sheet.

    python -m benchmarks.fit_decision [--data DIR] [--limit N] [--cache FOLDER]

What it is fitted on is described in benchmarks/decision_sets.py. Every rate is of titles that were held out; `left_out` is of
whole sets: neither weights nor thresholds saw one question of them.
"""

import argparse
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from benchmarks.cached import CachedEncoder, CachedReader
from benchmarks.decision_sets import Models, Sample, collect_cross, collect_same, written_by_us
from benchmarks.dev_sets import parse
from index.encoders import load as load_encoder
from qa.calibrate.logistic import SIGNS, monotone_logistic, probabilities
from qa.evaluate.abstention import auroc
from qa.evaluate.significance import wilson
from qa.features import NAMES

_OUT = Path(__file__).parent.parent / "qa" / "calibration.json"
_FALSE_ANSWERS = 0.05
_OF_ENCODER = ("sentence_dense", "margin", "gap", "agreement")
_ANY_ENCODER = tuple(name for name in NAMES if name not in _OF_ENCODER)  # the same with any encoder
_ENOUGH = 500  # right first quotes
_HARD = ("adversarial", "near misses", "as written")


def fit(found: list[Sample], names: Sequence[str] = NAMES) -> dict[str, object]:
    """A regression over all samples, thresholds for the worst set's false answers by language, and how it does on held-out titles.

    Near misses, adversarial questions and ours as written are fitted to and measured, but choose no threshold: their paragraphs do
    speak of what is asked.
    """
    signs = np.array([SIGNS[NAMES.index(name)] for name in names])
    x = np.array([[sample.values[NAMES.index(name)] for name in names] for sample in found])
    y = np.array([sample.right for sample in found])
    weight = _balanced([sample.set for sample in found])
    groups = [sample.group for sample in found]
    held_out = _held_out(x, y, weight, signs, groups)
    parameters = monotone_logistic(x, y, weight, signs)
    thresholds = _thresholds(found, held_out)
    return {
        "weights": {name: round(float(w), 4) for name, w in zip(names, parameters, strict=False)},
        "bias": round(float(parameters[-1]), 4),
        "thresholds": {name: round(value, 4) for name, value in thresholds.items()},
        "log_loss": round(_log_loss(held_out, y, weight), 4),
        "log_loss_without": {
            name: round(_log_loss(_held_out(x[:, kept], y, weight, signs[kept], groups), y, weight), 4)
            for place, name in enumerate(names)
            for kept in [np.arange(len(names)) != place]
        },
        "held_out": rates(found, held_out, thresholds),
        "left_out": _left_out(found, x, y, weight, signs),
    }


def _held_out(
    x: NDArray[np.float64],
    y: NDArray[np.bool_],
    weight: NDArray[np.float64],
    signs: NDArray[np.float64],
    groups: Sequence[str],
) -> NDArray[np.float64]:
    """The probability (n,) of each sample by a regression that saw no sample of its group."""
    made = np.zeros(len(y))
    for train, test in GroupKFold(5).split(x, y, groups):
        made[test] = probabilities(monotone_logistic(x[train], y[train], weight[train], signs), x[test])
    return made


def _left_out(
    found: list[Sample],
    x: NDArray[np.float64],
    y: NDArray[np.bool_],
    weight: NDArray[np.float64],
    signs: NDArray[np.float64],
) -> dict[str, dict[str, Any]]:
    """The rates of each set of questions when all of its samples were left out, of weights and thresholds both."""
    table: dict[str, dict[str, Any]] = {}
    families = np.array([sample.set.split(" ")[0] for sample in found])
    ordinary = np.array([not sample.set.endswith(_HARD) for sample in found])
    for family in dict.fromkeys(families):
        rest, left = families != family, families == family
        if (
            y[rest & ordinary].sum() < _ENOUGH
        ):  # questions without an answer alone teach nothing, hard ones choose no threshold
            continue
        parameters = monotone_logistic(x[rest], y[rest], weight[rest], signs)
        others = [sample for sample, kept in zip(found, rest, strict=True) if kept]
        thresholds = _thresholds(others, probabilities(parameters, x[rest]))
        part = [sample for sample, kept in zip(found, left, strict=True) if kept]
        table |= rates(part, probabilities(parameters, x[left]), thresholds)
    return table


def _thresholds(found: list[Sample], probability: NDArray[np.float64]) -> dict[str, float]:
    """Thresholds by language, and the highest of them for all others."""
    languages = np.array([language_of(sample.set) for sample in found])
    made = {}
    for language in sorted({language_of(sample.set) for sample in found if not sample.set.endswith(_HARD)}):
        part = [sample for sample, other in zip(found, languages, strict=True) if other == language]
        made[language] = _threshold(part, probability[languages == language])
    return {"default": max(made.values()), **(made if len(made) > 1 else {})}


def language_of(name: str) -> str:
    """The language of a set's questions, by its name: `drcd.zh-Hant small` is in zh."""
    found = re.search(r"\.([a-z]{2})|\b([a-z]{2})-[a-z]{2}\b", name)
    return (found.group(1) or found.group(2)) if found else "default"


def _log_loss(probability: NDArray[np.float64], y: NDArray[np.bool_], weight: NDArray[np.float64]) -> float:
    return float(-(weight * np.log(np.where(y, probability, 1 - probability).clip(1e-9))).sum() / weight.sum())


def rates(
    found: list[Sample], probability: NDArray[np.float64], thresholds: dict[str, float]
) -> dict[str, dict[str, Any]]:
    """False answers, false refusals and wrong first quotes of each set, with 95 % intervals."""
    table: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(sample.set for sample in found):
        threshold = thresholds.get(language_of(name), thresholds["default"])
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
    for name in {sample.set for sample in found if not sample.set.endswith(_HARD)}:
        no = [p for sample, p in zip(found, probability, strict=True) if sample.set == name and not sample.answerable]
        if len(no) >= 50:
            worst = max(worst, float(np.quantile(no, 1 - _FALSE_ANSWERS)))
    return worst


def _balanced(names: Iterable[str]) -> NDArray[np.float64]:
    """Every set weighs the same, however many questions it has."""
    names = list(names)
    counts = {name: names.count(name) for name in set(names)}
    return np.array([len(names) / len(counts) / counts[name] for name in names])


def main() -> None:
    """Read the arguments, fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--cache", type=Path, help="a folder to keep in what was encoded and read")
    arguments = parse(parser, limit=1_000)
    models = Models(CachedEncoder(load_encoder(), arguments.cache), CachedReader(arguments.cache))
    same = collect_same(arguments.data, models, arguments.limit)
    cross = collect_cross(arguments.data, models, arguments.limit)
    ours_same, ours_cross = written_by_us(arguments.data, models)
    same, cross = same + ours_same, cross + ours_cross
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
