"""From what came of the questions to figures: a value a question, means with intervals, by language and by tag."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.evaluate.abstention import aurc, auroc, calibration_error
from qa.evaluate.ask import DEPTH
from qa.evaluate.quoting import character_f1, length_ratio, quote_hit
from qa.evaluate.ranking import ndcg, recall, reciprocal_rank
from qa.evaluate.run import Outcome
from qa.evaluate.significance import bootstrap, wilson


def _rights(one: Outcome) -> list[bool]:
    return [quote.right for quote in one.quotes]


def _if_answerable(value: Callable[[Outcome], float]) -> Callable[[Outcome], float | None]:
    return lambda one: value(one) if one.answerable else None


def _if_relevant(value: Callable[[Outcome], float]) -> Callable[[Outcome], float | None]:
    return lambda one: value(one) if one.relevant else None


def _if_quoted(value: Callable[[Outcome], float]) -> Callable[[Outcome], float | None]:
    return lambda one: value(one) if one.answerable and one.quotes else None


#: The value of one question, None where the measure does not speak of it. A refused question has no quote, so no hit.
PER_QUESTION: Mapping[str, Callable[[Outcome], float | None]] = {
    "right": lambda one: quote_hit(_rights(one), 1) if one.answerable else float(not one.answered),
    "quote_hit@1": _if_answerable(lambda one: quote_hit(_rights(one), 1)),
    "quote_hit@3": _if_answerable(lambda one: quote_hit(_rights(one), 3)),
    "best_sentence": _if_answerable(lambda one: float(one.best_right)),
    "character_f1": _if_quoted(lambda one: character_f1(one.quotes[0].text, one.answers)),
    "length_ratio": _if_quoted(lambda one: length_ratio(one.quotes[0].text, one.answers)),
    "passage_recall@1": _if_relevant(lambda one: recall(one.gains, one.relevant, 1)),
    "passage_recall@10": _if_relevant(lambda one: recall(one.gains, one.relevant, DEPTH)),
    "mrr@10": _if_relevant(lambda one: reciprocal_rank(one.gains, DEPTH)),
    "ndcg@10": _if_relevant(lambda one: ndcg(one.gains, [1] * one.relevant, DEPTH)),
    "false_answers": lambda one: None if one.answerable else float(one.answered),
    "false_refusals": _if_answerable(lambda one: float(not one.answered)),
}

_OF_ALL = ("auroc", "aurc", "calibration_error", "p50", "p95")

#: Every measure, those of single questions first; `p50` and `p95` are seconds a question, of those asked alone.
MEASURES = (*PER_QUESTION, *_OF_ALL)

#: Seconds a question; the others have no unit.
SECONDS = frozenset({"p50", "p95"})

#: From 0 to 1; a quote may be longer than its answer.
SHARES = frozenset(MEASURES) - SECONDS - {"length_ratio"}

#: Of these, less is better.
LESS_IS_BETTER = frozenset(
    {"length_ratio", "false_answers", "false_refusals", "aurc", "calibration_error", "p50", "p95"}
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over some questions: its mean, a 95 % interval where there is one, and how many questions it speaks of.

    `value` is None where nothing can be measured, for instance false answers without unanswerable questions.
    """

    value: float | None
    low: float | None
    high: float | None
    questions: int


def values(outcomes: Iterable[Outcome], measure: str) -> dict[str, float]:
    """The value of every question that a measure speaks of, by id."""
    found = ((one.id, PER_QUESTION[measure](one)) for one in outcomes)
    return {name: value for name, value in found if value is not None}


def figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Every measure over these questions."""
    found = {measure: _mean(list(values(outcomes, measure).values())) for measure in PER_QUESTION}
    can = [one.probability for one in outcomes if one.answerable]
    cannot = [one.probability for one in outcomes if not one.answerable]
    right = [one.answerable and one.best_right for one in outcomes]
    confidence = [one.probability for one in outcomes]
    seconds = [one.seconds for one in outcomes if one.seconds is not None]
    whole = {
        "auroc": (auroc(can, cannot), len(outcomes)),
        "aurc": (aurc(confidence, right), len(outcomes)),
        "calibration_error": (calibration_error(confidence, right), len(outcomes)),
        "p50": (float(np.percentile(seconds, 50)) if seconds else math.nan, len(seconds)),
        "p95": (float(np.percentile(seconds, 95)) if seconds else math.nan, len(seconds)),
    }
    return found | {
        name: Figure(None if math.isnan(value) else value, None, None, spoken)
        for name, (value, spoken) in whole.items()
    }


def by_group(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The questions by language and by tag, each group under its name, in the order of their first question."""
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        for name in (f"lang {one.lang}", *dict.fromkeys(one.tags)):
            groups.setdefault(name, []).append(one)
    return groups


def _mean(found: Sequence[float]) -> Figure:
    if not found:
        return Figure(None, None, None, 0)
    hits = set(found) <= {0.0, 1.0}
    low, high = wilson(int(sum(found)), len(found)) if hits else bootstrap(found)
    return Figure(sum(found) / len(found), low, high, len(found))
