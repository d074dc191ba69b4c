"""One segmenter for index, queries and the encoder's tokenizer."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.words import SEGMENTER, segment, tokens


def test_words_and_bigrams_are_both_there() -> None:
    found = tokens("算力底座")
    assert {"算力", "底座", "力底"} <= set(found)


def test_a_traditional_question_has_the_words_of_a_simplified_article() -> None:
    assert tokens("華為雲的戰略") == tokens("华为云的战略")


def test_kana_and_hangul_have_bigrams_too() -> None:
    assert "つの" in tokens("いくつの大学")
    assert "화웨" in tokens("화웨이")


def test_punctuation_is_no_word() -> None:
    assert tokens("，。！？——……“”") == []


@given(st.text(max_size=200))
def test_segmenting_loses_no_character(text: str) -> None:
    assert "".join(segment(text).split()) == "".join(text.split())


@given(st.text(max_size=200))
def test_no_word_is_longer_than_the_index_takes_or_holds_white_space(text: str) -> None:
    assert all(0 < len(word) <= 64 and not any(c.isspace() for c in word) for word in tokens(text))


def test_the_segmenter_says_its_name_and_version() -> None:
    assert SEGMENTER.startswith("rjieba ")
