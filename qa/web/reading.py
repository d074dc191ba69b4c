"""HTML of the reader: the articles of an answer, whole, its quotes highlighted, and the bar that goes through them."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.records import Article, Block, BlockKind, Span
from qa.records import Quote
from qa.web.cleaning import attribute, clean, text_html
from qa.web.places import reference
from qa.web.texts import Texts

_MOST_TITLE = 24  # characters of a title on a tab


Numbered = Sequence[tuple[int, Quote]]


def reader(articles: Sequence[Article], quotes: Numbered, turn: int, related: bool, texts: Texts) -> str:
    """The articles with the quotes of one turn highlighted, each with its number in the answer; `related` ones are shown more
    faintly, and are no answer.

    Articles but the first are hidden until a tab or a quote of theirs is chosen.
    """
    parts = [_bar(articles, quotes, related, texts)]
    for place, article in enumerate(articles):
        marks = [(number, one) for number, one in quotes if one.article == article.id]
        shown = _Marked(article, marks, turn, "yw-related-hit" if related else "yw-hit", texts)
        named, hidden = f'data-tab="{place}" data-article="{attribute(article.id)}"', " hidden" if place else ""
        parts.append(f'<section class="yw-sheet" {named}{hidden}>{shown.html()}</section>')
    return clean("".join(parts))


def reader_empty(texts: Texts) -> str:
    """What the reader shows when there is no article yet."""
    return clean(
        f'<div class="yw-reader-empty"><p class="yw-empty-seal">文</p><p>{text_html(texts.reader_empty)}</p></div>'
    )


def anchor(turn: int, number: int) -> str:
    """The id of a highlight: quote `number` of turn `turn`, both from 1."""
    return f"q-{turn}-{number}"


def _bar(articles: Sequence[Article], quotes: Numbered, related: bool, texts: Texts) -> str:
    """Tabs where there are several articles; where there are quotes, the way through them; the file to keep."""
    tabs = "".join(_tab(article, place) for place, article in enumerate(articles)) if len(articles) > 1 else ""
    steps = _steps(len(quotes), related, texts) if quotes else ""
    if not articles:
        return ""
    keep = (
        f'<button type="button" class="yw-original" title="{attribute(texts.original_title)}" '
        f'data-done="{attribute(texts.no_original)}">{text_html(texts.original)}</button>'
    )
    listed = f'<div class="yw-tabs" role="group" aria-label="{attribute(texts.articles_quoted)}">{tabs}</div>'
    back = f'<button type="button" class="yw-back">‹ {text_html(texts.to_top)}</button>'  # on a phone
    return f'<div class="yw-bar">{back}{listed}{steps}{keep}</div>'


def _tab(article: Article, place: int) -> str:
    title = article.title if len(article.title) <= _MOST_TITLE else article.title[: _MOST_TITLE - 1] + "…"
    pressed = "false" if place else "true"
    return (
        f'<button type="button" class="yw-tab" data-tab="{place}" aria-pressed="{pressed}" '
        f'title="{attribute(article.title)}">{text_html(title)}</button>'
    )


def _steps(count: int, related: bool, texts: Texts) -> str:
    word = texts.passage if related else texts.quote
    back, on = attribute(texts.previous), attribute(texts.following)
    return (
        f'<div class="yw-steps"><button type="button" class="yw-step" data-step="-1" title="{back} (k)" '
        f'aria-label="{back}">‹</button><span class="yw-count" aria-live="polite">{text_html(word)} 1 / {count}</span>'
        f'<button type="button" class="yw-step" data-step="1" title="{on} (j)" aria-label="{on}">›</button>'
        f'<button type="button" class="yw-copy" title="{attribute(texts.copy_title)} (c)" '
        f'data-done="{attribute(texts.copied)}">{text_html(texts.copy)}</button></div>'
    )


class _Marked:
    """One article with its marks; a quote over several blocks has a mark in each, and its name on the first."""

    def __init__(self, article: Article, quotes: Numbered, turn: int, kind: str, texts: Texts) -> None:
        self._article, self._turn, self._kind, self._texts = article, turn, kind, texts
        self._quotes = quotes
        self._contexts = [Span(one.passage.start, one.passage.end) for _, one in quotes]
        self._begun: set[int] = set()

    def html(self) -> str:
        """The article, typeset."""
        article = self._article
        about = " · ".join(text_html(part) for part in (article.source, article.date, article.id) if part)
        title = text_html(article.title)
        parts = [f'<article class="yw-article" lang="{attribute(article.language)}"><header><h2>{title}</h2>']
        parts.append(f'<p class="yw-about">{about}</p></header>')
        for block in article.blocks:
            if block.kind is BlockKind.HEADING and article.text[block.start : block.end] == article.title:
                continue  # the header shows it
            parts.append(self._block(block))
        return "".join([*parts, "</article>"])

    def _block(self, block: Block) -> str:
        places = (place for _, quote in self._quotes for place in (quote.start, quote.end))
        cuts = sorted({block.start, block.end, *(place for place in places if block.start < place < block.end)})
        inside = "".join(self._piece(start, end) for start, end in pairwise(cuts))
        if block.kind is BlockKind.HEADING:
            return f"<h3>{inside}</h3>" if block.level <= 2 else f"<h4>{inside}</h4>"
        near = any(start < block.end and block.start < end for start, end in self._contexts)
        return f'<p class="yw-{block.kind}{" yw-passage" if near else ""}">{inside}</p>'

    def _piece(self, start: int, end: int) -> str:
        """Characters that the same quotes cover; of several, for the shortest one, which would have no place else."""
        over = [(number, quote) for number, quote in self._quotes if quote.start <= start and end <= quote.end]
        shown = self._article.text[start:end]
        if not over:
            return text_html(shown)
        number, quote = min(over, key=lambda pair: pair[1].end - pair[1].start)
        return self._mark(number, quote, shown)

    def _mark(self, number: int, quote: Quote, shown: str) -> str:
        if number in self._begun:
            return f'<mark class="{self._kind}">{text_html(shown)}</mark>'
        self._begun.add(number)
        kept = f'data-quote="{attribute(quote.text)}" data-source="{attribute(reference(quote, self._texts))}"'
        name = f'id="{anchor(self._turn, number)}" tabindex="0"'
        return f'<mark class="{self._kind}" {name} {kept}>{text_html(shown)}</mark>'
