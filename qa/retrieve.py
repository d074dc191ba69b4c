"""From a question to evidence: the best passages of all legs, and their sentences ranked."""

from dataclasses import dataclass

from corpus.records import Span
from index.records import Hit
from index.search import Query, Searcher
from qa.expect import asks_number, content_words, has_number, news


@dataclass(frozen=True, slots=True)
class SentenceWeights:
    """How much a sentence's words, its cosine and its passage's fused score count, a number where one is asked for,
    and what the sentence says beyond the question.
    """

    lexical: float
    dense: float
    passage: float
    number: float
    news: float


@dataclass(frozen=True, slots=True)
class RetrieveOptions:
    """`hits` passages are found, and the sentences of the first `read` are ranked."""

    hits: int = 10
    read: int = 5
    # one set of weights is within half a point of the best for every dev set, across languages too
    weights: SentenceWeights = SentenceWeights(lexical=0.25, dense=0.5, passage=2.0, number=0.1, news=0.3)


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a passage: its span in the article, its score, and what the score was made of."""

    hit: Hit
    span: Span
    score: float
    lexical: float
    dense: float

    @property
    def text(self) -> str:
        """The sentence, character for character."""
        start = self.hit.passage.start
        return self.hit.text[self.span.start - start : self.span.end - start]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one reading of a question: passages and sentences, each best first."""

    query: Query
    cross: bool
    hits: tuple[Hit, ...]
    sentences: tuple[RankedSentence, ...]


def retrieve(searcher: Searcher, question: str, options: RetrieveOptions | None = None) -> Evidence:
    """Search a question through every leg and rank the sentences of the best passages."""
    options = options or RetrieveOptions()
    query = searcher.prepare(question)
    hits = searcher.search(query, options.hits)
    cross = searcher.is_cross(query)
    sentences = rank_sentences(searcher, query, hits[: options.read], options.weights)
    return Evidence(query, cross, tuple(hits), tuple(sentences))


def rank_sentences(searcher: Searcher, query: Query, hits: list[Hit], weights: SentenceWeights) -> list[RankedSentence]:
    """The sentences of these passages, best first; equal scores in reading order."""
    lexical = searcher.sentence_lexical(query, [hit.passage for hit in hits])
    number_asked, known = asks_number(query.text), frozenset(content_words(query.text))
    ranked = []
    for hit in hits:
        cosines = searcher.sentence_cosines(query, hit.passage)
        for place, (span, cosine) in enumerate(zip(hit.passage.sentences, cosines, strict=True)):
            text = hit.text[span.start - hit.passage.start : span.end - hit.passage.start]
            words = lexical[hit.passage.sentence_row(place)]
            score = weights.lexical * words + weights.dense * cosine + weights.passage * hit.score
            score += weights.number * (number_asked and has_number(text)) + weights.news * news(text, known)
            ranked.append(RankedSentence(hit, span, score, words, cosine))
    return sorted(ranked, key=lambda one: (-one.score, one.hit.passage.row, one.span))
