"""Which words of a question a passage has, in whatever language, and how much those that it lacks would have told."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.bm25 import DEFAULT
from index.records import Level, StoredPassage, WordGroup
from index.search import Query, Searcher
from qa.expect import content_words


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word of the question, the passage's words that stand for it, how well the best of them does (0 to 1), and the
    rarity of the word among the passages (its inverse document frequency).
    """

    asked: str
    found: tuple[str, ...]
    share: float
    rarity: float


def word_matches(searcher: Searcher, query: Query, cross: bool, passage: StoredPassage) -> list[WordMatch]:
    """One match for each content word of the question, in order; across languages, for each of its translated groups."""
    present = set(searcher.store.words(Level.PASSAGE, [passage.row]).get(passage.row, ()))
    documents = searcher.store.collection(Level.PASSAGE).documents
    found = []
    for asked, group in _groups(query, cross):
        df = sum(weight * searcher.store.document_frequency(Level.PASSAGE, word) for word, weight in group.items())
        met = sorted((word for word in group if word in present), key=lambda word: -group[word])
        found.append(WordMatch(asked, tuple(met), group[met[0]] if met else 0.0, DEFAULT.idf(df, documents)))
    return found


def coverage(matches: Sequence[WordMatch]) -> float:
    """The share of the question's words, weighted by rarity, that the passage has."""
    total = sum(match.rarity for match in matches)
    return sum(match.rarity * match.share for match in matches) / total if total else 0.0


def _groups(query: Query, cross: bool) -> list[tuple[str, WordGroup]]:
    if cross and query.translated:
        groups = [group for groups in query.translated.values() for group in groups]
        words = set(query.words)
        return [(_own(group, words), group) for group in groups]
    return [(word, {word: 1.0}) for word in content_words(query.text)]


def _own(group: WordGroup, words: set[str]) -> str:
    """The question's own words in a group of translations."""
    own = [word for word in group if word in words]
    return " ".join(own) or next(iter(group), "")


def rarest(searcher: Searcher) -> float:
    """The rarity of a word that no passage has."""
    return DEFAULT.idf(0.0, searcher.store.collection(Level.PASSAGE).documents)
