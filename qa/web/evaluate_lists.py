"""HTML beside a run: the list of runs, how work stands, what is wrong with a test set, drafts, and two runs compared."""

import time
from collections.abc import Sequence

from qa.evaluate.compare import Comparison, Difference, compare
from qa.evaluate.run import Outcome, Run
from qa.evaluate.testset import Case
from qa.web.articles_markup import bar
from qa.web.cleaning import clean, text
from qa.web.evaluate_texts import EVALUATE
from qa.web.evaluate_words import EvaluateTexts
from qa.web.texts import Language
from qa.web.trials import Checked, Summary
from qa.web.work import Standing

_SHOWN = 12  # questions of a kind in a comparison
_LINES = 30  # of what is wrong with a test set


def runs_table(runs: Sequence[Summary], opened: str, baseline: str, texts: EvaluateTexts) -> str:
    """The saved runs, newest first, with links that open one and compare with one."""
    if not runs:
        return clean(f'<p class="yw-none-yet">{text(texts.no_runs)}</p>')
    head = "".join(f'<th scope="col">{text(column)}</th>' for column in texts.columns[:3])
    head += f'<th scope="col"><span class="yw-hidden">{text(texts.open)}</span></th>'
    rows = "".join(_run(number, one, opened, baseline, texts) for number, one in enumerate(runs))
    return clean(f'<table class="yw-grid yw-runs"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>')


def progress(standing: Standing, texts: EvaluateTexts, language: Language) -> str:
    """How the present or last piece of work stands."""
    if not standing.number:
        return ""
    work = texts.works[standing.kind]
    if standing.running:
        stage, left = standing.stage, standing.seconds_left(time.monotonic())
        words = f"{work} · {texts.stages[stage.name]}" + (f" {stage.done}/{stage.total}" if stage.total else "")
        if left is not None:
            words += " · " + (texts.left.format(seconds=round(left)) if left >= 1 else texts.soon)
        inner = f'<p class="yw-stage">{text(words)}</p>{bar(stage.done, stage.total, work)}'
        return clean(f'<div class="yw-work">{inner}</div>')
    if standing.stopped:
        return message([texts.stopped])
    if standing.failure:
        return message([texts.failed.format(work=work, reason=standing.failure[language == "zh"])])
    return message([texts.run_done if standing.kind == "run" else texts.draft_done.format(count=standing.result)])


def message(lines: Sequence[str]) -> str:
    """What became of what was just tried: the first line, then what is wrong, line by line."""
    rest = "".join(f"<li>{text(line)}</li>" for line in lines[1:])
    listed = f'<ul class="yw-files yw-wrong">{rest}</ul>' if rest else ""
    return clean(f'<div class="yw-work" role="status"><p class="yw-outcome">{text(lines[0])}</p>{listed}</div>')


def checked(name: str, found: Checked, language: Language) -> list[str]:
    """What is wrong with a test set, in lines; the first one says it all when nothing is."""
    texts = EVALUATE[language]
    lines = [texts.line.format(line=line, detail=one.message(language)) for line, one in found.problems[:_LINES]]
    for one in found.missing:
        lines.append(texts.missing.format(line=one.line, id=one.id, answer=one.answer))
        lines[-1] += f" · {texts.nearest.format(text=one.nearest)}" if one.nearest else ""
    lines += [texts.more.format(more=found.more)] if found.more else []
    return [*([name] if lines else [texts.sound.format(name=name, questions=found.questions)]), *lines]


def draft(case: Case | None, counts: dict[str, int] | None, texts: EvaluateTexts) -> str:
    """The draft to look at, with the answer and the sentence it comes from."""
    told = f'<p class="yw-counts">{text(texts.drafts_left.format(**counts))}</p>' if counts else ""
    if case is None:
        return clean(f'{told}<p class="yw-none-yet">{text(texts.no_drafts)}</p>')
    answers = " / ".join(dict.fromkeys(one.text for one in case.answers))
    said = f"<mark>{text(answers)}</mark>" if case.answerable else f"<em>{text(texts.refusal)}</em>"
    source = f"<p><b>{text(texts.source)}</b> {text(case.note)}</p>" if case.note else ""
    return clean(f'{told}<div class="yw-draft"><p><b>{text(texts.answer)}</b> {said}</p>{source}</div>')


def comparison(one: Run, other: Run, texts: EvaluateTexts, language: Language) -> str:
    """What changed from one run to the other: wins, ties and losses by measure, and the questions that flipped."""
    title = f"<h3>{text(texts.compare.format(name=run_title(one)))}</h3>"
    found = compare(one, other)
    if found is None:
        return clean(f'<div class="yw-compared">{title}<p class="yw-nought">{text(texts.nothing_common)}</p></div>')
    head = "".join(f'<th scope="col">{text(column)}</th>' for column in texts.change_columns)
    rows = "".join(_change(difference, texts) for difference in found.differences)
    table = f'<table class="yw-grid yw-changes"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return clean(
        f'<div class="yw-compared">{title}{_note(one, other, texts, language)}{table}{_flips(found, texts)}</div>'
    )


def run_title(run: Run) -> str:
    """Its test set, and when it was made."""
    return f"{run.about['testset']['name']} · {str(run.about['made']).replace('T', ' ')[:16]}"


def _run(number: int, one: Summary, opened: str, baseline: str, texts: EvaluateTexts) -> str:
    share = f"{100 * one.right / one.questions:.0f}%" if one.questions else "–"
    name = f'<a class="yw-read" href="#e-open-{number}" role="button">{text(one.testset)}</a>'
    made = text(one.made.replace("T", " ")[:16])
    right = f"{share}<small> {one.right}/{one.questions}</small>"
    link = ""
    if one.name == baseline:
        link = f'<a class="yw-remove" href="#e-against-none" role="button">{text(texts.no_comparison)}</a>'
    elif opened and one.name != opened:
        label = text(texts.against_this.format(name=f"{one.testset} {one.made[:16]}"))
        link = f'<a class="yw-remove" href="#e-against-{number}" role="button" aria-label="{label}">{text(texts.against)}</a>'
    chosen = ' class="yw-chosen"' if one.name == opened else ""
    return f'<tr{chosen}><td class="yw-title">{name}</td><td class="yw-date">{made}</td><td>{right}</td><td class="yw-do">{link}</td></tr>'


def _note(one: Run, other: Run, texts: EvaluateTexts, language: Language) -> str:
    """What else than the answers differs between the runs."""
    apart = [words for part, words in texts.differs.items() if one.about[part] != other.about[part]]
    joined = ("、" if language == "zh" else ", ").join(apart)
    return f'<p class="yw-near">{text(texts.differ_note.format(parts=joined))}</p>' if apart else ""


def _change(one: Difference, texts: EvaluateTexts) -> str:
    paired, verdict = one.paired, texts.no_difference
    if one.significant:
        verdict = texts.significant
    elif one.needed:
        verdict = texts.too_few.format(needed=one.needed)
    way = "yw-better" if one.better else ("yw-worse" if paired.difference else "yw-same")
    cells = (
        texts.measures[one.measure],
        f"{paired.difference:+.3f}" if paired.difference else "0",
        f"{paired.low:+.3f} – {paired.high:+.3f}" if paired.wins or paired.losses else "–",
        f"{paired.wins} / {paired.ties} / {paired.losses}",
        verdict,
    )
    return f'<tr class="{way}">' + "".join(f"<td>{text(cell)}</td>" for cell in cells) + "</tr>"


def _flips(found: Comparison, texts: EvaluateTexts) -> str:
    groups = ((texts.gained, found.gained), (texts.lost, found.lost))
    return "".join(_flipped(words.format(count=len(outcomes)), outcomes) for words, outcomes in groups)


def _flipped(words: str, outcomes: Sequence[Outcome]) -> str:
    rows = "".join(f"<li>{text(one.question)}</li>" for one in outcomes[:_SHOWN])
    rows += "<li>…</li>" if len(outcomes) > _SHOWN else ""
    return f'<details class="yw-flipped"><summary>{text(words)}</summary><ul>{rows}</ul></details>'
