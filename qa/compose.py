"""From resolved questions to an answer: each question's quotes, none twice, or that the articles do not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.records import Article
from index.search import Query, Searcher
from qa import quote
from qa.enumeration import asks_several
from qa.explain import reasons
from qa.phrases import not_answered
from qa.records import Kind, Part, Quote
from qa.resolve import Resolved


@dataclass(frozen=True, slots=True)
class Composed:
    """Parts of an answer with all their quotes; `nearest` only where nothing is answered; and its text."""

    kind: Kind
    parts: tuple[Part, ...]
    quotes: tuple[Quote, ...]
    nearest: tuple[Quote, ...]
    text: str


def compose(searcher: Searcher, asked: Sequence[tuple[str, Resolved]]) -> Composed:
    """The answer to one or several questions, each with how it was resolved."""
    quotes: list[Quote] = []
    parts = []
    for question, resolved in asked:
        quoted = tuple(_quotes(searcher, resolved))
        chosen = resolved.chosen
        parts.append(
            Part(
                question,
                chosen.understood,
                chosen.decision.answered,
                chosen.probability,
                tuple(_number(one, quotes) for one in quoted),
                quoted,
                reasons(searcher, resolved),
            )
        )
    if not quotes:
        return Composed(Kind.NOT_ANSWERED, tuple(parts), (), _nearest(searcher, asked), not_answered(asked[0][0]))
    return Composed(Kind.QUOTES, tuple(parts), tuple(quotes), (), _text(parts, quotes))


def _number(one: Quote, quotes: list[Quote]) -> int:
    """The number of a quote among those that are there, where it is put when it is new."""
    for number, known in enumerate(quotes, 1):
        if (known.article, known.start, known.end) == (one.article, one.start, one.end):
            return number
    quotes.append(one)
    return len(quotes)


def _quotes(searcher: Searcher, resolved: Resolved) -> list[Quote]:
    chosen = resolved.chosen
    if not chosen.decision.answered:
        return []
    evidence = chosen.evidence
    several = asks_several(chosen.text)
    return quote.quotes(evidence.sentences, _articles(searcher, resolved), _words(evidence.query), several=several)


def _nearest(searcher: Searcher, asked: Sequence[tuple[str, Resolved]]) -> tuple[Quote, ...]:
    """The nearest passages of the first question; of several, one of each."""
    found: list[Quote] = []
    options = quote.QuoteOptions() if len(asked) == 1 else quote.QuoteOptions(nearest=1)
    for _, resolved in asked:
        evidence = resolved.chosen.evidence
        for one in quote.nearest(evidence.hits, _articles(searcher, resolved), _words(evidence.query), options):
            _number(one, found)
    return tuple(found)


def _text(parts: Sequence[Part], quotes: Sequence[Quote]) -> str:
    """The quotes line by line; where one of several questions has none, what is missing is said."""
    if len(parts) == 1:
        return "\n".join(one.text for one in quotes)
    lines = []
    for part in parts:
        told = [quotes[number - 1].text for number in part.quotes] or [not_answered(part.question)]
        lines += [part.question, *told]
    return "\n".join(lines)


def _articles(searcher: Searcher, resolved: Resolved) -> Mapping[str, Article]:
    names = {hit.passage.article for hit in resolved.chosen.evidence.hits}
    return {name: searcher.article(name) for name in names}


def _words(query: Query) -> list[str]:
    """The words to mark: the question's own and their translations."""
    return [*query.words, *(word for groups in query.translated.values() for group in groups for word in group)]
