"""From a question to evidence: the best passages of all legs, and their sentences ranked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple, Protocol

from corpus.records import Span
from index.reader import Page, Reading, SentenceReading
from index.records import Hit
from index.search import Query, Searcher
from qa.expect import asks_number, content_words, has_number, news


class ReadsPassages(Protocol):
    """What `index.reader.Reader` does."""

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        """Readings of the first pages, at least one if there are any."""
        ...


@dataclass(frozen=True, slots=True)
class SentenceWeights:
    """How much a sentence's words, its cosine and its passage's fused score count, a number where one is asked for, what the
    sentence says beyond the question, and the reader's score of its most exact words.

    The sum is in log odds: of two sentences, one that scores 1 more is e times as likely to be the one that answers.
    """

    lexical: float
    dense: float
    passage: float
    number: float
    news: float
    exact: float = 0.0


# Fitted on development questions by benchmarks/fit_sentences.py; see benchmarks/results.md.
UNREAD = SentenceWeights(lexical=2.54, dense=7.80, passage=24.13, number=1.55, news=4.26)
READ = SentenceWeights(lexical=1.54, dense=3.87, passage=21.14, number=0.92, news=3.08, exact=0.51)


@dataclass(frozen=True, slots=True)
class RetrieveOptions:
    """`hits` passages are found, and the sentences of the first `read` are ranked, fewer where the reader's budget ends."""

    hits: int = 10
    read: int = 4
    read_weights: SentenceWeights = READ
    unread_weights: SentenceWeights = UNREAD


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a passage: its span in the article, its score, and what the score was made of.

    `answers` is the reader's log odds that the passage answers, `reading` what it read in the sentence; None without a reader.
    """

    hit: Hit
    span: Span
    score: float
    lexical: float
    dense: float
    answers: float | None = None
    reading: SentenceReading | None = None

    @property
    def text(self) -> str:
        """The sentence, character for character."""
        start = self.hit.passage.start
        return self.hit.text[self.span.start - start : self.span.end - start]

    @property
    def answer(self) -> Span | None:
        """The characters of the article that answer most exactly, as the reader sees it."""
        if self.reading is None:
            return None
        start = self.hit.passage.start
        return Span(start + self.reading.answer.start, start + self.reading.answer.end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one reading of a question: passages by their fused score, sentences by theirs, each best first."""

    query: Query
    cross: bool
    hits: tuple[Hit, ...]
    sentences: tuple[RankedSentence, ...]

    @property
    def passages(self) -> tuple[Hit, ...]:
        """The passages by their best sentence, those whose sentences were not ranked at the end."""
        ranked = {sentence.hit.passage.row: sentence.hit for sentence in self.sentences}
        return (*ranked.values(), *(hit for hit in self.hits if hit.passage.row not in ranked))


def retrieve(
    searcher: Searcher, reader: ReadsPassages | None, question: str, options: RetrieveOptions | None = None
) -> Evidence:
    """Search a question through every leg, read the best passages and rank their sentences."""
    options = options or RetrieveOptions()
    query = searcher.prepare(question)
    hits = searcher.search(query, options.hits)
    readings = reader.read(question, [page_of(hit) for hit in hits[: options.read]]) if reader and hits else []
    if readings:
        sentences = rank_sentences(searcher, query, hits[: len(readings)], options.read_weights, readings)
    else:
        sentences = rank_sentences(searcher, query, hits[: options.read], options.unread_weights)
    return Evidence(query, searcher.is_cross(query), tuple(hits), tuple(sentences))


def page_of(hit: Hit) -> Page:
    """A passage as the reader gets it."""
    start = hit.passage.start
    return Page(hit.text, tuple(Span(a - start, b - start) for a, b in hit.passage.sentences))


def rank_sentences(
    searcher: Searcher,
    query: Query,
    hits: Sequence[Hit],
    weights: SentenceWeights,
    readings: Sequence[Reading] | None = None,
) -> list[RankedSentence]:
    """The sentences of these passages, best first; equal scores in reading order."""
    ranked = []
    for part in sentence_parts(searcher, query, hits, readings):
        score = sum(getattr(weights, name) * value for name, value in part.values.items())
        lexical, dense = part.values["lexical"], part.values["dense"]
        ranked.append(RankedSentence(part.hit, part.span, score, lexical, dense, part.answers, part.reading))
    return sorted(ranked, key=lambda one: (-one.score, one.hit.passage.row, one.span))


class SentenceParts(NamedTuple):
    """A sentence with what its score is made of, by the names of the weights, and what the reader says besides."""

    hit: Hit
    span: Span
    values: dict[str, float]
    answers: float | None
    reading: SentenceReading | None


def sentence_parts(
    searcher: Searcher, query: Query, hits: Sequence[Hit], readings: Sequence[Reading] | None = None
) -> Iterator[SentenceParts]:
    """Every sentence of these passages, in order."""
    lexical = searcher.sentence_lexical(query, [hit.passage for hit in hits])
    number_asked, known = asks_number(query.text), frozenset(content_words(query.text))
    for hit, reading in zip(hits, readings or repeat(None), strict=False):
        cosines = searcher.sentence_cosines(query, hit.passage)
        for place, (span, cosine) in enumerate(zip(hit.passage.sentences, cosines, strict=True)):
            text = hit.text[span.start - hit.passage.start : span.end - hit.passage.start]
            values = {
                "lexical": lexical[hit.passage.sentence_row(place)],
                "dense": cosine,
                "passage": hit.score,
                "number": float(number_asked and has_number(text)),
                "news": news(text, known),
            }
            one = reading.sentences[place] if reading else None
            if reading and one:
                values["exact"] = one.answer_score
            yield SentenceParts(hit, span, values, reading and reading.answers, one)
