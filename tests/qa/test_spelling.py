"""Slips of the keyboard are put right by the words of the articles, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexicon import Lexicon
from qa.pinyin import blurred, sounds, syllables
from qa.spelling import corrected
from qa.vocabulary import Vocabulary

TEXT = (
    "华为致力于打造中国坚实的算力底座，孟晚舟在全联接大会上说。All Cloud strategy 聚合了合作伙伴，部署了可用区，"
    "每年培养学生20万人。高校与ICT学院。Large language models transform education."
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of([TEXT])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("华位的蒜力底座是什么？", "华为的算力底座是什么?"),
        ("孟晚周是谁", "孟晚舟是谁"),
        ("每年陪养多少学生", "每年培养多少学生"),
        ("有多少合做伙伴", "有多少合作伙伴"),
        ("huawei de suanli dizuo shi shenme", "华为的算力底座是什么"),
        ("ICT xueyuan有多少所", "ict 学院有多少所"),
        ("ALLCLOUD是什么", "all cloud是什么"),
        ("lagre langauge models", "large language models"),
        ("largelanguagemodels", "large language models"),
        ("華為的蒜力", "华为的算力"),
    ],
)
def test_a_slip_is_put_right(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    assert corrected(typed, vocabulary) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "华为的算力底座是什么？",
        "今天天气怎么样？",
        "北京大学在哪里？",
        "谁发明了电话？",
        "How tall is the tower?",
        "large language models",
        "",
        "12345",
    ],
)
def test_what_is_no_slip_of_the_articles_words_stays(vocabulary: Vocabulary, typed: str) -> None:
    assert corrected(typed, vocabulary, Lexicon()) is None


def test_an_english_slip_over_chinese_articles_is_put_right_by_the_lexicon() -> None:
    chinese = Vocabulary.of(["华为聚合了开发者。"])
    assert corrected("How many develpers?", chinese) is None
    assert corrected("How many develpers?", chinese, Lexicon()) == "how many developers?"


@given(st.text(max_size=60))
def test_without_articles_nothing_is_put_right(question: str) -> None:
    assert corrected(question, Vocabulary.of([])) is None


@given(st.text(alphabet="华为的算力底座孟晚舟是谁什么abcdefg ", max_size=40))
def test_putting_right_twice_changes_nothing_more(vocabulary: Vocabulary, question: str) -> None:
    once = corrected(question, vocabulary)
    assert once is None or corrected(once, vocabulary) is None


def test_words_of_a_phrase_are_read_as_the_phrase_reads_them() -> None:
    assert sounds("银行") == ("yin", "hang")
    assert sounds("行人")[0] == "xing"


@pytest.mark.parametrize(("one", "other"), [("zhang", "zan"), ("si", "shi"), ("lin", "ning"), ("fu", "hu")])
def test_what_sounds_alike_to_many_is_alike(one: str, other: str) -> None:
    assert blurred(one) == blurred(other)


@given(st.lists(st.sampled_from(["suan", "li", "xi", "an", "hua", "wei", "zhi", "neng"]), min_size=1, max_size=8))
def test_joined_syllables_are_read_back_in_as_few(parts: list[str]) -> None:
    found = syllables("".join(parts))
    assert found is not None
    assert "".join(found) == "".join(parts)
    assert len(found) <= len(parts)
