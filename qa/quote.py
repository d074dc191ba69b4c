"""From ranked sentences to quotes: slices of their articles, the fewest that answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from corpus.folding import fold
from corpus.records import Article, Span
from corpus.words import tokens
from index.records import Hit
from qa.dangling import dangles
from qa.enumeration import is_item, opens_count
from qa.marks import marks
from qa.records import Context, Elsewhere, Quote
from qa.retrieve import RankedSentence


@dataclass(frozen=True, slots=True)
class QuoteOptions:
    """At most `most` sentences, `several` where several things are asked for; after the first, only those that score within
    `near` of it (log odds). Neighbours in a passage make one quote.

    Two sentences whose distinct words overlap by more than `same` (Jaccard), or of which one has more than `within` of the other's,
    say the same: the better one is quoted.
    """

    most: int = 3
    several: int = 5
    near: float = 1.0
    same: float = 0.6
    within: float = 0.8
    nearest: int = 3


@dataclass(slots=True)
class _Chosen:
    """A sentence that is quoted, the characters that are shown of its passage, and the sentences that say the same."""

    sentence: RankedSentence
    span: Span
    others: list[RankedSentence] = field(default_factory=list)


def quotes(
    sentences: Sequence[RankedSentence],
    articles: Mapping[str, Article],
    words: Sequence[str],
    options: QuoteOptions | None = None,
    several: bool = False,
) -> list[Quote]:
    """The sentences that answer, best first, none twice; where `several` things are asked for, the items of a count in order."""
    options = options or QuoteOptions()
    chosen: list[_Chosen] = []
    for sentence in sentences:
        twin = next((one for one in chosen if _says_the_same(sentence, one.sentence, articles, options)), None)
        if twin:
            twin.others.append(sentence)
        elif len(chosen) < options.most and _near(sentence, chosen, options.near):
            chosen.append(_Chosen(sentence, sentence.span))
    items = _items(chosen, sentences, articles, options) if several else []
    return [_quoted(one, articles, words) for one in items or _joined(chosen)]


def _joined(chosen: Sequence[_Chosen]) -> list[_Chosen]:
    """Neighbouring sentences of a passage as one quote, in the place of the better one."""
    made: list[_Chosen] = []
    for one in chosen:
        beside = next((other for other in made if _are_neighbours(one, other)), None)
        if beside:
            beside.span = Span(min(beside.span.start, one.span.start), max(beside.span.end, one.span.end))
            beside.others += one.others
        else:
            made.append(one)
    return made if len(made) == len(chosen) else _joined(made)


def _are_neighbours(one: _Chosen, other: _Chosen) -> bool:
    passage = one.sentence.hit.passage
    if passage.row != other.sentence.hit.passage.row:
        return False
    first, second = sorted((one.span, other.span))
    return any(
        a.end == first.end and b.start == second.start
        for a, b in zip(passage.sentences, passage.sentences[1:], strict=False)
    )


def _near(sentence: RankedSentence, chosen: Sequence[_Chosen], near: float) -> bool:
    return not chosen or sentence.score >= chosen[0].sentence.score - near


def _items(
    chosen: Sequence[_Chosen],
    sentences: Sequence[RankedSentence],
    articles: Mapping[str, Article],
    options: QuoteOptions,
) -> list[_Chosen]:
    """When the best sentence is one item of a count, all items of it, in reading order; none otherwise."""
    if not chosen or not is_item(chosen[0].sentence.text):
        return []
    best = chosen[0].sentence
    article = best.hit.passage.article
    items = [s for s in sentences if s.hit.passage.article == article and is_item(s.text)]
    known = {one.sentence.span: one for one in chosen}
    ordered = sorted(_one_count(items, best, articles[article]), key=lambda one: one.span)
    return [known.get(one.span, _Chosen(one, one.span)) for one in ordered][: options.several]


def _one_count(items: Sequence[RankedSentence], best: RankedSentence, article: Article) -> list[RankedSentence]:
    """Of the items of an article those from the first one before the best to the last before another first one."""
    before = [one for one in items if one.span <= best.span]
    start = max(
        (one.span for one in before if opens_count(article.text[one.span.start : one.span.end])), default=best.span
    )
    ends = [one.span for one in items if one.span > best.span and opens_count(one.text)]
    end = min(ends, default=None)
    return [one for one in items if one.span >= start and (end is None or one.span < end)]


def _quoted(one: _Chosen, articles: Mapping[str, Article], words: Sequence[str]) -> Quote:
    sentence = one.sentence
    span = standing_alone(sentence.hit, one.span)
    made = _quote(sentence.hit, span, sentence.score, articles, words, sentence.answer)
    also = tuple(
        Elsewhere(other.hit.passage.article, articles[other.hit.passage.article].title, *other.span, other.text)
        for other in one.others
    )
    return replace(made, also=also)


def standing_alone(hit: Hit, span: Span) -> Span:
    """The sentence, with the one before it in its passage when it opens with a pronoun that points back."""
    sentences, start = hit.passage.sentences, hit.passage.start
    place = next((place for place, other in enumerate(sentences) if other.start == span.start), 0)
    if place and dangles(hit.text[span.start - start : span.end - start]):
        return Span(sentences[place - 1].start, span.end)
    return span


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


def _says_the_same(
    one: RankedSentence, other: RankedSentence, articles: Mapping[str, Article], options: QuoteOptions
) -> bool:
    texts = [articles[s.hit.passage.article].text[s.span.start : s.span.end] for s in (one, other)]
    if fold(texts[0]) == fold(texts[1]):
        return True
    first, second = map(_words_of, texts)
    shared = len(first & second)
    return shared > options.same * max(len(first | second), 1) or shared > options.within * max(
        min(len(first), len(second)), 1
    )


@lru_cache(maxsize=4_000)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(tokens(text))
