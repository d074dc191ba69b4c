"""From a test set to a calibration: every question is asked once, then the decision is fitted to what came of it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.fusion import Fusion
from qa.bot import Bot
from qa.calibrate import fit
from qa.calibrate.fit import Fitted, Rates, Sample
from qa.calibrate.fusion import Side, fit_fusion, gather
from qa.decide import Calibration, Logistic
from qa.errors import CannotCalibrate
from qa.evaluate.significance import wilson
from qa.evaluate.testset import Case
from qa.features import NAMES

#: Called with how many of how many questions are done.
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration as it is stored, and what is known of it: on held-out questions `before`, as the bot decides them now,
    and `after`; the curve to choose from; what to be warned of.
    """

    row: dict[str, Any]
    before: dict[str, float | None]
    after: dict[str, float | None]
    curve: tuple[Rates, ...]
    fusion: dict[str, Side]
    unanswerable: int
    largest: float

    def to_json(self) -> dict[str, Any]:
        """The shape that `calibrate --json` prints."""
        fusion = {
            name: {**side._asdict(), "weights": asdict(side.weights), "better": side.better}
            for name, side in self.fusion.items()
        }
        return {
            "calibration": self.row,
            "before": self.before,
            "after": self.after,
            "curve": [asdict(one) for one in self.curve],
            "fusion": fusion,
            "unanswerable": self.unanswerable,
            "false_answers_at_most": self.largest,
        }


def calibrate(bot: Bot, path: Path, cases: Sequence[Case], max_false_answers: float, tell: Tell) -> Calibrated:
    """Fit the decision, and for an encoder that ships without them the fusion weights. Nothing is stored. Raises CannotCalibrate."""
    shipped, texts = Calibration.load(), bot.library.texts()
    known = bot.encoder.fingerprint == shipped.encoder
    fusion: dict[str, Side] = {}
    chosen: dict[str, list[float]] = {}
    if known:
        samples = list(_samples(bot, cases, texts, tell))
    else:
        asked = [
            gather(bot.searcher, case.question, [answer.with_text(texts) for answer in case.answers])
            for case in cases
            if case.answers
        ]
        safe = Fusion.of(bot.encoder.name)
        fusion = fit_fusion(asked, safe)
        chosen = {name: list(asdict(side.weights).values()) for name, side in fusion.items() if side.better}
        refitted = Bot(bot.index, bot.encoder, fusion=safe.with_sides(chosen), reader=bot.reader)
        samples = list(_samples(refitted, cases, texts, tell))
        refitted.close()
    sides = {"same": (shipped.same, shipped.same_any_encoder), "cross": (shipped.cross, shipped.cross_any_encoder)}
    fitted: dict[str, Fitted] = {}
    for name, (own, any_encoder) in sides.items():
        part = [one for one in samples if one.cross == (name == "cross")]
        if fit.enough(part) and not all(one.answerable for one in part):
            fitted[name] = fit.fit(part, own if known else any_encoder, max_false_answers)
    if not fitted:
        right = sum(one.right for one in samples)
        raise CannotCalibrate(path=path, questions=len(samples), right=right, wrong=len(samples) - right)
    row: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "testset": {
            "name": path.name,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "questions": len(samples),
        },
        "encoder": bot.encoder.fingerprint,
        "reader": bot.reader.fingerprint,
        "max_false_answers": max_false_answers,
        **{name: _model(one.model) for name, one in fitted.items()},
        "strength": {name: "infinite" if np.isinf(one.strength) else one.strength for name, one in fitted.items()},
        "fusion": chosen or None,
    }
    return _judged(row, samples, fitted, fusion)


def _samples(bot: Bot, cases: Sequence[Case], texts: dict[str, str], tell: Tell) -> Iterator[Sample]:
    for number, case in enumerate(cases, 1):
        answer, evidence = bot.examine(case.question, case.history)
        best = evidence.sentences[0] if evidence.sentences else None
        right = best is not None and any(
            one.with_text(texts).is_in(best.hit.passage.article, best.span.start, best.text) for one in case.answers
        )
        values = tuple(answer.features[name] for name in NAMES)
        yield Sample(values, right, case.answerable, evidence.cross, answer.probability, answer.answered)
        tell(number, len(cases))


def _judged(
    row: dict[str, Any],
    samples: Sequence[Sample],
    fitted: dict[str, Fitted],
    fusion: dict[str, Side],
) -> Calibrated:
    """Held-out figures over the sides that were fitted; the thresholds of the curve are those of one for all of them."""
    parts: list[Sample] = []
    after, before, shown_before, shown_after = [], [], [], []
    for name, one in fitted.items():
        part = [sample for sample in samples if sample.cross == (name == "cross")]
        parts += part
        after.append(one.held_out)
        before.append(np.array([sample.probability for sample in part]))
        shown_after.append(one.held_out >= one.model.thresholds["default"])
        shown_before.append(np.array([sample.answered for sample in part]))
    found = [np.concatenate(values) for values in (before, after)]
    answered = [np.concatenate(values) for values in (shown_before, shown_after)]
    told = [fit.quality(values, parts) | _answered(shown, parts) for values, shown in zip(found, answered, strict=True)]
    unanswerable = sum(not one.answerable for one in parts)
    wrong = sum(bool(shown) and not one.answerable for shown, one in zip(answered[1], parts, strict=True))
    return Calibrated(
        row, told[0], told[1], tuple(fit.curve(found[1], parts)), fusion, unanswerable, wilson(wrong, unanswerable)[1]
    )


def _answered(shown: NDArray[np.bool_], samples: Sequence[Sample]) -> dict[str, float | None]:
    found = asdict(fit.rates(shown.astype(float), samples, 0.5))
    del found["threshold"]
    return found


def _model(model: Logistic) -> dict[str, Any]:
    return {"weights": dict(model.weights), "bias": model.bias, "thresholds": dict(model.thresholds)}
