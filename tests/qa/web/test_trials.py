"""Test sets, runs and drafts beside an index, and who may touch them."""

import json
import time
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from qa.bot import Bot
from qa.draft.review import reword
from qa.errors import NoSuchQuestion, QuestionEmpty
from qa.settings import Settings
from qa.web.articles_page import ArticlesPage
from qa.web.articles_texts import ARTICLES
from qa.web.discarded import Kept
from qa.web.evaluate_drafts import Later
from qa.web.evaluate_look import Look
from qa.web.evaluate_page import EvaluatePage
from qa.web.evaluate_texts import EVALUATE
from qa.web.inventory import View
from qa.web.trials import Trials, check

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


def test_what_was_taken_last_is_brought_back_first_by_whoever_asks(tmp_path: Path) -> None:
    chosen = Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en")
    trials = Trials(chosen)
    names = ["one.jsonl", "two.meta.json"]
    paths = [written(trials.testsets / name, {**CASE, "id": name}) for name in names]
    assert all(trials.remove(Kept("testsets", name)) for name in names)
    assert not any(path.exists() for path in paths)
    assert not trials.remove(Kept("testsets", names[0]))
    again = Trials(chosen).discarded
    for path in reversed(paths):
        kept = Kept("testsets", path.name)
        assert again.bring_back() == (kept, kept)
        assert json.loads(path.read_text(encoding="utf-8"))["id"] == path.name
    assert again.empty
    assert again.bring_back() is None


def test_what_is_brought_back_leaves_what_has_its_name_meanwhile_alone(tmp_path: Path) -> None:
    trials = Trials(Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en"))
    old, new = Kept("testsets", "set.jsonl"), {**CASE, "id": "b"}
    path = written(trials.testsets / old.name, CASE)
    assert trials.remove(old)
    written(path, new)
    assert trials.discarded.bring_back() == (old, Kept("testsets", "set-2.jsonl"))
    assert json.loads(path.read_text(encoding="utf-8")) == new
    assert json.loads((trials.testsets / "set-2.jsonl").read_text(encoding="utf-8")) == CASE
    assert trials.discarded.empty


def test_what_is_gone_from_the_trash_stands_in_nobodys_way(tmp_path: Path) -> None:
    trials = Trials(Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en"))
    for name in ("one.jsonl", "two.jsonl"):
        written(trials.testsets / name, CASE)
        assert trials.remove(Kept("testsets", name))
    next(tmp_path.glob("*.trash/*/files/testsets/two.jsonl")).unlink()
    assert trials.discarded.bring_back() is None
    assert trials.discarded.bring_back() == (Kept("testsets", "one.jsonl"),) * 2


def test_nothing_is_deleted_or_brought_back_while_work_is_done(bot: Bot, tmp_path: Path) -> None:
    request, chosen = gr.Request(), Settings(tmp_path / "articles", tmp_path / "index.yuanwen", None, "en")
    with gr.Blocks() as blocks:
        page = EvaluatePage(blocks, bot, chosen, "en", lambda _request: True)
    own, other = (written(page.trials.testsets / name, CASE) for name in ("own.jsonl", "other.jsonl"))
    assert page.trials.remove(Kept("testsets", other.name))
    assert page.desk.start("run", waits)
    try:
        for language in ("en", "zh"):
            chosen_language = "English" if language == "en" else "中文"
            for act in (page.tidy._remove_set, page.tidy._undo):
                said = act(Look(), chosen_language, own.name, request)
                assert EVALUATE[language].busy in said[0]
        [row, *_] = page.tidy.for_look(Look(), "en", request)
        assert row["visible"] is False
    finally:
        page.desk.stop()
    assert own.is_file()
    assert not other.exists()


def waits(_tell: Any) -> None:
    """Work that goes on until it is stopped."""
    time.sleep(600)


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
    with pytest.raises(NoSuchQuestion):
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
    for act in (marks.tidy._remove_set, marks.tidy._remove_run, marks.tidy._undo):
        assert EVALUATE["en"].not_allowed in act(Look(), "English", own.name, request)[0]
    [row, *_] = marks.tidy.for_look(Look(), "en", request)
    assert row["visible"] is False
    assert own.is_file()
    assert marks.desk.standing.number == 0


def test_both_languages_have_every_word_and_measure() -> None:
    for texts in EVALUATE.values():
        assert set(texts.cards) == MEASURES
    assert set(EVALUATE["zh"].measures) == set(EVALUATE["en"].measures)
    for column in ("columns", "states", "notes", "stages", "works"):
        assert set(getattr(ARTICLES["zh"], column)) == set(getattr(ARTICLES["en"], column))
