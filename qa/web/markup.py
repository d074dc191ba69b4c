"""HTML of answers and articles. Text is escaped first and the whole is cleaned after: nothing in it can run or load."""

import html
from collections.abc import Iterable, Sequence

import nh3

from corpus.records import Article, Block, BlockKind, Span
from qa.explain import in_words
from qa.phrases import not_answered
from qa.records import Answer, Kind, Part, Quote
from qa.web.texts import Language, Texts

_TAGS = {
    "a",
    "article",
    "br",
    "details",
    "div",
    "em",
    "header",
    "h1",
    "h2",
    "h3",
    "li",
    "mark",
    "ol",
    "p",
    "section",
    "span",
    "strong",
    "summary",
    "ul",
}
_ATTRIBUTES = {"*": {"class", "id", "title", "lang"}, "a": {"href", "class", "title"}}
_LIKELY = 0.75  # probability from which an answer is called likely


def user_message(question: str) -> str:
    """A question as the transcript shows it."""
    return _clean(f'<div class="yw-question">{_text(question)}</div>')


def answer_message(answer: Answer, turn: int, texts: Texts, language: Language) -> str:
    """An answer as the transcript shows it: numbered quotes with where they stand, or that there are none, and why."""
    parts = ['<div class="yw-answer">']
    if answer.read_otherwise:
        parts.append(f'<p class="yw-searched">{_text(texts.searched)}{_text(answer.searched)}</p>')
    if answer.kind is Kind.TALK:
        return _clean("".join(parts) + f'<p class="yw-none">{_text(answer.text)}</p></div>')
    if answer.answered:
        parts += [_answered_part(answer, part, turn, texts) for part in answer.parts]
    else:
        parts.append(f'<p class="yw-none">{_text(answer.text)}</p>')
        if answer.nearest:
            parts.append(f'<p class="yw-related">{_text(texts.related)}</p>')
            parts.append(_quotes(enumerate(answer.nearest, 1), turn, "yw-nearest", texts))
    parts += [_why(part, texts, language, len(answer.parts) > 1) for part in answer.parts]
    parts.append(_opinions(turn, texts))
    return _clean("".join(parts) + "</div>")


def _answered_part(answer: Answer, part: Part, turn: int, texts: Texts) -> str:
    """The quotes of one question; of several, under the question itself."""
    title = f'<p class="yw-part">{_text(part.question)}</p>' if len(answer.parts) > 1 else ""
    if not part.answered:
        return f'{title}<p class="yw-none">{_text(not_answered(part.question))}</p>'
    chosen = [(number, answer.quotes[number - 1]) for number in part.quotes]
    return title + _quotes(chosen, turn, "yw-quotes", texts) + _confidence(part.probability, texts)


def _why(part: Part, texts: Texts, language: Language, several: bool) -> str:
    """Why this?, folded up."""
    lines = "".join(f"<li>{_text(line)}</li>" for line in in_words(part.reasons, language))
    name = f"{texts.why} {part.question}" if several else texts.why
    return f'<details class="yw-why"><summary>{_text(name)}</summary><ul>{lines}</ul></details>'


def error_message(text: str) -> str:
    """A refusal or failure as the transcript shows it."""
    return _clean(f'<div class="yw-answer"><p class="yw-none">{_text(text)}</p></div>')


def notice(text: str) -> str:
    """A line of the page's own."""
    return _clean(f'<p class="yw-notice">{_text(text)}</p>')


def reader(articles: Sequence[Article], quotes: Sequence[Quote], turn: int, related: bool) -> str:
    """The articles, whole, with the quotes of one turn highlighted; `related` quotes are shown more faintly."""
    parts = []
    for article in articles:
        spans = [(n, Span(one.start, one.end)) for n, one in enumerate(quotes, 1) if one.article == article.id]
        parts.append(_article(article, spans, turn, "yw-related-hit" if related else "yw-hit"))
    return _clean("".join(parts))


def reader_empty(texts: Texts) -> str:
    """What the reader shows when there is no article yet."""
    return _clean(f'<p class="yw-reader-empty">{_text(texts.reader_empty)}</p>')


def anchor(turn: int, number: int) -> str:
    """The id of a highlight: quote `number` of turn `turn`, both from 1."""
    return f"q-{turn}-{number}"


def _quotes(quotes: Iterable[tuple[int, Quote]], turn: int, kind: str, texts: Texts) -> str:
    """Numbered quotes, each with where it stands and where else the same is said."""
    items = []
    for number, one in quotes:
        link = f'<a class="yw-cite" href="#{anchor(turn, number)}">{number}</a>'
        shown = (one.answer,) if one.answer else one.marks
        words = _marked(one.text.replace("\n", " "), [Span(a - one.start, b - one.start) for a, b in shown])
        place = " · ".join(_text(part) for part in (one.section or one.title, one.source, one.date) if part)
        also = dict.fromkeys(other.title or other.article for other in one.also if other.article != one.article)
        if also:
            place += f" · {_text(texts.also)}{_text(' / '.join(also))}"
        items.append(f'<li>{link} <span class="yw-quote">{words}</span><span class="yw-place">{place}</span></li>')
    return f'<ol class="{kind}">{"".join(items)}</ol>'


def _opinions(turn: int, texts: Texts) -> str:
    links = [
        f'<a class="yw-opinion" href="#o-{turn}-{name}">{_text(words)}</a>'
        for name, words in (("good", texts.like), ("bad", texts.dislike))
    ]
    return f'<p class="yw-opinions">{" ".join(links)}</p>'


def _confidence(probability: float, texts: Texts) -> str:
    words = texts.likely if probability >= _LIKELY else texts.possible
    meaning = texts.confidence.format(percent=round(100 * probability))
    return f'<p class="yw-confidence" title="{_text(meaning)}">{_text(words)} · {round(100 * probability)}%</p>'


def _marked(text: str, spans: Sequence[Span]) -> str:
    parts, place = [], 0
    for start, end in spans:
        parts += [_text(text[place:start]), "<strong>", _text(text[start:end]), "</strong>"]
        place = end
    return "".join([*parts, _text(text[place:])])


def _article(article: Article, spans: list[tuple[int, Span]], turn: int, kind: str) -> str:
    about = " · ".join(_text(part) for part in (article.source, article.date, article.id) if part)
    parts = [f'<article class="yw-article" lang="{_text(article.language)}"><header><h1>{_text(article.title)}</h1>']
    parts.append(f'<p class="yw-about">{about}</p></header>')
    begun: set[int] = set()
    for block in article.blocks:
        if block.kind is BlockKind.HEADING and article.text[block.start : block.end] == article.title:
            continue  # the header shows it
        parts.append(_block(article, block, spans, turn, kind, begun))
    return "".join([*parts, "</article>"])


def _block(article: Article, block: Block, spans: list[tuple[int, Span]], turn: int, kind: str, begun: set[int]) -> str:
    parts, place = [], block.start
    for number, span in sorted(spans, key=lambda pair: pair[1]):
        start, end = max(span.start, block.start), min(span.end, block.end)
        if start >= end:
            continue
        name = "" if number in begun else f' id="{anchor(turn, number)}"'
        begun.add(number)
        parts += [_text(article.text[place:start]), f'<mark class="{kind}"{name}>', _text(article.text[start:end])]
        parts.append("</mark>")
        place = end
    tag, css = ("h2", "") if block.kind is BlockKind.HEADING else ("p", f' class="yw-{block.kind}"')
    return f"<{tag}{css}>{''.join(parts)}{_text(article.text[place : block.end])}</{tag}>"


def _text(text: str) -> str:
    return html.escape(text, quote=True).replace("\n", "<br>")


def _clean(markup: str) -> str:
    """Only our tags and classes are left, links lead nowhere but within the page, and no template mark survives."""
    cleaned = nh3.clean(markup, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None)
    # the page's templates give meaning to these three; as character references they are only text
    return cleaned.replace("$", "&#36;").replace("{", "&#123;").replace("}", "&#125;").replace("\n", "<br>")
