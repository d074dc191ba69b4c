"""HTML of one run: headline figures, plots, shares by kind, and every question that went wrong."""

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.evaluate.run import Excerpt, Outcome, Run
from qa.evaluate.score import PER_QUESTION, Figure, by_group, figures, values
from qa.evaluate.significance import wilson
from qa.web.articles_markup import bar
from qa.web.cleaning import clean, inert, text
from qa.web.evaluate_words import EvaluateTexts

FAILURES = 25  # on a screen
_AROUND = 90  # characters of a passage on each side of what matters
_KINDS = 24  # groups that are drawn
_STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
DRAWING = threading.Lock()  # matplotlib's settings belong to the whole process


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a run is shown: the failures of one kind ("" for all), and the screen (from 0)."""

    kind: str = ""
    screen: int = 0


def welcome(texts: EvaluateTexts) -> str:
    """Before a run is opened."""
    return clean(f'<div class="yw-welcome"><h2>{text(texts.welcome_title)}</h2><p>{text(texts.welcome)}</p></div>')


def run_head(run: Run, texts: EvaluateTexts) -> str:
    """Name and headline figures, each with its interval."""
    found = figures(run.outcomes)
    cards = "".join(_card(texts.cards[name], found[name], texts) for name in texts.cards)
    made = str(run.about["made"]).replace("T", " ")[:16]
    title = f'<h2 class="yw-run-name">{text(run.about["testset"]["name"])}<small>{text(made)} UTC</small></h2>'
    return clean(f'{title}<div class="yw-cards">{cards}</div>')


def plots(run: Run, choice: Choice, texts: EvaluateTexts) -> str:
    """Risk over coverage, whether probabilities keep their word, and the share that is right by kind."""
    from qa.evaluate.plots import reliability_plot, risk_coverage

    if not run.outcomes:
        return ""
    curves = ""
    for title, draw in ((texts.risk_title, risk_coverage), (texts.trust_title, reliability_plot)):
        with DRAWING:
            drawn = _STYLE.sub("", draw(run.outcomes, dict(texts.plot)))
        # matplotlib escapes what it writes, and what it writes here are our own words and numbers
        curves += f'<div class="yw-plot"><h3>{text(title)}</h3>{drawn}</div>'
    return f'<div class="yw-plots"><div>{inert(curves)}</div>{clean(_kinds(run, choice, texts))}</div>'


def failures(run: Run, choice: Choice, histories: Mapping[str, Sequence[str]], texts: EvaluateTexts) -> str:
    """Each question that went wrong; opened, what was expected beside what was given."""
    found = failed(run, choice.kind)
    words = texts.failures_of if choice.kind else texts.failures
    title = f"<h3>{text(words.format(count=len(found), kind=kind_name(choice.kind, texts)))}</h3>"
    if not found:
        return clean(f'<div class="yw-failures">{title}<p class="yw-nought">{text(texts.nothing_failed)}</p></div>')
    shown = found[choice.screen * FAILURES : (choice.screen + 1) * FAILURES]
    rows = "".join(_failure(number, one, histories.get(one.id, ()), texts) for number, one in enumerate(shown))
    return clean(f'<div class="yw-failures">{title}{rows}{_pager(len(found), choice.screen, texts)}</div>')


def failed(run: Run, kind: str) -> list[Outcome]:
    """The questions of a kind that went wrong."""
    part = by_group(run.outcomes).get(kind, []) if kind else run.outcomes
    return [one for one in part if PER_QUESTION["right"](one) == 0]


def kind_name(kind: str, texts: EvaluateTexts) -> str:
    """A group's name as people read it."""
    return texts.language_kind.format(kind[5:]) if kind.startswith("lang ") else kind


def _card(words: str, figure: Figure, texts: EvaluateTexts) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return f'<div class="yw-card"><span>{text(words)}</span><strong>–</strong><small>{text(texts.unmeasured)}</small></div>'
    low, high = round(100 * figure.low), round(100 * figure.high)
    interval = texts.of.format(low=low, high=high, questions=figure.questions)
    value = f"<strong>{100 * figure.value:.0f}<em>%</em></strong>"
    return f'<div class="yw-card"><span>{text(words)}</span>{value}<small>{text(interval)}</small></div>'


def _kinds(run: Run, choice: Choice, texts: EvaluateTexts) -> str:
    rows = []
    for number, (kind, part) in enumerate(by_group(run.outcomes).items()):
        if number == _KINDS:
            break
        right = sum(values(part, "right").values())
        low, high = (round(100 * one) for one in wilson(int(right), len(part)))
        name, share = text(kind_name(kind, texts)), right / len(part)
        current = ' class="yw-chosen"' if kind == choice.kind else ""
        figure = f"<b>{100 * share:.0f}%</b><small>{low}–{high}% · {len(part)}</small>"
        rows.append(
            f'<li{current}><a href="#e-kind-{number}" role="button">{name}</a>{bar(share, 1, kind)}{figure}</li>'
        )
    every = f'<a class="yw-every" href="#e-kind-all" role="button">{text(texts.all_kinds)}</a>' if choice.kind else ""
    return f'<div class="yw-kinds"><h3>{text(texts.kinds)}{every}</h3><ul>{"".join(rows)}</ul></div>'


def _failure(number: int, one: Outcome, history: Sequence[str], texts: EvaluateTexts) -> str:
    about = " · ".join([*one.tags, texts.probability.format(percent=round(100 * one.probability))])
    head = f'<summary><span class="yw-q">{text(one.question)}</span><small>{text(about)}</small></summary>'
    earlier = "".join(f"<li>{text(said)}</li>" for said in history)
    before = f'<p class="yw-before">{text(texts.before)}</p><ol class="yw-history">{earlier}</ol>' if earlier else ""
    sides = f'<div class="yw-sides">{_expected(one, texts)}{_given(one, texts)}</div>'
    ask = f'<p class="yw-acts"><a href="#e-ask-{number}" role="button">{text(texts.ask)}</a></p>'
    return f'<details class="yw-failure">{head}{before}{sides}{ask}</details>'


def _expected(one: Outcome, texts: EvaluateTexts) -> str:
    if not one.answerable:
        body = f'<p class="yw-excerpt">{text(texts.refusal)}</p>'
    else:
        accepted = text(" / ".join(dict.fromkeys(one.answers)))
        body = f'<p class="yw-accepted">{accepted}</p>' + (_excerpt(one.wanted) if one.wanted else "")
    return f'<section class="yw-expected"><h3>{text(texts.expected)}</h3>{body}</section>'


def _given(one: Outcome, texts: EvaluateTexts) -> str:
    if one.quotes:
        body = "".join(f'<p class="yw-excerpt"><mark>{text(quote.text)}</mark></p>' for quote in one.quotes[:3])
    else:
        body = _excerpt(one.best) if one.best else f'<p class="yw-excerpt">{text(texts.nothing_given)}</p>'
    title = texts.given if one.quotes else texts.given_refusal
    return f'<section class="yw-given"><h3>{text(title)}</h3>{body}</section>'


def _excerpt(one: Excerpt) -> str:
    """What matters of a passage, marked, with a little on each side."""
    before, after = one.text[max(0, one.start - _AROUND) : one.start], one.text[one.end : one.end + _AROUND]
    cut = ("…" if one.start > _AROUND else "", "…" if len(one.text) > one.end + _AROUND else "")
    words = f"{cut[0]}{text(before)}<mark>{text(one.part)}</mark>{text(after)}{cut[1]}"
    return f'<p class="yw-excerpt">{words}</p><small>{text(one.article)}</small>'


def _pager(every: int, screen: int, texts: EvaluateTexts) -> str:
    screens = (every + FAILURES - 1) // FAILURES
    if screens < 2:
        return ""
    before = f'<a href="#e-screen-{screen - 1}" role="button">{text(texts.earlier)}</a>' if screen else ""
    after = f'<a href="#e-screen-{screen + 1}" role="button">{text(texts.next)}</a>' if screen + 1 < screens else ""
    place = text(texts.screen.format(screen=screen + 1, screens=screens))
    return f'<p class="yw-pager">{before}<span>{place}</span>{after}</p>'
