"""The decision to answer: more evidence for an answer never makes one less likely."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qa.decide
from index.encoders import load as load_encoder
from index.reader import Reader
from qa.decide import Calibration, Decision, Logistic, probability_of
from qa.features import NAMES

SHIPPED = json.loads((Path(qa.decide.__file__).parent / "calibration.json").read_text(encoding="utf-8"))
SIDES = ["same", "cross", "same_any_encoder", "cross_any_encoder"]
AGAINST = {name for name in NAMES if name.startswith("missing")}
ENCODERS = st.sampled_from([SHIPPED["encoder"], "another/1"])
EVIDENCE = st.fixed_dictionaries({name: st.floats(-1, 5) for name in NAMES})


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return Calibration.load()


@pytest.mark.parametrize("side", ["same", "cross"])
def test_the_fitted_weights_speak_of_exactly_the_features_there_are(side: str) -> None:
    assert set(SHIPPED[side]["weights"]) == set(NAMES)


def test_the_decision_was_fitted_with_the_models_that_ship() -> None:
    assert SHIPPED["encoder"] == load_encoder().fingerprint
    assert SHIPPED["reader"] == Reader().fingerprint


@pytest.mark.parametrize("side", SIDES)
def test_both_sides_have_a_threshold_for_any_language_and_a_data_sheet(side: str) -> None:
    assert 0 < SHIPPED[side]["thresholds"]["default"] < 1
    assert SHIPPED[side]["held_out"]
    assert all(sheet["questions"] > 0 for sheet in SHIPPED[side]["held_out"].values())


@pytest.mark.parametrize("side", SIDES)
def test_what_speaks_for_an_answer_never_counts_against_it(side: str) -> None:
    for name, weight in SHIPPED[side]["weights"].items():
        assert weight <= 0 if name in AGAINST else weight >= 0


@given(EVIDENCE, st.sampled_from(sorted(set(NAMES) - AGAINST)), st.floats(0, 3), st.booleans(), ENCODERS)
def test_more_evidence_never_lowers_the_probability(
    calibration: Calibration, found: dict[str, float], name: str, more: float, cross: bool, encoder: str
) -> None:
    before = calibration.decide(found, "zh", cross, encoder).probability
    after = calibration.decide({**found, name: found[name] + more}, "zh", cross, encoder).probability
    assert after >= before


@given(EVIDENCE, st.sampled_from(sorted(AGAINST)), st.floats(0, 3), st.booleans(), ENCODERS)
def test_what_is_missing_never_raises_the_probability(
    calibration: Calibration, found: dict[str, float], name: str, more: float, cross: bool, encoder: str
) -> None:
    before = calibration.decide(found, "zh", cross, encoder).probability
    after = calibration.decide({**found, name: found[name] + more}, "zh", cross, encoder).probability
    assert after <= before


@given(EVIDENCE, st.sampled_from(["zh", "en", "ja", "und"]), st.booleans())
def test_answering_is_reaching_the_threshold(
    calibration: Calibration, found: dict[str, float], language: str, cross: bool
) -> None:
    decision = calibration.decide(found, language, cross, SHIPPED["encoder"])
    thresholds = (calibration.cross if cross else calibration.same).thresholds
    assert 0 <= decision.probability <= 1
    assert decision.threshold == thresholds.get(language, thresholds["default"])
    assert decision.answered == (decision.probability >= decision.threshold)


@pytest.mark.parametrize("cross", [True, False])
@pytest.mark.parametrize("encoder", [SHIPPED["encoder"], "another/1"])
def test_no_evidence_at_all_is_no_answer(calibration: Calibration, cross: bool, encoder: str) -> None:
    assert not calibration.decide(dict.fromkeys(NAMES, 0.0), "zh", cross, encoder).answered


def test_the_probability_is_the_logistic_function_worked_by_hand() -> None:
    model = Logistic(weights={"a": 2.0, "b": -1.0}, bias=0.5, thresholds={"default": 0.5})
    assert model.probability({"a": 1.0, "b": 2.5}) == pytest.approx(0.5)
    assert model.probability({"a": 0.0, "b": 0.5 - math.log(3)}) == pytest.approx(0.75)


@pytest.mark.parametrize("evidence", [1e300, -1e300])
def test_evidence_beyond_all_measure_overflows_nothing(evidence: float) -> None:
    model = Logistic(weights={"a": 1.0}, bias=0.0, thresholds={"default": 0.5})
    assert model.probability({"a": evidence}) == pytest.approx(float(evidence > 0))


def test_a_language_with_a_threshold_of_its_own_is_judged_by_it() -> None:
    model = Logistic(weights={"a": 1.0}, bias=0.0, thresholds={"default": 0.6, "ja": 0.4})
    words = Logistic(weights={"a": 1.0}, bias=0.0, thresholds={"default": 0.9})
    both = Calibration(same=model, cross=model, same_any_encoder=words, cross_any_encoder=words, encoder="known/1")
    decided = [both.decide({"a": 0.0}, language, False, "known/1") for language in ("ja", "ko")]
    assert [(one.probability, one.answered) for one in decided] == [(0.5, True), (0.5, False)]


@given(EVIDENCE, st.booleans(), ENCODERS)
def test_what_the_features_add_is_the_log_odds(
    calibration: Calibration, found: dict[str, float], cross: bool, encoder: str
) -> None:
    decision = calibration.decide(found, "zh", cross, encoder)
    total = decision.bias + sum(decision.adds.values())
    assert decision.probability == pytest.approx(1 / (1 + math.exp(-max(-40.0, min(40.0, total)))))


@pytest.mark.parametrize("bias", [-1000.0, -1.0, 0.0, 2.0, 1000.0])
def test_more_evidence_adds_to_the_log_odds_however_sure_it_was(bias: float) -> None:
    decision = Decision(probability_of(bias), 0.5, {"margin": 0.5}, bias).plus({"agrees": 1.5, "repeats": -2.0})
    assert decision.adds == {"margin": 0.5, "agrees": 1.5, "repeats": -2.0}
    assert decision.probability == probability_of(bias)
    assert decision.answered is (bias >= 0)


def test_with_an_encoder_that_it_was_not_fitted_with_only_words_decide(calibration: Calibration) -> None:
    evidence = {**dict.fromkeys(NAMES, 0.2), "missing_names": 0.0, "missing_number": 0.0}
    for cross in (True, False):
        near = calibration.decide(
            {**evidence, "sentence_dense": 1.0, "margin": 1.0}, "zh", cross, "another/1"
        ).probability
        far = calibration.decide(
            {**evidence, "sentence_dense": 0.0, "margin": 0.0}, "zh", cross, "another/1"
        ).probability
        assert near == far
