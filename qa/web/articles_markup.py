"""HTML of the page of articles: the table, how work stands, what was skipped."""

from collections.abc import Iterable, Sequence
from typing import Any

from qa.listing import State
from qa.web.articles_texts import ArticlesTexts
from qa.web.cleaning import clean, text
from qa.web.inventory import COLUMNS, PAGE, View, counts
from qa.web.texts import Language
from qa.web.upkeep import ALREADY, Done, FileNote
from qa.web.work import Standing

_KB = 1024
_FILES = 200  # of one piece of work that are listed


def summary(rows: Sequence[dict[str, Any]], texts: ArticlesTexts) -> str:
    """What is inside, in one line."""
    found = counts(rows)
    parts = [texts.counts.format(**found)]
    for name, words in (
        ("skipped", texts.skipped_count),
        ("copies", texts.copies_count),
        ("waiting", texts.waiting_count),
    ):
        parts += [words.format(**found)] if found[name] else []
    return clean(f'<p class="yw-counts"><strong>{text(parts[0])}</strong>{"".join(map(_also, parts[1:]))}</p>')


def table(
    rows: Sequence[dict[str, Any]], view: View, texts: ArticlesTexts, language: Language, editable: bool, all_rows: int
) -> str:
    """The rows of one screen, with links that sort, open, remove and turn the page."""
    if not rows:
        words = texts.nothing.format(query=view.query[:80]) if all_rows else texts.empty
        return clean(f'<p class="yw-nought">{text(words)}</p>')
    shown = rows[view.screen * PAGE : (view.screen + 1) * PAGE]
    head = "".join(_heading(column, view, texts) for column in COLUMNS)
    head += f'<th scope="col"><span class="yw-hidden">{text(texts.remove)}</span></th>' if editable else ""
    body = "".join(_row(number, row, view, texts, language, editable) for number, row in enumerate(shown))
    return clean(
        f'<table class="yw-grid"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        + _pager(len(rows), view, texts)
    )


def progress(standing: Standing, now: float, texts: ArticlesTexts, language: Language) -> str:
    """How the present or last piece of work stands: stage, counts, time left; then a line a file."""
    if not standing.number:
        return ""
    work = texts.works[standing.kind]
    if standing.running:
        top = _running(standing, now, work, texts)
    else:
        top = f'<p class="yw-outcome" role="status">{text(_outcome(standing, work, texts, language))}</p>'
    files = "".join(_file(one, texts, language) for one in latest(standing.told)[:_FILES])
    near = standing.result.near if isinstance(standing.result, Done) else ()
    also = "".join(
        f'<p class="yw-near">{text(texts.near.format(article=n.article, other=n.other, share=round(100 * n.share)))}</p>'
        for n in near
    )
    listed = f'<ul class="yw-files">{files}</ul>' if files else ""
    return clean(f'<div class="yw-work">{top}{listed}{also}</div>')


def latest(told: Iterable[Any]) -> list[FileNote]:
    """What each file came to, in the order in which they were first spoken of."""
    notes: dict[str, FileNote] = {}
    for one in told:
        if isinstance(one, FileNote) and one.state == "became":
            notes = {(one.of if name == one.name else name): note for name, note in notes.items()}
        elif isinstance(one, FileNote):
            notes[one.name] = one
    return list(notes.values())


def message(words: str) -> str:
    """A line that answers what was just tried."""
    return clean(f'<div class="yw-work" role="status"><p class="yw-outcome">{text(words)}</p></div>')


def size(number: int | None) -> str:
    """A size as people read it.

    >>> size(None), size(800), size(25_000), size(3_400_000)
    ('–', '800 B', '24 KB', '3.2 MB')
    """
    if number is None:
        return "–"
    if number < _KB:
        return f"{number} B"
    return f"{number / _KB:.0f} KB" if number < _KB**2 else f"{number / _KB**2:.1f} MB"


def bar(done: float, every: float, words: str) -> str:
    """How much of it all; a bar without an end where that is not known."""
    place = f' value="{done / every:.3f}" max="1"' if every else ""
    return f'<progress class="yw-meter" aria-label="{text(words)}"{place}></progress>'


def _also(part: str) -> str:
    return f'<span class="yw-part-count"> · {text(part)}</span>'


def _heading(column: str, view: View, texts: ArticlesTexts) -> str:
    name = texts.columns[column]
    chosen = view.sort == column
    order = ("descending" if view.down else "ascending") if chosen else "none"
    arrow = (" ↓" if view.down else " ↑") if chosen else ""
    label = texts.sort_by.format(column=name)
    link = f'<a href="#a-sort-{column}" role="button" aria-label="{text(label)}">{text(name)}{arrow}</a>'
    return f'<th scope="col" class="yw-{column}" aria-sort="{order}">{link}</th>'


def _row(number: int, row: dict[str, Any], view: View, texts: ArticlesTexts, language: Language, editable: bool) -> str:
    readable = row["state"] not in (State.SKIPPED, State.NEW)
    title = text(row["title"] or row["article"])
    shown = (
        f'<a class="yw-read" href="#a-open-{number}" role="button">{title}</a>' if readable else f"<span>{title}</span>"
    )
    file = f'<span class="yw-file">{text(row["article"])}</span>' if row["title"] else ""
    reason = row["reason_zh"] if language == "zh" else row["reason"]
    why = f'<span class="yw-reason">{text(reason)}</span>' if row["state"] == State.SKIPPED else ""
    state = text(texts.states[row["state"]].format(of=row["of"]))
    cells = (
        f'<td class="yw-title">{shown}{file}{why}</td>{_cell("date", row["date"])}{_cell("size", size(row["size"]))}'
    )
    cells += _cell("passages", row["passages"] or None, texts.unit)
    cells += f'<td class="yw-state yw-is-{row["state"]}">{state}</td>'
    if editable:
        label = text(texts.remove_one.format(name=row["file"]))
        link = f'<a class="yw-remove" href="#a-remove-{number}" role="button" aria-label="{label}">{text(texts.remove)}</a>'
        cells += f'<td class="yw-do">{link}</td>'
    chosen = ' class="yw-chosen"' if row["article"] == view.opened else ""
    return f"<tr{chosen}>{cells}</tr>"


def _cell(column: str, value: object, unit: str = "") -> str:
    """A value; on a phone, where columns have no heads, with its unit, and nothing where there is none."""
    if value in (None, "–"):
        return f'<td class="yw-{column} yw-lacks">–</td>'
    shown = f'<span class="yw-unit"> {text(unit)}</span>' if unit else ""
    return f'<td class="yw-{column}">{text(value)}{shown}</td>'


def _pager(rows: int, view: View, texts: ArticlesTexts) -> str:
    screens = (rows + PAGE - 1) // PAGE
    if screens < 2:
        return ""
    before = f'<a href="#a-screen-{view.screen - 1}" role="button">{text(texts.earlier)}</a>' if view.screen else ""
    after = (
        f'<a href="#a-screen-{view.screen + 1}" role="button">{text(texts.later)}</a>'
        if view.screen + 1 < screens
        else ""
    )
    place = text(texts.screen.format(screen=view.screen + 1, screens=screens))
    return f'<p class="yw-pager">{before}<span>{place}</span>{after}</p>'


def _running(standing: Standing, now: float, work: str, texts: ArticlesTexts) -> str:
    stage, left = standing.stage, standing.seconds_left(now)
    words = f"{work} · {texts.stages[stage.name]}"
    if stage.total:
        words += f" {stage.done}/{stage.total}"
    if left is not None:
        words += " · " + (texts.left.format(seconds=round(left)) if left >= 1 else texts.soon)
    return f'<p class="yw-stage">{text(words)}</p>{bar(stage.done, stage.total, work)}'


def _outcome(standing: Standing, work: str, texts: ArticlesTexts, language: Language) -> str:
    if standing.stopped:
        return texts.stopped.format(work=work)
    if standing.failure:
        return texts.failed.format(work=work, reason=standing.failure[language == "zh"])
    done: Done = standing.result
    names = "、".join(done.names) if language == "zh" else ", ".join(done.names)
    said = {"remove": texts.removed, "undo": texts.back}.get(standing.kind)
    if said:
        return said.format(names=names)
    if not (done.added or done.changed or done.removed):
        return texts.unchanged.format(work=work)
    return texts.done.format(
        work=work, added=done.added, changed=done.changed, removed=done.removed, seconds=f"{done.seconds:.1f}"
    )


def _file(one: FileNote, texts: ArticlesTexts, language: Language) -> str:
    reason = texts.already if one.reason == ALREADY else (one.reason or ("", ""))[language == "zh"]
    words = texts.notes[one.state].format(passages=one.passages, of=one.of, reason=reason)
    return f'<li class="yw-is-{one.state}"><b>{text(one.name)}</b> <span>{text(words)}</span></li>'
