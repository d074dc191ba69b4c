"""From a question to passages: every leg is asked, then one function fuses what they say."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from corpus.folding import fold
from corpus.language import detect
from corpus.numbers import number_keys
from corpus.records import Article
from corpus.words import tokens
from index.bm25 import DEFAULT, group_frequency, structured_score
from index.encoders.base import Encoder
from index.fusion import Fusion, fuse
from index.lexicon import Lexicon
from index.library import Library, sentence_place
from index.records import Hit, Level, Scored, StoredPassage, WordGroup
from index.stores.base import Store


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How deep each leg is asked: `depth` passages, or sentences; and how many passages, characters of articles and
    filters are kept in memory.
    """

    depth: int = 60
    kept_passages: int = 50_000
    kept_characters: int = 20_000_000
    kept_filters: int = 20


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready: its search words as groups, its unit vector (d,), the languages on both sides.

    `groups` are the question's own words, one a group; `translated` are groups of the other language's words,
    empty when the articles speak the question's language.
    """

    text: str
    language: str
    words: tuple[str, ...]
    vector: NDArray[np.float32]
    groups: tuple[WordGroup, ...]
    translated: Mapping[str, tuple[WordGroup, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a search is limited to: passages, and their sentences."""

    passages: frozenset[int]
    sentences: frozenset[int]

    @staticmethod
    def of(parts: Iterable[StoredPassage]) -> "Rows":
        """The rows of these passages."""
        kept = list(parts)
        sentences = (part.sentence_row(place) for part in kept for place in range(len(part.sentences)))
        return Rows(frozenset(part.row for part in kept), frozenset(sentences))


class Searcher:
    """Searches one generation of a library through its store."""

    def __init__(
        self,
        library: Library,
        store: Store,
        encoder: Encoder,
        lexicon: Lexicon | None,
        fusion: Fusion | None = None,
        options: SearchOptions | None = None,
    ) -> None:
        """Bring the parts together; without a lexicon the lexical leg stays within the question's language."""
        self.library, self.store, self.encoder, self.lexicon = library, store, encoder, lexicon
        self.fusion = fusion or Fusion.of(encoder.name)
        self.options = options or SearchOptions()
        self._passages: dict[int, StoredPassage] = {}
        self._articles: dict[str, Article] = {}
        self._characters = 0  # of these articles
        self._rows: dict[frozenset[str], Rows] = {}
        self._language_of = {name: base_language(language) for name, language in library.languages().items()}
        self._languages = set(self._language_of.values())

    def prepare(self, text: str) -> Query:
        """Segment, translate and encode a question once for everything that follows."""
        language = base_language(detect(text))
        words = tuple(dict.fromkeys(tokens(text)))
        translated = {}
        for target in sorted(self._languages - {language}):
            if self.lexicon and self.lexicon.covers(language, target):
                found = [*self.lexicon.groups(text, language, target), *({key: 1.0} for key in number_keys(fold(text)))]
                translated[target] = tuple(self._splittable(found))
        groups = tuple({word: 1.0} for word in words)
        return Query(text, language, words, self.encoder.encode_queries([text])[0], groups, translated)

    def search(
        self, query: Query, k: int, near: Mapping[int, float] | None = None, within: Set[str] | None = None
    ) -> list[Hit]:
        """The k best passages by the fused score, best first; of these articles only when `within` names some.

        The rows of `near` are looked at in any case, and so much is added to their scores: a follow-up question is likely to
        be answered beside the last answer.
        """
        rows = None if within is None else self.rows_of(within)
        near = {row: lift for row, lift in (near or {}).items() if rows is None or row in rows.passages}
        legs = self.legs(query, near, rows)
        ranked = fuse(legs, self.fusion, self.is_cross(query))
        if near:
            lifted = [(row, score + near.get(row, 0.0)) for row, score in ranked]
            ranked = sorted(lifted, key=lambda pair: (-pair[1], pair[0]))
        ranked = ranked[:k]
        passages = self.passages([row for row, _ in ranked])
        return [
            Hit(passage, self.article(passage.article).text[passage.start : passage.end], score, legs[passage.row])
            for passage, (_, score) in zip(passages, ranked, strict=True)
        ]

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """The passages of these rows, in their order; each is read and checked once, then kept. Raises IndexDamaged."""
        if len(self._passages) > self.options.kept_passages:
            self._passages.clear()
        new = [row for row in rows if row not in self._passages]
        self._passages.update(zip(new, self.library.passages(new), strict=True))
        return [self._passages[row] for row in rows]

    def article(self, article_id: str) -> Article:
        """An article, read and checked once, then kept. Raises KeyError, IndexDamaged."""
        if article_id not in self._articles:
            read = self.library.article(article_id)
            if self._characters + len(read.text) > self.options.kept_characters:
                self._articles.clear()
                self._characters = 0
            self._articles[article_id] = read
            self._characters += len(read.text)
        return self._articles[article_id]

    def is_cross(self, query: Query, article: str | None = None) -> bool:
        """Whether an article, or all of them, speak another language than the question."""
        languages = self._languages if article is None else {self._language_of.get(article)}
        return query.language not in languages

    def rows_of(self, articles: Set[str]) -> Rows:
        """The rows of these articles; names that are no article's have none. Raises IndexDamaged."""
        known = frozenset(articles)
        if known not in self._rows:
            if len(self._rows) >= self.options.kept_filters:
                self._rows.clear()
            self._rows[known] = Rows.of(part for name in sorted(known) for part in self.library.passages_of(name))
        return self._rows[known]

    def legs(self, query: Query, also: Iterable[int] = (), only: Rows | None = None) -> dict[int, dict[str, float]]:
        """What each leg says of every passage that any leg found, and of `also`, by passage row; of the rows of `only`, if given.

        `lexical` is BM25 over the score of the question against itself, `lexicon` the same through translations,
        `dense` the cosine of the passage, `dense_sentence` that of its best sentence.
        """
        found: dict[int, dict[str, float]] = {}
        for name, groups in self.word_legs(query):
            bound = self.self_score(Level.PASSAGE, groups)
            for row, score in self._ask_words(groups, only):
                _keep_best(found, row, name, score / bound if bound else 0.0)
            for row, score in self._word_scores(
                Level.PASSAGE, groups, [row for row in also if row not in found]
            ).items():
                _keep_best(found, row, name, score)
        self._ask_vectors(found, query, only)
        return found

    def word_legs(self, query: Query) -> list[tuple[str, tuple[WordGroup, ...]]]:
        """The groups of words to search by, with the name of the leg that they make."""
        legs = [("lexical", query.groups)] if query.groups else []
        return legs + [("lexicon", groups) for groups in query.translated.values() if groups]

    def _ask_words(self, groups: Sequence[WordGroup], only: Rows | None) -> Scored:
        rows = None if only is None else only.passages
        if all(len(group) == 1 for group in groups):
            words = [word for group in groups for word in group]
            return self.store.lexical(Level.PASSAGE, words, self.options.depth, rows)
        return self.store.structured(Level.PASSAGE, groups, self.options.depth, rows)

    def _ask_vectors(self, found: dict[int, dict[str, float]], query: Query, only: Rows | None) -> None:
        depth = self.options.depth
        passages, sentences = (None, None) if only is None else (only.passages, only.sentences)
        for row, cosine in self.store.dense(Level.PASSAGE, query.vector, depth, passages):
            _keep_best(found, row, "dense", cosine)
        for row, cosine in self.store.dense(Level.SENTENCE, query.vector, depth, sentences):
            _keep_best(found, sentence_place(row)[0], "dense_sentence", cosine)
        rows = [row for row, legs in found.items() if "dense" not in legs]
        for row, cosine in zip(rows, self.store.cosines(Level.PASSAGE, query.vector, rows), strict=True):
            found[row]["dense"] = cosine
        rows = [row for row, legs in found.items() if "dense_sentence" not in legs]
        passages_left = self.passages(rows)
        for passage, cosines in zip(passages_left, self.sentence_cosines(query, passages_left), strict=True):
            found[passage.row]["dense_sentence"] = max(cosines, default=0.0)

    def self_score(self, level: Level, groups: Sequence[WordGroup]) -> float:
        """BM25 of the question against itself: what a document of just its words would score."""
        collection = self.store.collection(level)
        frequencies = [self._group_frequency(level, group) for group in groups]
        idf = sum(DEFAULT.idf(df, collection.documents) for df in frequencies)
        return idf * DEFAULT.saturation(1, len(groups), collection.mean_length)

    def sentence_cosines(self, query: Query, passages: Sequence[StoredPassage]) -> list[list[float]]:
        """The cosine of the question with each sentence of each passage, in order."""
        rows = [[passage.sentence_row(place) for place in range(len(passage.sentences))] for passage in passages]
        cosines = iter(self.store.cosines(Level.SENTENCE, query.vector, [row for of_one in rows for row in of_one]))
        return [list(islice(cosines, len(of_one))) for of_one in rows]

    def sentence_lexical(self, query: Query, passages: Sequence[StoredPassage]) -> dict[int, float]:
        """The normalised BM25 of every sentence of these passages, by sentence row: the best of plain and translated."""
        rows = [passage.sentence_row(i) for passage in passages for i in range(len(passage.sentences))]
        best = dict.fromkeys(rows, 0.0)
        for _, groups in self.word_legs(query):
            for row, score in self._word_scores(Level.SENTENCE, groups, rows).items():
                best[row] = max(best[row], score)
        return best

    def _word_scores(self, level: Level, groups: Sequence[WordGroup], rows: Sequence[int]) -> dict[int, float]:
        """BM25 of these rows over the question's score against itself, by row."""
        if not rows:
            return {}
        collection, bound = self.store.collection(level), self.self_score(level, groups)
        frequencies = [self._group_frequency(level, group) for group in groups]
        found = {}
        for row, words in self.store.words(level, rows).items():
            score = structured_score(list(groups), frequencies, Counter(words), len(words), collection)
            found[row] = score / bound if bound else 0.0
        return found

    def _group_frequency(self, level: Level, group: WordGroup) -> float:
        return group_frequency(group, lambda word: self.store.document_frequency(level, word))

    def _splittable(self, groups: Sequence[Mapping[str, float]]) -> list[WordGroup]:
        """Words that no document has are replaced by the search words they are made of, sharing their weight."""
        made = []
        for group in groups:
            parts: dict[str, float] = {}
            for word, weight in group.items():
                for part, share in self._parts(word, weight):
                    parts[part] = max(share, parts.get(part, 0.0))
            made.append(parts)
        return [group for group in made if group]

    def _parts(self, word: str, weight: float) -> list[tuple[str, float]]:
        if self.store.document_frequency(Level.PASSAGE, word):
            return [(word, weight)]
        parts = [part for part in tokens(word) if self.store.document_frequency(Level.PASSAGE, part)]
        return [(part, weight / len(parts)) for part in parts] or [(word, weight)]


def base_language(language: str) -> str:
    """The language without its script: Traditional and Simplified Chinese share their search keys.

    >>> base_language("zh-Hant")
    'zh'
    """
    return language.split("-")[0]


def _keep_best(found: dict[int, dict[str, float]], row: int, leg: str, score: float) -> None:
    legs = found.setdefault(row, {"lexical": 0.0})
    legs[leg] = max(score, legs.get(leg, -1.0))
