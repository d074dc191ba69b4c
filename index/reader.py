"""The reader: it reads a question beside a passage and says whether the passage answers, with which sentence and which words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.records import Span
from index.encoders.bundle import Bundle, Session, readable, shipped, side_by_side

_GRAPH = "reader.int8.onnx"
UNREAD = -12.0  # the score of a sentence beyond what was read


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """Tokens of a question and of a pair that are read at most, and the longest exact answer; `workers` pairs are read at a time,
    0 means one a core. 2,200 tokens take about 0.15 s on two cores.
    """

    question: int = 48
    longest: int = 320
    answer: int = 16
    workers: int = 0


class SentenceReading(NamedTuple):
    """How well a sentence answers (log odds against no sentence of its passage answering), the characters of the passage that
    answer most exactly, and their score against no answer (log odds of start and end, halved).
    """

    score: float
    answer: Span
    answer_score: float


class Reading(NamedTuple):
    """The log odds that a passage answers, and what was read in each of its sentences."""

    answers: float
    sentences: tuple[SentenceReading, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A passage as the reader gets it: its text and the spans of its sentences in that text."""

    text: str
    sentences: tuple[Span, ...]


class _Pair(NamedTuple):
    ids: NDArray[np.int64]
    sides: NDArray[np.int64]
    offsets: list[tuple[int, int]]
    first: int


class Reader:
    """Reads with the graph that ships. See index/encoders/weights/MODEL_CARD.md."""

    def __init__(self, options: ReaderOptions | None = None, bundle: Bundle | None = None) -> None:
        """Nothing is loaded before the first reading. Raises ModelMissing."""
        self.options = options or ReaderOptions()
        self._bundle = bundle or shipped()
        self.fingerprint = f"{self._bundle.card['name']}/{self._bundle.sum_of(_GRAPH)}"

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        """Read the pages; what is read of one does not depend on the others."""
        pairs = self._pairs(question, pages)
        made = side_by_side(self._run, pairs, self.options.workers)
        return [self._reading(pair, page, *one) for pair, page, one in zip(pairs, pages, made, strict=True)]

    def _pairs(self, question: str, pages: Sequence[Page]) -> list[_Pair]:
        bundle = self._bundle
        asked, *told = bundle.tokenizer.encode_batch(
            [readable(text) for text in (question, *(page.text for page in pages))], add_special_tokens=False
        )
        opening = [bundle.opening, *asked.ids[: self.options.question], bundle.closing]
        pairs = []
        for one in told:
            kept = self.options.longest - len(opening) - 1
            ids = np.array([*opening, *one.ids[:kept], bundle.closing])
            sides = (np.arange(len(ids)) >= len(opening)).astype(np.int64)
            pairs.append(_Pair(ids, sides, one.offsets[:kept], len(opening)))
        return pairs

    def _run(self, pair: _Pair) -> tuple[NDArray[np.float32], float]:
        embedded = self._bundle.table.of_tokens(pair.ids)[None]
        tokens, answers = self._session.run(None, {"embedded": embedded, "sides": pair.sides[None]})
        return tokens[0], float(answers[0])

    def _reading(self, pair: _Pair, page: Page, tokens: NDArray[np.float32], answers: float) -> Reading:
        starts = np.array([start for start, _ in pair.offsets])
        passage = tokens[pair.first : pair.first + len(pair.offsets)]
        nothing = float(tokens[0, 0] + tokens[0, 1])
        sentences = []
        for span in page.sentences:
            places = np.flatnonzero((starts >= span.start) & (starts < span.end))
            if not len(places):
                sentences.append(SentenceReading(UNREAD, span, UNREAD))
                continue
            part = passage[places]
            a, b, score = _best_span(part[:, 0], part[:, 1], self.options.answer)
            answer = Span(pair.offsets[places[a]][0], pair.offsets[places[b]][1])
            sentences.append(SentenceReading(float(part[:, 2].mean()), answer, (score - nothing) / 2))
        return Reading(answers, tuple(sentences))

    @cached_property
    def _session(self) -> Session:
        return self._bundle.session(_GRAPH)


def _best_span(starts: NDArray[np.float32], ends: NDArray[np.float32], longest: int) -> tuple[int, int, float]:
    """The start and end with the greatest sum, the end not before the start and at most `longest` tokens on."""
    sums = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(sums, dtype=bool)) & ~np.triu(np.ones_like(sums, dtype=bool), longest)
    place = int(np.where(allowed, sums, -np.inf).argmax())
    a, b = divmod(place, len(ends))
    return a, b, float(sums[a, b])
