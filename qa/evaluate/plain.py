"""Runs and comparisons as lines for a terminal."""

from collections.abc import Mapping, Sequence

from corpus.counted import filled
from qa.evaluate.check import Missing
from qa.evaluate.compare import Comparison, Difference
from qa.evaluate.faults import RowFault
from qa.evaluate.run import Outcome, Run
from qa.evaluate.score import Figure, by_group, figures
from qa.settings import MessageLanguage

_SHOWN = 5  # questions of each kind in a comparison
_WORDS = {
    "en": {
        "head": "{questions} questions, {answerable} of them answerable",
        "none": "not measurable",
        "groups": "right, by language and tag",
        "table": ("measure", "value", "95 %", "questions"),
        "change": ("measure", "change", "95 %", "p", "won", "tied", "lost"),
        "few": "too few questions to tell; about {needed} would be needed",
        "told": "significant",
        "gained": "became right",
        "lost": "became wrong",
        "note": "note",
        "sound": "{questions} questions, nothing wrong",
        "line": "line {line}: {detail}",
        "missing": "line {line} ({id}): no article says {answer!r}",
        "nearest": "  nearest: {text}",
    },
    "zh": {
        "head": "{questions} 个问题，其中 {answerable} 个有答案",
        "none": "无法测量",
        "groups": "正确率，按语言与标签",
        "table": ("指标", "值", "95 %", "问题数"),
        "change": ("指标", "变化", "95 %", "p", "胜", "平", "负"),
        "few": "问题太少，无法判断；约需 {needed} 个",
        "told": "显著",
        "gained": "由错变对",
        "lost": "由对变错",
        "note": "注意",
        "sound": "{questions} 个问题，没有错误",
        "line": "第 {line} 行：{detail}",
        "missing": "第 {line} 行（{id}）：没有文章写有 {answer!r}",
        "nearest": "  最接近的原文：{text}",
    },
}


def plain_run(run: Run, language: MessageLanguage) -> str:
    """Every measure, then the share of right outcomes by language and tag."""
    words = _WORDS[language]
    answerable = sum(one.answerable for one in run.outcomes)
    rows = [(name, *_cells(figure, language)) for name, figure in figures(run.outcomes).items()]
    groups = [(name, *_cells(_right(part), language)) for name, part in by_group(run.outcomes).items()]
    head = filled(str(words["head"]), questions=len(run.outcomes), answerable=answerable)
    return "\n".join([head, "", *table([words["table"], *rows]), "", str(words["groups"]), *table(groups)])


def plain_comparison(found: Comparison, language: MessageLanguage) -> str:
    """Every measure with what may be said of it, then the questions that flipped."""
    words = _WORDS[language]
    rows = [_change(one, words) for one in found.differences]
    lines = [f"{words['note']}: {notice}" for notice in found.notices]
    lines += table([words["change"], *rows])
    for name, flipped in (("gained", found.gained), ("lost", found.lost)):
        lines += ["", f"{words[name]}: {len(flipped)}", *(f"  {one.id}  {one.question}" for one in flipped[:_SHOWN])]
        lines += ["  …"] if len(flipped) > _SHOWN else []
    return "\n".join(lines)


def plain_check(
    questions: int, problems: Sequence[tuple[int, RowFault]], missing: Sequence[Missing], language: MessageLanguage
) -> str:
    """What is wrong with a test set, line by line."""
    words = _WORDS[language]
    lines = [str(words["line"]).format(line=line, detail=detail.message(language)) for line, detail in problems]
    for one in missing:
        lines.append(str(words["missing"]).format(line=one.line, id=one.id, answer=one.answer))
        lines += [str(words["nearest"]).format(text=one.nearest)] if one.nearest else []
    return "\n".join(lines) or filled(str(words["sound"]), questions=questions)


def as_json(run: Run) -> dict[str, object]:
    """The figures of a run, of each language and of each tag; null is not measurable."""
    groups = {name: _json(figures(part)) for name, part in by_group(run.outcomes).items()}
    return {"about": run.about, "questions": len(run.outcomes), "all": _json(figures(run.outcomes)), "groups": groups}


def comparison_json(found: Comparison) -> dict[str, object]:
    """A comparison with every figure, and the ids of the questions that flipped."""
    differences = {
        one.measure: {
            **one.paired._asdict(),
            "significant": one.significant,
            "better": one.better,
            "needed": one.needed,
        }
        for one in found.differences
    }
    flipped = {"gained": [one.id for one in found.gained], "lost": [one.id for one in found.lost]}
    return {"notices": list(found.notices), "differences": differences, **flipped}


def _right(outcomes: Sequence[Outcome]) -> Figure:
    return figures(outcomes)["right"]


def _json(found: Mapping[str, Figure]) -> dict[str, object]:
    return {
        name: {"value": one.value, "low": one.low, "high": one.high, "questions": one.questions}
        for name, one in found.items()
    }


def _cells(figure: Figure, language: MessageLanguage) -> tuple[str, str, str]:
    if figure.value is None:
        return str(_WORDS[language]["none"]), "", str(figure.questions)
    interval = f"{figure.low:.3f}–{figure.high:.3f}" if figure.low is not None and figure.high is not None else ""
    return f"{figure.value:.3f}", interval, str(figure.questions)


def _change(one: Difference, words: Mapping[str, object]) -> tuple[str, ...]:
    paired = one.paired
    told = str(words["told"]) if one.significant else ""
    if not one.significant and one.needed:
        told = str(words["few"]).format(needed=one.needed)
    counts = (str(paired.wins), str(paired.ties), str(paired.losses))
    interval = f"{paired.low:+.3f} – {paired.high:+.3f}"
    return (one.measure, f"{paired.difference:+.3f}", interval, f"{paired.p:.3f}", *counts, told)


def table(rows: Sequence[Sequence[object]]) -> list[str]:
    """Rows as lines, their cells below each other."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [
        max(len(row[place]) for row in cells if place < len(row)) for place in range(max(map(len, cells), default=0))
    ]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in cells]
