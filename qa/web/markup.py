"""HTML of the transcript: questions, and answers as numbered quotes. Everything passes `cleaning`."""

from collections.abc import Iterable, Sequence

from corpus.records import Span
from qa.explain import in_words
from qa.phrases import not_answered
from qa.records import Answer, Kind, Part, Quote
from qa.web.cleaning import attribute, clean, text_html
from qa.web.own_words import own_words
from qa.web.places import place
from qa.web.reading import anchor
from qa.web.texts import Language, Texts

_LIKELY = 0.75  # probability from which an answer is called likely


def user_message(question: str) -> str:
    """A question as the transcript shows it."""
    return clean(f'<div class="yw-question">{text_html(question)}</div>')


def answer_message(
    answer: Answer,
    turn: int,
    texts: Texts,
    language: Language,
    last: bool = True,
    within: int | None = None,
    opinion: str = "",
) -> str:
    """An answer as the transcript shows it: numbered quotes with where they stand, or that there are none, and why.

    The last one can be asked again, which helps no greeting, or changed; `within` is the number of articles it was looked for in, when not all;
    `opinion` is what it was called, `good` or `bad`.
    """
    parts = ['<div class="yw-answer">']
    if answer.read_otherwise:
        parts.append(f'<p class="yw-searched">{text_html(texts.searched + answer.searched)}</p>')
    if within is not None:
        parts.append(f'<p class="yw-searched">{text_html(texts.within.format(count=within))}</p>')
    if answer.kind is Kind.TALK:
        parts.append(f'<p class="yw-none">{text_html(own_words(answer, language))}</p>')
        return clean("".join([*parts, _acts(turn, texts, last, again=False), "</div>"]))
    several = len(answer.parts) > 1
    parts += [_answered_part(part, several, turn, texts, language) for part in answer.parts] if answer.answered else []
    parts += [] if answer.answered else [_refusal(answer, turn, texts, language)]
    return clean("".join([*parts, _acts(turn, texts, last, before=_opinions(turn, texts, opinion)), "</div>"]))


def _answered_part(part: Part, several: bool, turn: int, texts: Texts, language: Language) -> str:
    """How surely one question is answered, its quotes, and why; of several, under the question itself."""
    title = f'<p class="yw-part">{text_html(part.question)}</p>' if several else ""
    why = _why(part, texts, language)
    if not part.answered:
        none = f'<p class="yw-none">{text_html(not_answered(part.question, language))}</p>'
        return title + _not_found(part, texts) + none + why
    numbered = zip(part.quotes, part.quoted, strict=True)
    return title + _confidence(part.probability, texts) + _quotes(numbered, turn, "yw-quotes", texts) + why


def _refusal(answer: Answer, turn: int, texts: Texts, language: Language) -> str:
    """That the articles do not say, how surely, the nearest passages as what they are, and why."""
    parts = [_not_found(part, texts) for part in answer.parts]
    parts.append(f'<p class="yw-none">{text_html(own_words(answer, language))}</p>')
    if answer.nearest:
        parts.append(f'<p class="yw-related">{text_html(texts.related)}</p>')
        parts.append(_quotes(enumerate(answer.nearest, 1), turn, "yw-nearest", texts))
    parts += [_why(part, texts, language) for part in answer.parts]
    return "".join(parts)


def _why(part: Part, texts: Texts, language: Language) -> str:
    """Why this?, folded up."""
    lines = "".join(f"<li>{text_html(line)}</li>" for line in in_words(part.reasons, language))
    return f'<details class="yw-why"><summary>{text_html(texts.why)}</summary><ul>{lines}</ul></details>'


def error_message(text: str, turn: int, texts: Texts, last: bool, again: bool) -> str:
    """A refusal or failure as the transcript shows it, and whether it helps to ask it `again`."""
    shown = f'<p class="yw-none yw-trouble">{text_html(text)}</p>'
    return clean(f'<div class="yw-answer">{shown}{_acts(turn, texts, last, again)}</div>')


def notice(text: str) -> str:
    """A line of the page's own."""
    return clean(f'<p class="yw-notice">{text_html(text)}</p>')


def _quotes(quotes: Iterable[tuple[int, Quote]], turn: int, kind: str, texts: Texts) -> str:
    """Numbered quotes, each with where it stands and where else the same is said."""
    items = []
    for number, one in quotes:
        name = attribute(texts.cite.format(number=number))
        link = f'<a class="yw-cite" href="#{anchor(turn, number)}" title="{name}">{number}</a>'
        shown = (one.answer,) if one.answer else one.marks
        words = _marked(one.text.replace("\n", " "), [Span(a - one.start, b - one.start) for a, b in shown])
        parts = place(one, texts)
        also = dict.fromkeys(other.title or other.article for other in one.also if other.article != one.article)
        if also:
            parts.append(texts.also + " / ".join(also))
        where = text_html(" · ".join(parts))
        items.append(f'<li>{link} <span class="yw-quote">{words}</span><span class="yw-place">{where}</span></li>')
    return f'<ol class="{kind}">{"".join(items)}</ol>'


def _opinions(turn: int, texts: Texts, opinion: str) -> str:
    return "".join(
        f'<a class="yw-opinion{" yw-chosen" if name == opinion else ""}" href="#o-{turn}-{name}">{text_html(words)}</a>'
        for name, words in (("good", texts.like), ("bad", texts.dislike))
    )


def _acts(turn: int, texts: Texts, last: bool, again: bool = True, before: str = "") -> str:
    """What can be done with an answer."""
    named = (("retry", texts.again), ("edit", texts.edit))[not again :] if last else ()
    links = "".join(f'<a class="yw-act" href="#a-{turn}-{name}">{text_html(words)}</a>' for name, words in named)
    return f'<p class="yw-opinions">{before}{links}</p>' if before or links else ""


def _confidence(probability: float, texts: Texts) -> str:
    likely = probability >= _LIKELY
    percent = round(100 * probability)
    words, meaning = texts.likely if likely else texts.possible, texts.confidence.format(percent=percent)
    return _sureness("likely" if likely else "possible", words, percent, meaning)


def _not_found(part: Part, texts: Texts) -> str:
    percent, least = round(100 * part.probability), round(100 * part.reasons.threshold)
    return _sureness("absent", texts.not_found, percent, texts.too_unsure.format(percent=percent, least=least))


def _sureness(kind: str, words: str, percent: int, meaning: str) -> str:
    """A word for how sure this is; the number with what it means comes up under the pointer or the focus."""
    told = f'<span class="yw-number"> · {percent}%</span>'
    name = f'class="yw-confidence yw-{kind}" title="{attribute(meaning)}" tabindex="0"'
    return f"<p {name}><span>{text_html(words)}</span>{told}</p>"


def _marked(text: str, spans: Sequence[Span]) -> str:
    parts, last = [], 0
    for start, end in spans:
        parts += [text_html(text[last:start]), "<strong>", text_html(text[start:end]), "</strong>"]
        last = end
    return "".join([*parts, text_html(text[last:])])
