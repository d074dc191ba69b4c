"""From what was typed to what was meant: a question may be read in several ways, and the evidence chooses."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from corpus.language import detect
from corpus.records import Span
from corpus.words import WORD, tokens
from index.records import Level
from index.search import Searcher
from qa.decide import Decide, Decision
from qa.expect import content_words
from qa.features import COMPARED, features
from qa.followup import is_short, points_back, standing_alone, swapped
from qa.pinyin import is_pinyin
from qa.retrieve import Evidence, ReadsPassages, retrieve
from qa.spelling import corrected
from qa.vocabulary import Vocabulary

_KEPT = 200  # earlier questions
_ASKS_WHO = re.compile(r"[谁誰]|哪[一]?位|\bwho\b", re.IGNORECASE)


class Way(StrEnum):
    """How a question was read."""

    TYPED = "typed"
    CORRECTED = "corrected"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a question: its text, what it is understood to ask, how it came about, what was found for it, and how surely
    that answers.
    """

    text: str
    understood: str
    way: Way
    evidence: Evidence
    features: Mapping[str, float]
    decision: Decision

    @property
    def probability(self) -> float:
        """That the first quote answers."""
        return self.decision.probability


@dataclass(frozen=True, slots=True)
class Resolved:
    """The reading that was chosen, and all that were tried, as typed first."""

    chosen: Reading
    tried: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class ResolveOptions:
    """A corrected reading must be so much more probable than the one as typed. After an answer, passages up to `beside` away from
    its first quote get `near` on their fused score for a question that leans on it, others of that article half of it. What is found so
    is trusted more (log odds) when the question put in full finds the same sentence, `agrees`, else `differs`, and `repeats` when it is
    the last answer's sentence. `turns` earlier questions are looked at.

    See benchmarks/results.md for what else was tried.
    """

    margin: float = 0.05
    near: float = 0.2
    beside: int = 1
    agrees: float = 1.5
    differs: float = -0.5
    repeats: float = -2.0
    turns: int = 4


class Resolver:
    """Reads questions over one generation of an index."""

    def __init__(
        self, searcher: Searcher, reader: ReadsPassages | None, decide: Decide, options: ResolveOptions | None = None
    ) -> None:
        """Nothing is loaded before the first question that has a word which no article has."""
        self.searcher, self._reader, self._decide = searcher, reader, decide
        self.options = options or ResolveOptions()
        self._within: Set[str] | None = None
        self._known: dict[tuple[Set[str] | None, str, tuple[str, ...]], Reading] = {}
        self._whole = self

    def within(self, articles: Set[str] | None) -> "Resolver":
        """One like this that finds answers in these articles only; this one itself for None."""
        if articles is None:
            return self
        narrow = copy(self)  # what is loaded late is the whole one's
        narrow._within = articles
        return narrow

    def resolve(self, question: str, history: Sequence[str] = ()) -> Resolved:
        """The reading of a question after earlier ones, oldest first, that the evidence speaks for."""
        tried = [self._read(question, question, Way.TYPED)]
        history = history[-self.options.turns :]
        near = None
        if history and self._leans(question):
            last = self._last(history)
            near = self._beside(last) if last.decision.answered else None
            tried += self._follow_ups(question, last, near)
        meant = self._corrected(question)
        if meant and meant not in {one.text for one in tried}:
            tried.append(self._read(meant, meant, Way.CORRECTED, near))
        return Resolved(self._best(tried), tuple(tried))

    def warm(self) -> None:
        """Load now what the first slip of a keyboard would wait for."""
        _ = self._vocabulary.by_sound

    def _leans(self, question: str) -> bool:
        """Whether a question leans on what was asked before. A short one that names what no article has is a new topic."""
        if points_back(question):
            return True
        frequency = self.searcher.store.document_frequency
        return is_short(question) and all(frequency(Level.PASSAGE, word) for word in content_words(question))

    def _best(self, tried: Sequence[Reading]) -> Reading:
        """The most probable reading; one that leans on an answer goes before the same words alone, whatever is found for those."""
        leaning = [one for one in tried if one.way is Way.FOLLOW_UP]
        rest = [one for one in tried if one.way is Way.CORRECTED]
        best = max(leaning, key=lambda one: one.probability) if leaning else tried[0]
        if not leaning or best.text != tried[0].text:
            best = max(best, tried[0], key=lambda one: one.probability)
        other = max(rest, key=lambda one: one.probability, default=best)
        return other if other.probability > best.probability + self.options.margin else best

    def _read(self, text: str, understood: str, way: Way, near: Mapping[int, float] | None = None) -> Reading:
        evidence = retrieve(self.searcher, self._reader, text, near=near, within=self._within)
        found = features(self.searcher, evidence)
        comparable = len(evidence.hits) >= COMPARED
        decision = self._decide(found, evidence.query.language, evidence.cross, comparable)
        return Reading(text, understood, way, evidence, found, decision)

    def _follow_ups(self, question: str, last: Reading, near: Mapping[int, float] | None) -> Iterator[Reading]:
        """What a question that leans on the last one means: beside its answer, or put in full where there is none."""
        full = standing_alone(question, [last.understood], named=_named(last) if near else None) or question
        other = swapped(question, [last.understood], self._similar)
        if other:
            yield self._read(other, other, Way.FOLLOW_UP, near)
        put_in_full = self._read(full, full, Way.FOLLOW_UP, near) if full != question else None
        if near and content_words(question):
            beside = self._read(question, full, Way.FOLLOW_UP, near)
            yield replace(beside, decision=beside.decision.plus(self._bears_out(beside, put_in_full, last)))
        elif put_in_full and not (near and _place(put_in_full) == _place(last)):  # that does not answer "why?"
            yield put_in_full

    def _bears_out(self, found: Reading, put_in_full: Reading | None, last: Reading) -> dict[str, float]:
        """What else speaks for and against what was found beside the last answer, in log odds."""
        agrees = put_in_full is not None and _place(put_in_full) == _place(found)
        adds = {"agrees": self.options.agrees} if agrees else {"differs": self.options.differs}
        return adds | ({"repeats": self.options.repeats} if _place(found) == _place(last) else {})

    def _last(self, history: Sequence[str]) -> Reading:
        """The earlier question that one leans on: the latest that was answered, or that did not lean on another itself."""
        for place in range(len(history) - 1, -1, -1):
            earlier = self._earlier(history[place], tuple(history[:place]))
            if earlier.decision.answered or not self._leans(history[place]):
                break
        return earlier

    def _earlier(self, question: str, history: tuple[str, ...]) -> Reading:
        """How an earlier question was read, made once: each later question of a conversation looks back at it."""
        key = self._within, question, history
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[key] = self.resolve(question, history).chosen
        return self._known[key]

    def _beside(self, answered: Reading) -> dict[int, float]:
        """The passages around an answer with what their scores get."""
        there = answered.evidence.sentences[0].hit.passage
        options = self.options
        return {
            one.row: options.near if abs(one.ordinal - there.ordinal) <= options.beside else options.near / 2
            for one in self.searcher.library.passages_of(there.article)
        }

    def _corrected(self, question: str) -> str | None:
        ours = detect(question).split("-")[0] in ("zh", "en", "und") or is_pinyin(question)
        if not ours or not self._has_strange_words(question):
            return None
        return corrected(question, self._whole._vocabulary, self.searcher.lexicon)

    def _has_strange_words(self, question: str) -> bool:
        """Whether the question has a word that no article has."""
        words = {word for word in tokens(question) if len(word) > 1} | set(WORD.findall(question.lower()))
        return any(not self.searcher.store.document_frequency(Level.PASSAGE, word) for word in words)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self.searcher.library.each_text())

    def _similar(self, phrase: str, others: Sequence[str]) -> list[float]:
        vectors = self.searcher.encoder.encode_queries([phrase, *others])
        return [float(likeness) for likeness in vectors[1:] @ vectors[0]]


def _place(reading: Reading) -> tuple[int, Span] | None:
    """The passage's row and the span of the sentence that a reading found first."""
    if not reading.evidence.sentences:
        return None
    first = reading.evidence.sentences[0]
    return first.hit.passage.row, first.span


def _named(last: Reading) -> str | None:
    """The exact words that answered a question for somebody."""
    first = last.evidence.sentences[0]
    if first.answer is None or not _ASKS_WHO.search(last.understood):
        return None
    start = first.hit.passage.start
    return first.hit.text[first.answer.start - start : first.answer.end - start]
