"""A run as one self-contained file, HTML or Markdown: figures with intervals, plots, and every question that went wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from qa.errors import BadReportName
from qa.evaluate import plots
from qa.evaluate.explained import EXPLAINED
from qa.evaluate.files import write_whole
from qa.evaluate.run import Excerpt, Outcome, Run
from qa.evaluate.score import PER_QUESTION, SECONDS, by_group, figures
from qa.settings import MessageLanguage

_FOLDER = Path(__file__).parent / "templates"
_SUM = 12  # characters of a checksum that are shown
_HEADLINE = ("right", "quote_hit@1", "false_answers", "false_refusals")
_WORDS: dict[MessageLanguage, dict[str, str]] = {
    "en": {
        "title": "How good are the answers?",
        "right": "right in all",
        "quote_hit@1": "the first quote answers",
        "false_answers": "answered though the articles do not",
        "false_refusals": "refused though the articles answer",
        "of": "of {} questions",
        "count": "{} questions",
        "none": "not measurable",
        "every": "Every measure",
        "measure": "measure",
        "value": "value",
        "questions": "questions",
        "groups": "By language and tag",
        "failures": "What went wrong",
        "nothing": "Nothing went wrong.",
        "expected": "expected",
        "refusal": "a refusal",
        "got": "got",
        "best": "refused; best sentence",
        "wanted": "the answer, in",
        "context": "the best sentence, in",
        "made": "made with",
        "coverage": "share of questions answered",
        "risk": "share of wrong answers",
        "spoken": "as it answers now",
        "stated": "stated probability",
        "seen": "share that is right",
        "passages": "among so many first passages",
        "found": "share with an answer",
        "probability": "probability",
        "testset": "test set",
        "when": "time",
        "index": "index",
        "counts": "{articles} articles, {passages} passages, generation {generation}",
        "encoder": "encoder",
        "reader": "reader",
        "calibration": "calibration",
        "machine": "machine",
        "computer": "{system}, Python {python}, {cores} cores",
    },
    "zh": {
        "title": "回答有多好？",
        "right": "总体正确",
        "quote_hit@1": "首条引文即答案",
        "false_answers": "文章没有却作答",
        "false_refusals": "文章有却拒答",
        "of": "共 {} 个问题",
        "count": "{} 个问题",
        "none": "无法测量",
        "every": "全部指标",
        "measure": "指标",
        "value": "值",
        "questions": "问题数",
        "groups": "按语言与标签",
        "failures": "出错的问题",
        "nothing": "没有出错的问题。",
        "expected": "应为",
        "refusal": "拒答",
        "got": "实际",
        "best": "拒答；最佳句子",
        "wanted": "答案所在",
        "context": "最佳句子所在",
        "made": "评测环境",
        "coverage": "作答比例",
        "risk": "错误比例",
        "spoken": "当前作答方式",
        "stated": "给出的概率",
        "seen": "实际正确比例",
        "passages": "前几段",
        "found": "其中含答案的问题比例",
        "probability": "概率",
        "testset": "测试集",
        "when": "时间",
        "index": "索引",
        "counts": "{articles} 篇文章，{passages} 个段落，第 {generation} 代",
        "encoder": "编码器",
        "reader": "阅读器",
        "calibration": "校准",
        "machine": "机器",
        "computer": "{system}，Python {python}，{cores} 个核心",
    },
}


def write_report(run: Run, path: Path, language: MessageLanguage) -> None:
    """Write a report, in Markdown where the name ends in `.md`, in HTML where it ends in `.html` or `.htm`. The file needs no other.

    Raises BadReportName, FileUnwritable.
    """
    ending = path.suffix.lower()
    if ending not in (".html", ".htm", ".md"):
        raise BadReportName(path=path)
    write_whole(path, render(run, language, markdown=ending == ".md"))


def render(run: Run, language: MessageLanguage, markdown: bool = False) -> str:
    """The report as text."""
    words = _WORDS[language]
    found = figures(run.outcomes)
    values: dict[str, Any] = {
        "run": run,
        "language": language,
        "words": words,
        "headline": {name: found[name] for name in _HEADLINE},
        "figures": found,
        "groups": {name: figures(part) for name, part in by_group(run.outcomes).items()},
        "explained": EXPLAINED[language],
        "made": _made(run.about, words),
        "failures": [one for one in run.outcomes if PER_QUESTION["right"](one) == 0],
    }
    if not markdown:
        drawn = (plots.recall_curve, plots.risk_coverage, plots.reliability_plot)
        values["plots"] = [Markup(draw(run.outcomes, words)) for draw in drawn] if run.outcomes else []  # noqa: S704 ours
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=jinja2.select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["line"] = _line
    environment.filters["answers"] = lambda one: _answers(one, words)
    environment.filters["figure"] = lambda one: words["none"] if one.value is None else f"{one.value:.3f}"
    environment.filters["unit"] = lambda one, name: " s" if name in SECONDS and one.value is not None else ""
    environment.filters["time"] = _time
    environment.filters["got"] = _got
    environment.filters["marked"] = _marked
    environment.filters["bold"] = _bold
    return environment.get_template("report.md" if markdown else "report.html").render(values)


def _made(about: Mapping[str, Any], words: dict[str, str]) -> list[tuple[str, str]]:
    """What a run was made with, as names and values; what an older run does not tell is left out."""
    found = {
        "testset": f"{about['testset']['name']} (SHA-256 {about['testset']['sha256'][:_SUM]}…)",
        "when": _time(about["made"]),
        "index": words["counts"].format(**about["index"]) if "index" in about else "",
        "encoder": about.get("encoder", ""),
        "reader": about.get("reader", ""),
        "calibration": f"{about['calibration'][:_SUM]}…" if "calibration" in about else "",
        "machine": words["computer"].format(**about["machine"]) if "machine" in about else "",
    }
    return [(words[name], value) for name, value in found.items() if value]


def _time(made: str) -> str:
    """A time as people write it.

    >>> _time("2026-01-31T12:30:05+00:00")
    '2026-01-31 12:30:05 UTC'
    """
    return made.replace("T", " ").replace("+00:00", " UTC")


def _answers(one: Outcome, words: dict[str, str]) -> str:
    return " / ".join(one.answers) if one.answerable else words["refusal"]


def _got(one: Outcome) -> str:
    """The first quote; of a refusal the best sentence, which was not shown as an answer."""
    if one.quotes:
        return one.quotes[0].text
    return one.best.part if one.best else "–"


def _marked(excerpt: Excerpt) -> Markup:
    """A passage with the part that matters marked."""
    return Markup("{}<mark>{}</mark>{}").format(*_pieces(excerpt))


def _bold(excerpt: Excerpt) -> str:
    before, part, after = (_line(text) for text in _pieces(excerpt))
    return f"{before}**{part}**{after}" if part else before


def _pieces(excerpt: Excerpt) -> tuple[str, str, str]:
    return excerpt.text[: excerpt.start], excerpt.part, excerpt.text[excerpt.end :]


def _line(text: str) -> str:
    """A text as a cell of a Markdown table: one line, no mark of a cell's end."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
