"""From a question to evidence: the best passages of all legs, and their sentences ranked."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from corpus.records import Span
from index.reader import Page, Reading, SentenceReading
from index.records import Hit
from index.search import Query, Searcher
from qa.expect import asks_number, content_words, has_number, news
from qa.marks import unbroken


class ReadsPassages(Protocol):
    """What `index.reader.Reader` does."""

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        """A reading of each page."""
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
UNREAD = SentenceWeights(lexical=2.14, dense=9.75, passage=17.10, number=1.47, news=3.89)
READ = SentenceWeights(lexical=0.98, dense=3.91, passage=16.58, number=0.34, news=1.31, exact=0.50)


@dataclass(frozen=True, slots=True)
class RetrieveOptions:
    """`hits` passages are found. The sentences of the first `read` are ranked by words and vectors; of these passages the likeliest
    is read, then as many more as it takes until the one that answers is among them with a probability of `enough`, and the
    sentences of those that were read are ranked anew.
    """

    hits: int = 10
    read: int = 4
    enough: float = 0.95
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
        """The characters of the article that answer most exactly, as the reader sees it; no number or word is cut in two."""
        if self.reading is None:
            return None
        start = self.hit.passage.start
        found = unbroken(self.hit.text, self.reading.answer)
        return Span(max(start + found.start, self.span.start), min(start + found.end, self.span.end))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one reading of a question: passages by their fused score, sentences by theirs, each best first; `cross` when
    the best sentence is in another language than the question.
    """

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
    searcher: Searcher,
    reader: ReadsPassages | None,
    question: str,
    options: RetrieveOptions | None = None,
    near: Mapping[int, float] | None = None,
    within: Set[str] | None = None,
) -> Evidence:
    """Search a question through every leg, read the best passages and rank their sentences.

    `near` lifts the scores of passages by row, `within` names the articles to search; see `Searcher.search`.
    """
    options = options or RetrieveOptions()
    query = searcher.prepare(question)
    hits = searcher.search(query, options.hits, near, within)
    parts = sentence_parts(searcher, query, hits[: options.read])
    sentences = rank(parts, options.unread_weights)
    if reader and sentences:
        readings = read_likeliest(reader, question, sentences, options.enough)
        sentences = rank(with_readings(parts, readings), options.read_weights)
    best = sentences[0].hit.passage.article if sentences else None
    return Evidence(query, searcher.is_cross(query, best), tuple(hits), tuple(sentences))


def read_likeliest(
    reader: ReadsPassages, question: str, sentences: Sequence[RankedSentence], enough: float
) -> dict[int, Reading]:
    """Readings of the fewest passages, likeliest first, by row, of which one answers with this probability if any of them all does.

    The likeliest is read alone: what the reader says of it changes its chance, and with it how many more are worth their time.
    """
    chances = passage_chances(sentences)
    hits = {one.hit.passage.row: one.hit for one in sentences}
    first = next(iter(chances))
    [reading] = reader.read(question, [page_of(hits[first])])
    chances[first] *= math.exp(reading.answers)
    more = likeliest(chances, enough)[1:]
    others = reader.read(question, [page_of(hits[row]) for row in more]) if more else []
    return {first: reading, **dict(zip(more, others, strict=True))}


def passage_chances(sentences: Sequence[RankedSentence]) -> dict[int, float]:
    """How likely each passage is the one that answers, against the first sentence alone, by row, likeliest first.

    Scores are log odds of a choice among all sentences: a passage is as likely as its sentences together.
    """
    chances: dict[int, float] = {}
    for one in sentences:
        row = one.hit.passage.row
        chances[row] = chances.get(row, 0.0) + math.exp(one.score - sentences[0].score)
    return dict(sorted(chances.items(), key=lambda item: -item[1]))


def likeliest(chances: Mapping[int, float], enough: float) -> list[int]:
    """The fewest of the first of these, at least one, that together have this share of all chances."""
    total, reached, found = math.fsum(chances.values()), 0.0, list[int]()
    for row, chance in chances.items():
        if found and reached >= enough * total:
            break
        found.append(row)
        reached += chance
    return found


def page_of(hit: Hit) -> Page:
    """A passage as the reader gets it."""
    start = hit.passage.start
    return Page(hit.text, tuple(Span(a - start, b - start) for a, b in hit.passage.sentences))


def rank(parts: Iterable["SentenceParts"], weights: SentenceWeights) -> list[RankedSentence]:
    """Sentences by the weighted sum of their values, best first; equal scores in reading order."""
    ranked = []
    for part in parts:
        score = sum(getattr(weights, name) * value for name, value in part.values.items())
        lexical, dense = part.values["lexical"], part.values["dense"]
        ranked.append(RankedSentence(part.hit, part.span, score, lexical, dense, part.answers, part.reading))
    return sorted(ranked, key=lambda one: (-one.score, one.hit.passage.row, one.span))


class SentenceParts(NamedTuple):
    """A sentence, the `place`-th of its passage, with what its score is made of by the names of the weights, and what the
    reader says besides.
    """

    hit: Hit
    place: int
    span: Span
    values: dict[str, float]
    answers: float | None = None
    reading: SentenceReading | None = None


def sentence_parts(searcher: Searcher, query: Query, hits: Sequence[Hit]) -> list[SentenceParts]:
    """Every sentence of these passages, in order, unread."""
    lexical = searcher.sentence_lexical(query, [hit.passage for hit in hits])
    number_asked, known = asks_number(query.text), frozenset(content_words(query.text))
    found = []
    for hit, cosines in zip(hits, searcher.sentence_cosines(query, [hit.passage for hit in hits]), strict=True):
        for place, (span, cosine) in enumerate(zip(hit.passage.sentences, cosines, strict=True)):
            text = hit.text[span.start - hit.passage.start : span.end - hit.passage.start]
            values = {
                "lexical": lexical[hit.passage.sentence_row(place)],
                "dense": cosine,
                "passage": hit.score,
                "number": float(number_asked and has_number(text)),
                "news": news(text, known),
            }
            found.append(SentenceParts(hit, place, span, values))
    return found


def with_readings(parts: Iterable[SentenceParts], readings: Mapping[int, Reading]) -> Iterator[SentenceParts]:
    """The sentences of the passages that were read, with what was read in them; readings by passage row."""
    for part in parts:
        reading = readings.get(part.hit.passage.row)
        if reading:
            one = reading.sentences[part.place]
            values = {**part.values, "exact": one.answer_score}
            yield part._replace(values=values, answers=reading.answers, reading=one)
