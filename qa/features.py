"""The evidence that decides: a handful of numbers about a question and what was found for it."""

import re

from corpus.folding import fold
from index.search import Searcher
from qa.expect import asks_number, has_number
from qa.matches import coverage, word_matches
from qa.retrieve import Evidence

#: In the order of the fitted weights.
NAMES = (
    "sentence_lexical",
    "sentence_dense",
    "margin",
    "coverage",
    "missing_names",
    "missing_number",
    "reader_passage",
    "reader_exact",
)

_LEAST_SCORE = 0.05  # fused scores under it are noise, and shares of them would be too
_SURE = 8.0  # log odds beyond it say nothing more
_NAME_OR_NUMBER = re.compile(r"[a-z][a-z0-9.+-]*[a-z0-9]|\d+(?:[.,]\d+)*")


def features(searcher: Searcher, evidence: Evidence) -> dict[str, float]:
    """What speaks for the first sentence answering; all zero when nothing was found.

    `sentence_*` are the first sentence's words and cosine; `margin` is how far the first passage's fused score stands
    above the fourth's, as a share of it (the second and third often say the same again); `coverage` is the share of the
    question's content words, weighted by rarity, that the passage has; `missing_names` counts its Latin names and
    numbers that the passage lacks; `missing_number` is 1 when a number is asked for and the sentence has none; `reader_*`
    are the reader's log odds that the first sentence's passage answers, and of the sentence's most exact words, within ±8
    and zero without a reader.
    """
    if not evidence.sentences:
        return dict.fromkeys(NAMES, 0.0)
    first, read = evidence.sentences[0], evidence.sentences[0].reading
    scores = [hit.score for hit in evidence.hits]
    return {
        "sentence_lexical": first.lexical,
        "sentence_dense": first.dense,
        "margin": (scores[0] - scores[min(3, len(scores) - 1)]) / max(scores[0], _LEAST_SCORE),
        "coverage": coverage(word_matches(searcher, evidence.query, evidence.cross, first.hit.passage)),
        "missing_names": _missing_names(searcher, evidence),
        "missing_number": float(asks_number(evidence.query.text) and not has_number(first.text)),
        "reader_passage": _bounded(first.answers),
        "reader_exact": _bounded(read and read.answer_score),
    }


def _bounded(log_odds: float | None) -> float:
    return max(-_SURE, min(_SURE, log_odds or 0.0))


def _missing_names(searcher: Searcher, evidence: Evidence) -> float:
    """Only Latin names in a question of another script, and numbers anywhere, must be met literally."""
    question = fold(evidence.query.text)
    names = set(_NAME_OR_NUMBER.findall(question))
    if evidence.query.language not in ("zh", "ja", "ko"):
        names = {name for name in names if name[0].isdigit()}
    hit = evidence.sentences[0].hit
    text = fold(f"{hit.passage.section or ''} {searcher.article(hit.passage.article).title} {hit.text}")
    return float(sum(name not in text for name in names))
