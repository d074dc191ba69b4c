"""The question's words are marked where they stand in the article, in the article's own characters."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from corpus.records import Span
from qa.marks import marks, unbroken

TEXTS = st.text(alphabet="华為云雲戰略战略的ＡＩAIaip。 ﬁ㍿é", max_size=60)
WORDS = st.lists(st.text(alphabet="华为云战略的aip", min_size=1, max_size=4), max_size=6)


def shown(text: str, *words: str) -> list[str]:
    return [text[start:end] for start, end in marks(text, words)]


def test_simplified_words_mark_traditional_characters_and_full_width_letters() -> None:
    assert shown("華為提出ＡＬＬ　ＩＰ戰略", "华为", "ip", "战略") == ["華為", "ＩＰ戰略"]


def test_function_words_are_not_marked() -> None:
    assert shown("华为的目标是什么", "的", "是", "什么", "目标") == ["目标"]
    assert shown("the goal of Huawei", "the", "of", "goal") == ["goal"]


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("equipment", "ip", []),
        ("an IP network", "ip", ["IP"]),
        ("All IP战略", "ip", ["IP"]),  # Han on its side does not make a Latin word longer
        ("100000", "1000", []),
        ("1000人", "1000", ["1000"]),
        ("AI、AIX", "ai", ["AI"]),
    ],
)
def test_latin_words_and_numbers_are_marked_whole_or_not_at_all(text: str, word: str, found: list[str]) -> None:
    assert shown(text, word) == found


def test_every_place_of_a_word_is_marked_and_neighbours_become_one_mark() -> None:
    assert shown("算力底座，算力。", "算力", "底座") == ["算力底座", "算力"]
    assert shown("人人人", "人人") == ["人人人"]


def test_one_character_that_folds_to_several_is_marked_as_one() -> None:
    assert shown("㍿的股票", "株式会社") == ["㍿"]


def test_without_words_nothing_is_marked() -> None:
    assert marks("算力底座", []) == marks("", ["算力"]) == marks("算力", [""]) == []


@given(TEXTS, WORDS)
def test_marks_are_ordered_and_apart_and_inside_the_text(text: str, words: list[str]) -> None:
    spans = marks(text, words)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one.end < other.start for one, other in itertools.pairwise(spans))


@given(TEXTS, WORDS)
def test_what_is_marked_holds_only_characters_of_the_words(text: str, words: list[str]) -> None:
    allowed = set("".join(words))
    assert all(set(fold(piece)) & allowed for piece in itertools.chain.from_iterable(shown(text, *words)))


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("已与2600多所高校", "2", "2600"),
        ("服务了4.2万家", "4", "4.2"),
        ("grew by 12.5% in May", "5", "12.5%"),
        ("the strategy of All IP", "strat", "strategy"),
        ("联接了5G基站", "G", "5G"),
        ("华为的战略", "为的战", "为的战"),
        ("ＩＣＴ学院", "ＩＣ", "ＩＣＴ"),
    ],
)
def test_a_number_or_a_word_of_letters_is_never_cut_in_two(text: str, part: str, whole: str) -> None:
    start = text.index(part)
    found = unbroken(text, Span(start, start + len(part)))
    assert text[found.start : found.end] == whole


@given(text=st.text(alphabet="华为ICT 26.0%，é", max_size=40), a=st.integers(0, 40), b=st.integers(0, 40))
def test_what_was_found_stays_inside_and_nothing_more_is_broken(text: str, a: int, b: int) -> None:
    span = Span(min(a, b, len(text)), min(max(a, b), len(text)))
    once = unbroken(text, span)
    assert 0 <= once.start <= span.start <= span.end <= once.end <= len(text)
    assert unbroken(text, once) == once
