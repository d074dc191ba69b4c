"""Calibrations in the index: they decide at once, are taken back one by one, and what does not fit is said."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import corpus
from corpus.errors import YuanwenError
from index.build import build, put_setting
from index.encoders import ENCODERS
from index.encoders import load as load_encoder
from index.errors import IndexMissing
from index.fusion import SAFE
from index.library import Library
from index.reader import Reader
from qa.bot import Bot
from qa.calibrate import store
from qa.calibrate.calibrate import calibrate
from qa.errors import CalibrationDamaged, CalibrationUnfit, NothingToUndo
from qa.evaluate.testset import read_testset
from tests.command_line import yuanwen

HOME = Path(corpus.__file__).parent
TESTSET = HOME / "testsets" / "meng-wanzhou-2023.jsonl"
QUESTION = "华为与多少所高校共建了ICT学院？"
NEVER = {"weights": {}, "bias": -9.0, "thresholds": {"default": 0.9}}
ALWAYS = {"weights": {}, "bias": 9.0, "thresholds": {"default": 0.1}}


@pytest.fixture
def index(speech_index: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(speech_index.parent, folder)
    return folder / speech_index.name


def row(model: dict[str, Any], **changes: Any) -> dict[str, Any]:
    about = {"made": "2026-01-01T00:00:00+00:00", "encoder": load_encoder().fingerprint, "reader": Reader().fingerprint}
    return {**about, "same": model, "cross": None, "fusion": None, **changes}


def test_a_running_bot_decides_by_the_newest_calibration_and_by_the_one_before_when_it_is_taken_back(
    index: Path,
) -> None:
    bot = Bot(index)
    shipped = bot.calibration.fingerprint
    assert bot.ask(QUESTION).answered
    first = store.keep(index, row(NEVER))
    assert not bot.ask(QUESTION).answered
    assert bot.calibration.fingerprint == first["fingerprint"]
    store.keep(index, row(ALWAYS))
    assert bot.ask("红烧肉怎么做？").answered
    assert store.undo(index) == first
    assert not bot.ask(QUESTION).answered
    assert store.undo(index) is None
    assert bot.ask(QUESTION).answered
    assert bot.calibration.fingerprint == shipped
    with pytest.raises(NothingToUndo):
        store.undo(index)
    bot.close()


def test_questions_in_another_language_keep_the_regression_that_ships(index: Path) -> None:
    store.keep(index, row(NEVER))
    bot = Bot(index)
    english = bot.ask("How many universities has Huawei built ICT academies with?")
    assert english.answered
    assert not bot.ask(QUESTION).answered
    bot.close()


def test_a_calibration_brings_its_fusion_weights(index: Path) -> None:
    store.keep(index, row(ALWAYS, fusion={"same": [0.1, 0.5, 0.4]}))
    bot = Bot(index)
    assert bot.searcher.fusion.same.dense == 0.5
    assert bot.searcher.fusion.cross == Bot(index).searcher.fusion.cross
    bot.close()


def test_weights_that_are_asked_for_count_before_those_of_the_index(index: Path) -> None:
    store.keep(index, row(ALWAYS, fusion={"same": [0.1, 0.5, 0.4]}))
    bot = Bot(index, fusion=SAFE)
    assert bot.searcher.fusion == SAFE
    bot.close()


@pytest.mark.slow
def test_another_encoder_is_calibrated_with_its_own_fusion(
    tmp_path: Path, toy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ENCODERS, "toy", lambda _: toy())
    index = tmp_path / "index.yuanwen"
    build(index, HOME / "articles", toy())
    bot = Bot(index, "toy")
    cases = read_testset(TESTSET)
    found = calibrate(bot, TESTSET, cases, 0.1, lambda _done, _all: None)
    assert found.row["encoder"] == toy().fingerprint
    assert {"same"} <= set(found.fusion) <= {"same", "cross"}
    assert all(
        0 <= side.held_out <= 1 and 0 <= side.safe <= 1 and side.questions >= 20 for side in found.fusion.values()
    )
    used = {name: list(asdict(side.weights).values()) for name, side in found.fusion.items() if side.better}
    assert found.row["fusion"] == (used or None)
    assert found.after["false_answers"] is not None
    assert found.after["false_answers"] <= 0.1 + 1e-9
    store.keep(index, found.row)
    assert bot.calibration.fingerprint != store.fingerprint(found.row)  # before it looks again
    bot.ask(QUESTION)
    assert bot.calibration.fingerprint == store.fingerprint(found.row)
    bot.close()


@pytest.mark.parametrize("part", ["encoder", "reader"])
def test_a_calibration_for_other_models_is_said_and_left_out(index: Path, part: str) -> None:
    store.keep(index, row(NEVER, **{part: "another/1"}))
    told: list[YuanwenError] = []
    bot = Bot(index, notify=told.append)
    assert bot.ask(QUESTION).answered
    assert [type(one) for one in told] == [CalibrationUnfit]
    bot.close()


@pytest.mark.parametrize("text", ["{", "[1]", "[{}]", '{"a": 1}', "CHANGED"])
def test_a_damaged_calibration_is_said_and_left_out_and_can_be_taken_back(index: Path, text: str) -> None:
    store.keep(index, row(NEVER))
    library = Library.read(index)
    kept = json.loads(library.setting(store.KEY) or "")
    library.close()
    kept[0]["same"]["bias"] = -8.0
    put_setting(index, store.KEY, json.dumps(kept) if text == "CHANGED" else text)
    told: list[YuanwenError] = []
    bot = Bot(index, notify=told.append)
    assert bot.ask(QUESTION).answered
    assert [type(one) for one in told] == [CalibrationDamaged]
    assert store.undo(index) is None
    assert bot.ask(QUESTION).answered
    bot.close()


def test_an_index_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        store.keep(tmp_path / "none.yuanwen", row(NEVER))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_command_fits_says_what_it_did_and_takes_it_back(index: Path, tmp_path: Path) -> None:
    done = yuanwen("calibrate", TESTSET, "--index", index, "--max-false-answers", 0.1, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["after"]["false_answers"] <= 0.1
    assert found["after"]["log_loss"] < found["before"]["log_loss"]
    assert found["calibration"]["max_false_answers"] == 0.1
    assert found["curve"]
    before = yuanwen("eval", TESTSET, "--index", index, "--json", "--out", tmp_path / "run.json")
    assert json.loads(before.stdout)["about"]["calibration"] == found["calibration"]["fingerprint"]
    undone = yuanwen("calibrate", "--undo", "--index", index)
    assert undone.stdout.strip() == "The calibration is taken back; the one that ships decides again."
    again = yuanwen("calibrate", "--undo", "--index", index)
    assert (again.returncode, again.stdout) == (1, "")
    assert "has no calibration of its own" in again.stderr


def test_too_few_questions_are_refused_with_what_is_needed(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    rows = [{"id": str(n), "question": f"第{n}个问题？", "answerable": False, "answers": []} for n in range(12)]
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), encoding="utf-8")
    done = yuanwen("calibrate", path, "--index", index)
    assert (done.returncode, done.stdout) == (1, "")
    assert "of its 12 questions 0 are answered rightly" in done.stderr
    assert yuanwen("calibrate", "--index", index).returncode == 2
