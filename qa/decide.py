"""Calibrated abstention: from evidence to the probability that the first quote answers, and the threshold to speak."""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

FITTED = Path(__file__).parent / "calibration.json"


def probability_of(log_odds: float) -> float:
    """The probability that these log odds are of.

    >>> probability_of(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, log_odds))))


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named features, and the probability from which it answers, by question language."""

    weights: Mapping[str, float]
    bias: float
    thresholds: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability that the first quote answers, in (0, 1)."""
        return probability_of(self.bias + sum(weight * features[name] for name, weight in self.weights.items()))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Regressions for questions in the articles' language and in another, each in two forms.

    Cosines mean something else with every encoder: the `*_any_encoder` regressions use no feature that depends on it, and
    decide whenever the encoder is not the one that the others were fitted with. `fingerprint` tells one calibration from another.
    """

    same: Logistic
    cross: Logistic
    same_any_encoder: Logistic
    cross_any_encoder: Logistic
    encoder: str
    fingerprint: str = ""

    @classmethod
    def load(cls, path: Path = FITTED) -> "Calibration":
        """The calibration that benchmarks/fit_decision.py wrote; its data sheet is in the same file."""
        text = path.read_bytes()
        found = json.loads(text)
        parts = {
            name: Logistic(**{k: found[name][k] for k in ("weights", "bias", "thresholds")})
            for name in ("same", "cross", "same_any_encoder", "cross_any_encoder")
        }
        return cls(**parts, encoder=found["encoder"], fingerprint=hashlib.sha256(text).hexdigest())

    def decide(
        self, features: Mapping[str, float], language: str, cross: bool, encoder: str, comparable: bool = True
    ) -> "Decision":
        """How sure the first quote's answer is, and whether that is enough to say so.

        `encoder` is the fingerprint of the encoder that the evidence was found with. With too few passages to be `comparable`,
        how far the best one stands above the others says nothing, and what does without that decides.
        """
        fits = encoder == self.encoder and comparable
        known = (self.same, self.cross) if fits else (self.same_any_encoder, self.cross_any_encoder)
        model = known[cross]
        adds = {name: weight * features[name] for name, weight in model.weights.items()}
        return Decision(
            model.probability(features), model.thresholds.get(language, model.thresholds["default"]), adds, model.bias
        )

    def with_encoder(self, encoder: str) -> "Decide":
        """`decide` for evidence that one encoder found."""

        def decide(features: Mapping[str, float], language: str, cross: bool, comparable: bool) -> Decision:
            return self.decide(features, language, cross, encoder, comparable)

        return decide


@dataclass(frozen=True, slots=True)
class Decision:
    """The probability that the first quote answers, the threshold from which it is shown, and the log odds that the features
    and the bias add up to.
    """

    probability: float
    threshold: float
    adds: Mapping[str, float]
    bias: float

    def plus(self, adds: Mapping[str, float]) -> "Decision":
        """The decision with more evidence, in log odds by name."""
        added = {**self.adds, **adds}
        return replace(self, probability=probability_of(self.bias + sum(added.values())), adds=added)

    @property
    def answered(self) -> bool:
        """Whether the quote is shown as an answer."""
        return self.probability >= self.threshold


#: From features, the question's language, whether it is another than the articles', and whether there were passages enough to
#: compare the best one with.
Decide = Callable[[Mapping[str, float], str, bool, bool], Decision]
