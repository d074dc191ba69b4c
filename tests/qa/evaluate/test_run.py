"""A run over a real index, saved and read back."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from qa.bot import Bot
from qa.errors import BadRun
from qa.evaluate.accepted import Accepted, Place
from qa.evaluate.ask import AskOptions, evaluate
from qa.evaluate.run import Outcome, Run, load, save
from qa.evaluate.testset import read_testset
from qa.records import Answer
from qa.retrieve import Evidence

ROWS = [
    {
        "id": "known",
        "question": "华为与多少所高校共建了ICT学院？",
        "lang": "zh",
        "answerable": True,
        "answers": ["2600多所高校"],
        "tags": ["lexical"],
    },
    {"id": "cooking", "question": "红烧肉怎么做？", "lang": "zh", "answerable": False, "answers": []},
    {"id": "gone", "question": "华为的目标？", "lang": "zh", "answerable": True, "answers": ["这里没有的话"]},
    {
        "id": "later",
        "question": "那教师呢？",
        "history": ["华为与多少所高校共建了ICT学院？"],
        "lang": "zh",
        "answerable": True,
        "answers": ["11000人"],
    },
]


@pytest.fixture(scope="module")
def testset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("set") / "set.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(bot: Bot, testset: Path) -> Run:
    return evaluate(bot, testset, read_testset(testset))


def test_every_question_has_what_the_bot_says_of_it(run: Run, bot: Bot) -> None:
    assert [one.id for one in run.outcomes] == [row["id"] for row in ROWS]
    for one, row in zip(run.outcomes, ROWS, strict=True):
        answer = bot.ask(str(row["question"]), [str(text) for text in row.get("history", [])])  # type: ignore[attr-defined]
        assert (one.answered, one.probability) == (answer.answered, answer.probability)
        assert [shown.text for shown in one.quotes] == [quote.text for quote in answer.quotes]
        assert [shown.text for shown in one.nearest] == [quote.text for quote in answer.nearest]


def test_passages_that_hold_an_answer_are_counted_found_or_not(run: Run) -> None:
    known, cooking, gone, _ = run.outcomes
    assert known.gains[0] == 1
    assert known.relevant >= sum(known.gains) >= 1
    assert (cooking.relevant, sum(cooking.gains)) == (0, 0)
    assert (gone.relevant, sum(gone.gains)) == (0, 0)
    assert known.best is not None
    assert known.wanted is not None
    assert "2600多所高校" in known.best.part
    assert known.wanted.part == "2600多所高校"
    assert (known.best_right, known.quotes[0].right) == (True, True)
    assert (cooking.wanted, gone.wanted, cooking.best_right) == (None, None, False)


def test_an_answer_with_a_place_is_right_there_and_found_there(bot: Bot, testset: Path, run: Run) -> None:
    [name] = bot.library.article_ids()
    text = bot.article(name).text
    for start, right in ((text.rindex("2600多所高校"), True), (0, False)):
        place = Place(name, start, start + 8)
        case = replace(read_testset(testset)[0], answers=(Accepted("", place),))
        one = evaluate(bot, testset, [case]).outcomes[0]
        assert one.best is not None
        first = one.best.article == name and "2600多所高校" in one.best.part
        assert first
        assert one.answers == (text[start : start + 8],)
        assert (one.relevant == 1) or not right
        assert right or not one.best_right


class Listening(Bot):
    """Keeps what it was asked, in order."""

    asked: list[str]

    def warm(self) -> None:
        self.asked.append("warm")
        super().warm()

    def examine(self, question: str, *rest: Any) -> tuple[Answer, Evidence]:
        self.asked.append(question)
        return super().examine(question, *rest)


def test_what_the_first_question_would_wait_for_is_loaded_before_it_is_timed(bot: Bot, testset: Path) -> None:
    listening = Listening(bot.index, bot.encoder, reader=bot.reader)
    listening.asked = []
    cases = read_testset(testset)
    evaluate(listening, testset, cases)
    listening.close()
    first, second, *rest = listening.asked
    assert first == "warm"
    assert second in next(iter(bot.library.texts().values()))
    assert rest == [case.question for case in cases]


def test_many_questions_are_asked_by_several_processes_with_the_same_outcomes(
    bot: Bot, testset: Path, run: Run
) -> None:
    told: list[int] = []
    options = AskOptions(few=1, alone=1, part=2)
    other = evaluate(bot, testset, read_testset(testset), lambda done, _: told.append(done), options)
    assert told == [1, 2, 3, 4]
    assert [one.seconds is None for one in other.outcomes].count(False) == 1
    assert [replace(one, seconds=0.0) for one in other.outcomes] == [replace(one, seconds=0.0) for one in run.outcomes]


def test_the_run_says_what_it_was_made_with(run: Run, bot: Bot, testset: Path) -> None:
    assert run.about["testset"]["name"] == testset.name
    assert run.about["encoder"] == bot.encoder.fingerprint
    assert run.about["index"]["articles"] == 1
    assert set(run.about) == {"made", "testset", "index", "encoder", "reader", "calibration", "machine"}


def test_progress_is_told_question_by_question(bot: Bot, testset: Path) -> None:
    told: list[tuple[int, int]] = []
    evaluate(bot, testset, read_testset(testset)[:2], lambda done, every: told.append((done, every)))
    assert told == [(1, 2), (2, 2)]


def test_a_saved_run_is_read_back_as_it_was(run: Run, tmp_path: Path) -> None:
    save(run, tmp_path / "deep" / "run.json")
    assert load(tmp_path / "deep" / "run.json") == run
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["run.json"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_half_written_run_is_refused_by_name(run: Run, tmp_path: Path, share: float) -> None:
    path = tmp_path / "run.json"
    save(run, path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: int(len(text) * share)], encoding="utf-8")
    with pytest.raises(BadRun, match=r"run\.json"):
        load(path)


@pytest.mark.parametrize("name", [field.name for field in fields(Outcome)])
def test_a_run_whose_questions_lack_something_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "run.json"
    save(replace(run, outcomes=run.outcomes[:1]), path)
    rows = json.loads(path.read_text(encoding="utf-8"))
    del rows["outcomes"][0][name]
    path.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(BadRun, match=name):
        load(path)
