"""Plots of a run as SVG: text stays text, so that any script shows, and colours follow the page."""

import io
import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from qa.evaluate.abstention import reliability, risks
from qa.evaluate.ask import DEPTH
from qa.evaluate.run import Outcome

_ACCENT, _SOFT = "#9c2f1f", "#a59c8c"
_SIZE = (4.2, 3.1)  # inches


def risk_coverage(outcomes: Sequence[Outcome], words: dict[str, str]) -> str:
    """The share of wrong answers when only the surest are given, over the share that is given; where the threshold stands."""
    canvas, axes = _axes(words["coverage"], words["risk"])
    found = risks([one.probability for one in outcomes], _right(outcomes))
    shares = [number / len(found) for number in range(1, len(found) + 1)]
    axes.step(shares, found, where="post", color=_ACCENT)
    spoken = [one for one in outcomes if one.answered]
    if spoken:
        wrong = 1 - sum(_right(spoken)) / len(spoken)
        axes.plot([len(spoken) / len(outcomes)], [wrong], "o", color=_ACCENT)
        axes.annotate(
            words["spoken"],
            (len(spoken) / len(outcomes), wrong),
            xytext=(0, 26),
            textcoords="offset points",
            ha="center",
        )
    return _svg(canvas)


def reliability_plot(outcomes: Sequence[Outcome], words: dict[str, str]) -> str:
    """The share of right answers over the stated probability; the diagonal keeps its word."""
    canvas, axes = _axes(words["stated"], words["seen"])
    axes.plot([0, 1], [0, 1], color=_SOFT, linewidth=1, linestyle="--")
    bins = reliability([one.probability for one in outcomes], _right(outcomes))
    axes.plot([one.confidence for one in bins], [one.right for one in bins], color=_ACCENT, linewidth=1)
    sizes = [12 + 160 * one.size / len(outcomes) for one in bins]
    axes.scatter([one.confidence for one in bins], [one.right for one in bins], s=sizes, color=_ACCENT)
    return _svg(canvas)


def recall_curve(outcomes: Sequence[Outcome], words: dict[str, str]) -> str:
    """In how many questions one of the first k passages holds an accepted answer, over k."""
    canvas, axes = _axes(words["passages"], words["found"])
    asked = [one for one in outcomes if one.relevant]
    depths = list(range(1, DEPTH + 1))
    if asked:
        axes.plot(depths, [sum(any(one.gains[:k]) for one in asked) / len(asked) for k in depths], "o-", color=_ACCENT)
    axes.set_xlim(0.5, DEPTH + 0.5)
    axes.set_xticks(depths)
    return _svg(canvas)


def _right(outcomes: Sequence[Outcome]) -> list[bool]:
    return [one.answerable and one.best_right for one in outcomes]


def _axes(across: str, up: str) -> tuple[Canvas, Any]:
    canvas = Canvas(figsize=_SIZE, layout="constrained")
    axes = canvas.subplots()
    axes.set(xlim=(0, 1.02), ylim=(-0.02, 1.02), xlabel=across, ylabel=up)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=_SOFT, alpha=0.25)
    return canvas, axes


def _svg(canvas: Canvas) -> str:
    stream = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "yuanwen"}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # the browser has the characters; here they are only measured
        canvas.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    text = stream.getvalue()
    return text[text.index("<svg") :]
