"""Test sets, runs and drafts beside an index, and who may touch them."""

import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from qa.bot import Bot
from qa.draft.review import reword
from qa.errors import BadTestSet, QuestionEmpty
from qa.settings import Settings
from qa.web.articles_page import ArticlesPage
from qa.web.articles_texts import ARTICLES
from qa.web.evaluate_drafts import Later
from qa.web.evaluate_look import Look
from qa.web.evaluate_page import EvaluatePage
from qa.web.evaluate_texts import EVALUATE
from qa.web.inventory import View
from qa.web.trials import Kept, Trials, check

CASE = {"id": "a", "question": "灯塔是什么颜色？", "answerable": True, "answers": ["紫色"]}
MEASURES = {"right", "quote_hit@1", "false_answers", "false_refusals"}


@pytest.fixture
def chosen(tmp_path: Path, speech_index: Path) -> Settings:
    return Settings(tmp_path / "articles", speech_index, None, "en")


def written(path: Path, *cases: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")
    return path


def test_an_upload_never_takes_the_place_of_another_test_set(tmp_path: Path) -> None:
    trials = Trials(Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en"))
    first = written(tmp_path / "one" / "set.jsonl", CASE)
    other = written(tmp_path / "two" / "set.jsonl", {**CASE, "id": "b"})
    shipped = next(iter(trials.named()))
    assert trials.keep(first) == "set.jsonl"
    assert trials.keep(first) == "set.jsonl"
    assert trials.keep(other) == "set-2.jsonl"
    assert trials.keep(written(tmp_path / "three" / shipped, CASE)) != shipped
    assert (trials.testsets / "set.jsonl").read_bytes() == first.read_bytes()


def test_an_odd_name_of_an_upload_stays_in_the_folder(tmp_path: Path) -> None:
    trials = Trials(Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en"))
    kept = trials.keep(written(tmp_path / "up" / '..<img src=x>"$.jsonl', CASE))
    assert (trials.testsets / kept).is_file()
    assert not set('<>"$/') & set(kept)


def test_a_run_that_is_not_listed_is_not_opened(tmp_path: Path) -> None:
    trials = Trials(Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en"))
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    trials.runs.mkdir()
    (trials.runs / "broken.json").write_text("{", encoding="utf-8")
    assert trials.listed() == []
    assert trials.run("../secret.json") is None
    assert trials.run("broken.json") is None


def test_what_is_removed_can_be_brought_back_unless_its_name_is_taken(tmp_path: Path) -> None:
    trials = Trials(Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en"))
    path = written(trials.testsets / "set.jsonl", CASE)
    kept = Kept("testsets", path.name)
    assert trials.remove(kept)
    assert not path.exists()
    assert not trials.remove(kept)
    assert trials.restore(kept)
    assert json.loads(path.read_text(encoding="utf-8")) == CASE
    assert trials.remove(kept)
    written(path, {**CASE, "id": "b"})
    assert not trials.restore(kept)


@pytest.mark.parametrize("name", ["../index.yuanwen", "drafts.jsonl", "", "none.jsonl"])
def test_only_test_sets_of_ones_own_are_removed(tmp_path: Path, name: str) -> None:
    trials = Trials(Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en"))
    for path in (tmp_path / "index.yuanwen", trials.testsets / "drafts.jsonl"):
        written(path, CASE)
    shipped = next(iter(trials.named()))
    assert not trials.is_own(shipped)
    assert not any(trials.remove(Kept(folder, one)) for folder in ("testsets", "runs") for one in (name, shipped))
    assert (tmp_path / "index.yuanwen").is_file()


def test_answers_that_no_article_holds_are_told_with_the_nearest_sentence(bot: Bot, tmp_path: Path) -> None:
    found = check(bot, written(tmp_path / "set.jsonl", CASE, {**CASE, "id": "b", "answers": ["2600多所高校"]}))
    assert [(one.line, one.answer) for one in found.missing] == [(1, "紫色")]
    assert found.problems == ()


def test_a_draft_is_asked_in_other_words(tmp_path: Path) -> None:
    path = written(tmp_path / "drafts.jsonl", {**CASE, "review": "draft"})
    reword(path, "a", "灯塔的颜色？")
    assert json.loads(path.read_text(encoding="utf-8"))["question"] == "灯塔的颜色？"
    with pytest.raises(QuestionEmpty):
        reword(path, "a", "  ")
    with pytest.raises(BadTestSet):
        reword(path, "b", "灯塔？")


def test_whoever_may_not_edit_starts_nothing_even_when_asking_directly(bot: Bot, chosen: Settings) -> None:
    request = gr.Request()
    with gr.Blocks() as blocks:
        articles = ArticlesPage(blocks, bot, chosen, "en", lambda _request: False)
        marks = EvaluatePage(blocks, bot, chosen, "en", lambda _request: False)
    shown = articles._rebuild(View(), "English", request)
    assert ARTICLES["en"].not_allowed in shown[1]
    articles._undo(View(), "English", request)
    articles._upload(["/tmp/x.md"], False, View(), "English", request)
    articles._address("http://example.org/", False, View(), "English", request)
    articles._remove(View(shown=(("a", "a"),)), "en", request, "0")
    assert articles.desk.standing.number == 0
    assert EVALUATE["en"].not_allowed in marks._run(next(iter(marks.trials.named())), Look(), "English", request)[0]
    assert EVALUATE["en"].not_allowed in marks._draft(Look(), "English", request)[0]
    assert EVALUATE["en"].not_allowed in marks._upload("/tmp/x.jsonl", "English", request)[0]
    assert EVALUATE["en"].not_allowed in marks.drafts._accept("a", Later(), "English", request)[0]
    own = written(marks.trials.testsets / "own.jsonl", CASE)
    assert EVALUATE["en"].not_allowed in marks._remove_set(Look(), "English", own.name, request)[0]
    assert own.is_file()
    assert marks.desk.standing.number == 0


def test_both_languages_have_every_word_and_measure() -> None:
    for texts in EVALUATE.values():
        assert set(texts.cards) == MEASURES
    assert set(EVALUATE["zh"].measures) == set(EVALUATE["en"].measures)
    for column in ("columns", "states", "notes", "stages", "works"):
        assert set(getattr(ARTICLES["zh"], column)) == set(getattr(ARTICLES["en"], column))
