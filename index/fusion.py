"""One score from many: a weighted sum (Bruch, Gai & Ingber, TOIS 2023: it beats reciprocal ranks once its weights fit)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.records import Scored


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each leg counts."""

    lexical: float
    dense: float
    dense_sentence: float


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights for questions in the articles' language, and for questions in another."""

    same: Weights
    cross: Weights

    @classmethod
    def of(cls, encoder: str) -> "Fusion":
        """The weights fitted for an encoder; others get weights that lean on words, for their cosines are unknown."""
        return FITTED.get(encoder, SAFE)

    def with_sides(self, sides: Mapping[str, Sequence[float]]) -> "Fusion":
        """With other weights for `same`, `cross` or both."""
        found = {name: Weights(*weights) for name, weights in sides.items()}
        return Fusion(found.get("same", self.same), found.get("cross", self.cross))


# Chosen on cmrc2018.zh, drcd.zh-Hant and bipar by benchmarks/fit_fusion.py; see benchmarks/results.md.
FITTED = {"bundled": Fusion(same=Weights(0.6, 0.2, 0.2), cross=Weights(0.2, 0.4, 0.4))}
SAFE = Fusion(same=Weights(0.7, 0.15, 0.15), cross=Weights(0.3, 0.35, 0.35))


def fuse(legs: Mapping[int, Mapping[str, float]], fusion: Fusion, cross: bool) -> Scored:
    """Rows by their fused score, best first, equal scores by row.

    The word legs come divided by the question's score against itself, the vector legs are cosines: both mean the same
    for every question, so nothing is scaled by what else was found. That was as good as scaling (see results.md), and
    it makes the fused score comparable between questions.
    """
    weights = fusion.cross if cross else fusion.same
    scored = [(row, fused(values, weights)) for row, values in legs.items()]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def fused(values: Mapping[str, float], weights: Weights) -> float:
    """The weighted sum of one row's legs; the better of the plain and the translated word leg counts."""
    lexical = max(values.get("lexical", 0.0), values.get("lexicon", 0.0))
    dense = weights.dense * values.get("dense", 0.0) + weights.dense_sentence * values.get("dense_sentence", 0.0)
    return weights.lexical * lexical + dense
