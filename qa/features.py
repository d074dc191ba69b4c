"""The evidence that decides: a handful of numbers about a question and what was found for it."""

from index.records import Hit
from index.search import Searcher
from qa.expect import asks_number, has_number
from qa.matches import coverage, rarest, word_matches
from qa.missing import missing_entities, missing_names, rarest_missing
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
    "missing_entities",
    "missing_rarest",
    "gap",
    "agreement",
)

#: The margin is over the passage of this rank; with fewer passages it says nothing.
COMPARED = 4

_LEAST_SCORE = 0.05  # fused scores under it are noise, and shares of them would be too
_SURE = 8.0  # log odds beyond it say nothing more


def features(searcher: Searcher, evidence: Evidence) -> dict[str, float]:
    """What speaks for the first sentence answering; all zero when nothing was found.

    `sentence_*` are the first sentence's words and cosine; `margin` is how far the first passage's fused score stands
    above the fourth's, as a share of it (the second and third often say the same again); `coverage` is the share of the
    question's content words, weighted by rarity, that the passage has; `missing_names` counts its Latin names and
    numbers that the passage lacks, `missing_entities` its other names, two at most, `missing_rarest` is how telling its most
    telling word is that the passage has nothing like; `missing_number` is 1 when a number is asked for and the sentence has none; `reader_*`
    are the reader's log odds that the first sentence's passage answers, and of the sentence's most exact words, within ±8
    and zero without a reader; `gap` is how far the first sentence stands above the second (log odds, 5 at most); `agreement`
    is 1 when the best passage of the search holds the first sentence.
    """
    if not evidence.sentences:
        return dict.fromkeys(NAMES, 0.0)
    first, read = evidence.sentences[0], evidence.sentences[0].reading
    scores = [hit.score for hit in evidence.hits]
    passage, language = _with_headings(searcher, first.hit), evidence.query.language
    matches = word_matches(searcher, evidence.query, evidence.cross, first.hit.passage)
    entities = 0 if evidence.cross else missing_entities(evidence.query.text, language, passage)
    return {
        "sentence_lexical": first.lexical,
        "sentence_dense": first.dense,
        "margin": (scores[0] - scores[min(COMPARED, len(scores)) - 1]) / max(scores[0], _LEAST_SCORE),
        "coverage": coverage(matches),
        "missing_names": float(missing_names(evidence.query.text, language, passage)),
        "missing_number": float(asks_number(evidence.query.text) and not has_number(first.text)),
        "reader_passage": _bounded(first.answers),
        "reader_exact": _bounded(read and read.answer_score),
        "missing_entities": float(min(entities, 2)),
        "missing_rarest": rarest_missing(matches, passage, rarest(searcher)),
        "gap": min(first.score - evidence.sentences[1].score, 5.0) if len(evidence.sentences) > 1 else 5.0,
        "agreement": float(evidence.hits[0].passage.row == first.hit.passage.row),
    }


def _with_headings(searcher: Searcher, hit: Hit) -> str:
    """A passage under its section and title."""
    return f"{hit.passage.section or ''} {searcher.article(hit.passage.article).title} {hit.text}"


def _bounded(log_odds: float | None) -> float:
    return max(-_SURE, min(_SURE, log_odds or 0.0))
