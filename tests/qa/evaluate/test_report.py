"""A report holds the run's figures and failures, needs nothing from elsewhere, and executes nothing."""

import re
import warnings
from pathlib import Path

import pytest

from qa.errors import BadReportName
from qa.evaluate import plots
from qa.evaluate.explained import EXPLAINED
from qa.evaluate.report import _WORDS, render, write_report
from qa.evaluate.run import Excerpt, Outcome, Run, Shown
from qa.evaluate.score import MEASURES

ABOUT = {"testset": {"name": "set.jsonl", "sha256": "a"}, "made": "2026-01-01"}
WHOLE = {
    "testset": {"name": "set.jsonl", "sha256": "ab" * 32},
    "made": "2026-01-31T12:30:05+00:00",
    "index": {"generation": 3, "articles": 2, "passages": 21},
    "encoder": "yuanwen-3/1c39c54e",
    "reader": "yuanwen-3/ff1fa435",
    "calibration": "cd" * 32,
    "machine": {"system": "Linux-6", "python": "3.12.1", "cores": 4},
}
HOSTILE = "<script>alert(1)</script> | {{ 7*7 }} \\ ![x](http://evil.example/x.png)"


def outcome(name: str, question: str, answered: bool, right: bool) -> Outcome:
    said = "答案。" if right else "别的。"
    return Outcome(
        id=name,
        question=question,
        lang="zh",
        tags=("kind",),
        answerable=True,
        answers=("答案",),
        answered=answered,
        probability=0.8 if answered else 0.2,
        best=Excerpt("a.md", said + HOSTILE, 0, len(said)),
        best_right=right,
        wanted=Excerpt("b.md", "前文。答案在此。后文。", 3, 5),
        quotes=(Shown(said, right),) if answered else (),
        nearest=() if answered else (Shown("最近的一段。", False),),
        gains=(1, 0),
        relevant=1,
        seconds=0.1,
    )


RUN = Run(
    ABOUT,
    (
        outcome("good", "好问题？", True, True),
        outcome("bad", HOSTILE, True, False),
        outcome("shy", "拒答的问题？", False, True),
    ),
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("markdown", [False, True])
def test_every_failure_is_there_with_what_was_expected_and_what_came(language: str, markdown: bool) -> None:
    text = render(RUN, language, markdown)  # type: ignore[arg-type]
    assert "好问题？" not in text
    for part in ("拒答的问题？", "答案", "别的。", "b.md", "set.jsonl", "0.333"):
        assert part in text
    assert ("无法测量" if language == "zh" else "not measurable") in text


def test_a_failure_shows_the_answer_marked_where_it_stands() -> None:
    assert "前文。<mark>答案</mark>在此。后文。" in render(RUN, "zh")
    assert "前文。**答案**在此。后文。" in render(RUN, "zh", markdown=True)


@pytest.mark.parametrize("markdown", [False, True])
def test_what_a_run_was_made_with_is_told_in_words(markdown: bool) -> None:
    english, chinese = (render(Run(WHOLE, RUN.outcomes), language, markdown) for language in ("en", "zh"))
    for part in ("2 articles, 21 passages, generation 3", "Linux-6, Python 3.12.1, 4 cores", "2026-01-31 12:30:05 UTC"):
        assert part in english
    assert "2 篇文章，21 个段落，第 3 代" in chinese
    assert not any(raw in text for raw in ("{'", "{&#39;", "sha256") for text in (english, chinese))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("markdown", [False, True])
def test_every_measure_is_explained_and_what_is_a_time_has_its_unit(language: str, markdown: bool) -> None:
    text = render(RUN, language, markdown)  # type: ignore[arg-type]
    known = EXPLAINED[language]  # type: ignore[index]
    assert set(known) == set(MEASURES)
    assert all(explanation in text for explanation in known.values())
    assert text.count("0.100 s") == 2


def test_the_probability_beside_a_failure_is_named() -> None:
    assert "shy · probability 0.20 · kind" in render(RUN, "en")
    assert "shy · 概率 0.20 · kind" in render(RUN, "zh")
    assert "| probability | 0.20 |" in render(RUN, "en", markdown=True)


def test_the_labels_of_the_plots_fit_beside_them() -> None:
    for words in _WORDS.values():
        for across, up in (("passages", "found"), ("coverage", "risk"), ("stated", "seen")):
            canvas, axes = plots._axes(words[across], words[up])
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Glyph")
                canvas.draw_without_rendering()
                for label in (axes.xaxis.label, axes.yaxis.label):
                    box = label.get_window_extent()
                    assert 0 <= box.x0 < box.x1 <= canvas.bbox.width
                    assert 0 <= box.y0 < box.y1 <= canvas.bbox.height


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    text = render(RUN, "en")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "49" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", re.sub(r"xlink:href", "href", text))
    assert text.count("<svg") == 3


def test_what_is_hostile_stays_in_its_cell_of_a_markdown_table() -> None:
    text = render(RUN, "en", markdown=True)
    rows = [line for line in text.splitlines() if "alert(1)" in line]
    assert rows
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 3 for row in rows)
    assert "<script" not in text


def test_a_report_is_the_same_each_time_and_a_run_without_questions_has_one_too(tmp_path: Path) -> None:
    assert render(RUN, "zh") == render(RUN, "zh")
    for name in ("deep/report.html", "report.md"):
        write_report(Run(ABOUT, ()), tmp_path / name, "en")
        assert "Nothing went wrong." in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["report.pdf", "report", "report.html.gz"])
def test_a_report_in_a_format_that_there_is_not_is_refused_before_anything_is_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadReportName, match=r"\.html, \.htm or \.md"):
        write_report(RUN, tmp_path / "deep" / name, "en")
    assert list(tmp_path.iterdir()) == []
    write_report(RUN, tmp_path / "REPORT.HTM", "en")
    assert (tmp_path / "REPORT.HTM").read_text(encoding="utf-8").startswith("<!doctype html>")
