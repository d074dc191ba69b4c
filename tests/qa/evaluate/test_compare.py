"""Figures of made-up outcomes worked by hand; comparisons and gates over them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from qa.errors import BadGate
from qa.evaluate.compare import compare, failed, read_gates
from qa.evaluate.plain import as_json, plain_comparison, plain_run
from qa.evaluate.run import Excerpt, Outcome, Run, Shown
from qa.evaluate.score import MEASURES, by_group, figures, values

ABOUT = {"testset": {"sha256": "a"}, "index": {}, "encoder": "e", "reader": "r", "calibration": "c"}


def outcome(name: str, **changes: Any) -> Outcome:
    made = Outcome(
        id=name,
        question=f"{name}？",
        lang="zh",
        tags=("lexical",),
        answerable=True,
        answers=("甲乙",),
        answered=True,
        probability=0.9,
        best=Excerpt("a.md", "甲乙。丙。", 0, 3),
        best_right=True,
        wanted=Excerpt("a.md", "甲乙。丙。", 0, 2),
        quotes=(Shown("甲乙。", True),),
        nearest=(),
        gains=(1, 0),
        relevant=1,
        seconds=0.1,
    )
    return replace(made, **changes)


REFUSED = {"answered": False, "quotes": (), "probability": 0.1}
NOTHING = {"answerable": False, "answers": (), "relevant": 0, "gains": (0, 0)}


def run(outcomes: Sequence[Outcome], **about: Any) -> Run:
    return Run({**ABOUT, **about}, tuple(outcomes))


FOUR = [
    outcome("right"),
    outcome("refused", **REFUSED),
    outcome(
        "wrong",
        quotes=(Shown("丙。", False), Shown("甲乙丙丁。", True)),
        best_right=False,
        gains=(0, 1),
        tags=("paraphrase",),
    ),
    outcome("unanswerable", **NOTHING, lang="en", tags=()),
]


def test_every_measure_is_worked_by_hand() -> None:
    found = {name: figure.value for name, figure in figures(FOUR).items()}
    assert found["right"] == pytest.approx(1 / 4)
    assert found["quote_hit@1"] == pytest.approx(1 / 3)
    assert found["quote_hit@3"] == pytest.approx(2 / 3)
    assert found["best_sentence"] == pytest.approx(2 / 3)
    assert found["character_f1"] == pytest.approx((1 + 0) / 2)
    assert found["length_ratio"] == pytest.approx((1 + 0.5) / 2)
    assert found["passage_recall@1"] == pytest.approx(2 / 3)
    assert found["passage_recall@10"] == 1
    assert found["mrr@10"] == pytest.approx((1 + 1 + 0.5) / 3)
    assert found["false_answers"] == 1
    assert found["false_refusals"] == pytest.approx(1 / 3)
    assert found["auroc"] == pytest.approx((0.5 + 0 + 0.5) / 3)
    assert found["p50"] == pytest.approx(0.1)
    assert set(found) == set(MEASURES)


def test_without_unanswerable_questions_abstention_is_not_measurable_rather_than_none() -> None:
    found = figures(FOUR[:3])
    assert found["false_answers"].value is found["auroc"].value is None
    assert found["false_answers"].questions == 0
    assert "not measurable" in plain_run(run(FOUR[:3]), "en")
    assert "无法测量" in plain_run(run(FOUR[:3]), "zh")
    assert figures(FOUR[3:])["quote_hit@1"].value is None


def test_groups_are_the_languages_and_the_tags() -> None:
    names = {name: [one.id for one in part] for name, part in by_group(FOUR).items()}
    assert names == {
        "lang zh": ["right", "refused", "wrong"],
        "lexical": ["right", "refused"],
        "paraphrase": ["wrong"],
        "lang en": ["unanswerable"],
    }
    shape = as_json(run(FOUR))
    assert shape["questions"] == 4


def many(share: float, count: int = 40) -> list[Outcome]:
    return [outcome(f"q{n}", **({} if n < share * count else REFUSED)) for n in range(count)]


def test_a_clear_gain_is_called_significant_and_the_questions_that_flipped_are_named() -> None:
    found = compare(run(many(0.5)), run(many(0.9)))
    assert found is not None
    hit = next(one for one in found.differences if one.measure == "quote_hit@1")
    refusals = next(one for one in found.differences if one.measure == "false_refusals")
    assert hit.paired.difference == pytest.approx(0.4)
    assert (hit.significant, hit.better, refusals.better) == (True, True, True)
    assert [one.id for one in found.gained] == [f"q{n}" for n in range(20, 36)]
    assert found.lost == ()
    assert "became right: 16" in plain_comparison(found, "en")
    back = compare(run(many(0.9)), run(many(0.5)))
    assert back is not None
    assert len(back.lost) == 16
    assert not next(one for one in back.differences if one.measure == "false_refusals").better


def test_a_small_difference_is_said_to_be_too_small_with_how_many_questions_it_takes() -> None:
    found = compare(run(many(0.5)), run(many(0.55)))
    assert found is not None
    hit = next(one for one in found.differences if one.measure == "quote_hit@1")
    assert not hit.significant
    assert hit.needed is not None
    assert hit.needed > 40
    assert f"about {hit.needed} would be needed" in plain_comparison(found, "en")
    assert f"约需 {hit.needed} 个" in plain_comparison(found, "zh")


def test_runs_are_aligned_by_id_and_what_differs_is_told() -> None:
    before, after = run(many(0.5)), run(many(0.5)[::-1][:30], testset={"sha256": "b"}, encoder="other")
    found = compare(before, after)
    assert found is not None
    assert all(one.paired.difference == 0 for one in found.differences)
    assert found.notices[0] == "the test sets differ: 30 questions are the same in both, of 40 and 30"
    assert found.notices[1:] == ("the encoder differs",)


def test_a_question_that_was_rewritten_under_its_id_is_another_question() -> None:
    assert compare(run([outcome("a")]), run([outcome("a", question="别的？")])) is None
    assert compare(run([outcome("a")]), run([outcome("b")])) is None


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("quote_hit@1>=0.33", True),
        ("quote_hit@1 >= 0.34", False),
        ("quote_hit@1 >= 33%", True),
        ("quote_hit@1>=34 ％", False),
        ("length_ratio <= 3", True),
        ("false_answers<1", False),
        ("false_answers<=1", True),
        ("p95 < 0.2", True),
    ],
)
def test_a_gate_passes_or_says_what_is_there_instead(text: str, passes: bool) -> None:
    reasons = failed(read_gates([text], has_baseline=False), run(FOUR), None)
    assert (reasons == []) is passes
    assert passes or reasons[0].startswith(text.strip() + ": it is ")


def test_a_gate_on_what_cannot_be_measured_does_not_pass() -> None:
    gates = read_gates(["false_answers<=0.05"], has_baseline=False)
    assert failed(gates, run(FOUR[:3]), None) == ["false_answers<=0.05: not measurable with these questions"]


def test_no_significant_loss_passes_a_gain_and_a_small_loss_and_fails_a_large_one() -> None:
    gates = read_gates(["no significant loss"], has_baseline=True)
    assert failed(gates, run(many(0.9)), run(many(0.5))) == []
    assert failed(gates, run(many(0.5)), run(many(0.55))) == []
    reasons = failed(gates, run(many(0.5)), run(many(0.9)))
    assert any("quote_hit@1 -0.400" in reason for reason in reasons)
    assert any("false_refusals +0.400" in reason for reason in reasons)


@pytest.mark.parametrize("text", ["", "quote_hit", "quote_hit@1=0.9", "beauty>=1", "quote_hit@1>=many", "no loss"])
def test_a_gate_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadGate):
        read_gates([text], has_baseline=True)


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("quote_hit@1 >= 95", "a share from 0 to 1, such as 0.95 or 95%", "0 到 1 之间的比例，如 0.95 或 95%"),
        ("right>=950%", "a share from 0 to 1", "0 到 1 之间的比例"),
        ("p95 < 20%", "p95 is in seconds", "p95 以秒计"),
        ("beauty>=1", "the measures are right", "可用的指标：right"),
    ],
)
def test_a_gate_that_is_refused_says_what_is_wanted(text: str, en: str, zh: str) -> None:
    with pytest.raises(BadGate) as raised:
        read_gates([text], has_baseline=False)
    assert en in raised.value.message("en")
    assert zh in raised.value.message("zh")


def test_no_loss_without_a_baseline_is_refused() -> None:
    with pytest.raises(BadGate, match="baseline"):
        read_gates(["no significant loss"], has_baseline=False)


def test_values_are_those_of_the_questions_that_a_measure_speaks_of() -> None:
    assert values(FOUR, "false_answers") == {"unanswerable": 1.0}
    assert values(FOUR, "character_f1") == {"right": 1.0, "wrong": 0.0}
