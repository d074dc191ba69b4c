"""From ranked sentences to quotes: slices of their articles, the fewest that answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.records import Article, Span
from corpus.words import tokens
from index.records import Hit
from qa.marks import marks
from qa.records import Context, Quote
from qa.retrieve import RankedSentence


@dataclass(frozen=True, slots=True)
class QuoteOptions:
    """At most `most` quotes; after the first, only sentences that score within `near` of it (log odds).

    Two sentences whose distinct words overlap by more than `same` (Jaccard) say the same: the better one is quoted.
    """

    most: int = 3
    near: float = 1.0
    same: float = 0.6
    nearest: int = 3


def quotes(
    sentences: Sequence[RankedSentence],
    articles: Mapping[str, Article],
    words: Sequence[str],
    options: QuoteOptions | None = None,
) -> list[Quote]:
    """The sentences that answer, best first, none twice."""
    options = options or QuoteOptions()
    chosen: list[RankedSentence] = []
    for sentence in sentences:
        if len(chosen) == options.most:
            break
        if chosen and sentence.score < chosen[0].score - options.near:
            break
        if not any(_says_the_same(sentence, other, articles, options.same) for other in chosen):
            chosen.append(sentence)
    return [_quote(one.hit, one.span, one.score, articles, words, one.answer) for one in chosen]


def nearest(
    hits: Sequence[Hit], articles: Mapping[str, Article], words: Sequence[str], options: QuoteOptions | None = None
) -> list[Quote]:
    """The closest passages, whole, for when none of them answers."""
    options = options or QuoteOptions()
    spans = [(hit, Span(hit.passage.start, hit.passage.end)) for hit in hits[: options.nearest]]
    return [_quote(hit, span, hit.score, articles, words) for hit, span in spans]


def _quote(
    hit: Hit,
    span: Span,
    score: float,
    articles: Mapping[str, Article],
    words: Sequence[str],
    answer: Span | None = None,
) -> Quote:
    passage, article = hit.passage, articles[hit.passage.article]
    text = article.text[span.start : span.end]
    return Quote(
        article=article.id,
        article_hash=article.hash,
        file=article.file or article.id,
        title=article.title,
        source=article.source,
        section=passage.section,
        page=article.page_at(span.start),
        line=article.line_at(span.start),
        date=article.date,
        start=span.start,
        end=span.end,
        text=text,
        passage=Context(passage.start, passage.end, article.text[passage.start : passage.end]),
        score=score,
        marks=tuple(Span(span.start + a, span.start + b) for a, b in marks(text, words)),
        answer=answer,
    )


def _says_the_same(one: RankedSentence, other: RankedSentence, articles: Mapping[str, Article], limit: float) -> bool:
    texts = [articles[s.hit.passage.article].text[s.span.start : s.span.end] for s in (one, other)]
    if fold(texts[0]) == fold(texts[1]):
        return True
    first, second = (set(tokens(text)) for text in texts)
    return len(first & second) > limit * max(len(first | second), 1)
