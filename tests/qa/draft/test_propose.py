"""Drafts of whole articles: exact, enough of them, near misses that nothing answers, and not counted before a person agrees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.dev_sets import DATA
from benchmarks.dev_sets import load as load_set
from index.build import build_from
from index.library import Library
from qa.draft.propose import DraftOptions, draft
from qa.evaluate.testset import DRAFT, Case


@pytest.fixture(scope="module")
def speech(speech_index: Path) -> Iterator[Library]:
    library = Library.read(speech_index)
    yield library
    library.close()


@pytest.fixture(scope="module")
def drafts(speech: Library) -> list[Case]:
    return draft(speech)


def inexact(library: Library, cases: list[Case]) -> list[Case]:
    """Cases with an answer that is not what stands at its place."""
    return [case for case in cases for answer in case.answers if answer.place is None or not _stands(library, answer)]


def _stands(library: Library, answer) -> bool:  # type: ignore[no-untyped-def]
    article = library.article(answer.place.article)
    return bool(article.text[answer.place.start : answer.place.end] == answer.text != "")


def test_the_shipped_article_is_asked_about_enough_and_exactly(speech: Library, drafts: list[Case]) -> None:
    assert len(drafts) >= 40
    assert inexact(speech, drafts) == []
    assert all(case.review == DRAFT for case in drafts)
    assert len({case.id for case in drafts}) == len({case.question for case in drafts}) == len(drafts)
    kinds = {case.tags[0] for case in drafts}
    assert {"number", "name", "date", "reason", "definition", "object", "near-miss"} <= kinds


def test_near_misses_have_no_answer_and_what_they_ask_for_stands_nowhere(speech: Library, drafts: list[Case]) -> None:
    missed = [case for case in drafts if not case.answerable]
    assert {case.tags[1] for case in missed} == {"swapped-name", "swapped-year", "not-given"}
    assert all(case.answers == () for case in missed)
    text = speech.article(speech.article_ids()[0]).text
    assert not any(case.question.rstrip("？") in text for case in missed)
    assert 0.4 <= len(missed) / (len(drafts) - len(missed)) <= 0.5


def test_what_an_article_says_twice_is_accepted_in_both_places(drafts: list[Case]) -> None:
    twice = next(case for case in drafts if case.question == "华为在全球已与多少所高校共建了ICT学院？")
    assert len(twice.answers) == 2


def test_as_many_as_wanted_are_drafted_of_every_kind_in_turn(speech: Library, drafts: list[Case]) -> None:
    few = draft(speech, DraftOptions(most=6, near_misses=0))
    assert len(few) == 6
    assert len({case.tags[0] for case in few}) == 6
    assert [case.question for case in draft(speech)] == [case.question for case in drafts]


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the development sets are not at {DATA}")
def test_drafts_of_fifty_articles_are_exact_ranges(tmp_path: Path, toy) -> None:  # type: ignore[no-untyped-def]
    articles, _ = load_set("cmrc2018.zh", DATA)
    index = tmp_path / "index.yuanwen"
    build_from(index, articles[:50], toy())
    library = Library.read(index)
    cases = draft(library, DraftOptions(most=1_000))
    assert len(cases) > 100
    assert inexact(library, cases) == []
    library.close()
