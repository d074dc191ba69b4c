"""Opinions are kept whole, become drafts, and never fill the disk."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from qa.bot import Bot
from qa.errors import FeedbackFull, FileUnwritable
from qa.evaluate.testset import examine, write_testset
from qa.feedback import FeedbackLog, FeedbackOptions, Opinion, Passage, drafts
from tests.command_line import ROOT, yuanwen

ICT = "华为与多少所高校共建了ICT学院？"
PASSAGE = Passage("a.md", 3, 6, "甲乙丙")


@pytest.fixture
def log(tmp_path: Path) -> FeedbackLog:
    return FeedbackLog(tmp_path / "index.yuanwen")


@pytest.fixture(scope="module")
def opinion(bot: Bot) -> Opinion:
    return Opinion.on(bot.ask(ICT), ["谁？"], good=False, correction=PASSAGE)


def test_opinions_are_read_back_as_they_were_said(log: FeedbackLog, opinion: Opinion) -> None:
    assert log.read() == ([], 0)
    others = [replace(opinion, good=True, correction=None), replace(opinion, nothing=True, first=None)]
    for one in (opinion, *others):
        log.add(one)
    assert log.read() == ([opinion, *others], 0)


@pytest.mark.parametrize("rubbish", [b'{"made": "2026', b"\xff\xfe\n", b"[]\n", b"{}\n", b'{"first": 3}\n'])
def test_a_line_that_was_cut_short_costs_only_itself(log: FeedbackLog, opinion: Opinion, rubbish: bytes) -> None:
    log.add(opinion)
    with log.path.open("ab") as file:
        file.write(rubbish)
    log.add(opinion)
    assert log.read() == ([opinion, opinion], 1)


def test_a_full_file_takes_no_more(tmp_path: Path, opinion: Opinion) -> None:
    log = FeedbackLog(tmp_path / "index.yuanwen", FeedbackOptions(most_bytes=1_500))
    with pytest.raises(FeedbackFull, match="feedback export"):
        for _ in range(10):
            log.add(opinion)
    assert log.path.stat().st_size <= 1_500
    assert len(log.read()[0]) >= 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, opinion: Opinion) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileUnwritable, match="feedback"):
        FeedbackLog(tmp_path / "file" / "index.yuanwen").add(opinion)


def test_two_processes_lose_nothing(log: FeedbackLog, opinion: Opinion) -> None:
    log.add(opinion)
    script = (
        "import sys; from pathlib import Path; from qa.feedback import FeedbackLog\n"
        f"log = FeedbackLog(Path({str(log.path.with_name('index.yuanwen'))!r}))\n"
        "[one] = log.read()[0][:1]\n"
        "for _ in range(40): log.add(one)\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) for _ in range(2)]
    assert [one.wait(timeout=60) for one in running] == [0, 0]
    assert log.read() == ([opinion] * 81, 0)


def test_each_opinion_becomes_the_draft_it_calls_for(opinion: Opinion) -> None:
    refused = replace(opinion, first=None, correction=None)
    cases = {
        "corrected": (opinion, True, ["甲乙丙"], "called wrong"),
        "nothing": (replace(opinion, correction=None, nothing=True), False, [], "called wrong"),
        "wrong": (replace(opinion, correction=None), True, [], "was not said"),
        "right": (replace(opinion, good=True, correction=None), True, [opinion.first and opinion.first.text], "right"),
        "rightly refused": (replace(refused, good=True), False, [], "right"),
        "wrongly refused": (refused, True, [], "refused"),
    }
    for said, answerable, answers, note in cases.values():
        [case] = drafts([said])
        assert (case.answerable, [answer.text for answer in case.answers]) == (answerable, answers)
        assert note in case.note
        assert (case.review, case.history, case.lang) == ("draft", ("谁？",), "zh")


def test_a_question_of_odd_characters_is_kept_and_exported_whole(log: FeedbackLog, bot: Bot, tmp_path: Path) -> None:
    for question in ("半个\ud83d字符？", "行\u2028尾\u0085在此？"):
        log.add(Opinion.on(bot.ask(question), ["\ud83d前一个？"], good=False))
    opinions, lost = log.read()
    assert (len(opinions), lost) == (2, 0)
    separated = replace(drafts(opinions)[0], note="甲\u2028乙\u0085丙")
    write_testset(tmp_path / "set.jsonl", [separated])
    assert examine(tmp_path / "set.jsonl") == ([separated], [])


def test_the_last_opinion_on_a_question_counts_and_its_history_tells_it_apart(opinion: Opinion) -> None:
    later = replace(opinion, correction=None, nothing=True)
    other = replace(opinion, history=())
    made = drafts([opinion, other, later])
    assert [case.answerable for case in made] == [False, True]
    assert len({case.id for case in made}) == 2


def test_the_export_is_a_test_set_and_keeps_what_was_reviewed(
    log: FeedbackLog, opinion: Opinion, tmp_path: Path
) -> None:
    index, file = log.path.with_name("index.yuanwen"), tmp_path / "set.jsonl"
    none = yuanwen("feedback", "export", file, "--index", index)
    assert (none.returncode, none.stdout, file.exists()) == (0, "", False)
    assert "Nobody has said anything" in none.stderr
    for one in (opinion, replace(opinion, history=(), correction=None)):
        log.add(one)
    done = yuanwen("feedback", "export", file, "--index", index, "--json")
    assert json.loads(done.stdout) == {"file": str(file), "opinions": 2, "drafts": 2, "unreadable": 0}
    cases, problems = examine(file)
    assert (len(cases), problems) == (2, [])
    yuanwen("review", file, "--accept", opinion.id)
    log.add(replace(opinion, nothing=True, correction=None))
    yuanwen("feedback", "export", file, "--index", index)
    states = {case.id: (case.review, case.answerable) for case in examine(file)[0]}
    assert states[opinion.id] == ("accepted", True)
    assert len(states) == 2
