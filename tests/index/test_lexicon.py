"""The bilingual lexicon that ships."""

import sqlite3
from pathlib import Path

import pytest

from index.lexicon import Lexicon, LexiconOptions

FILE = Path(__file__).parents[2] / "index" / "lexicon.sqlite"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


def words(groups: list[dict[str, float]]) -> set[str]:
    return {word for group in groups for word in group}


def test_an_english_question_becomes_groups_of_chinese_words(lexicon: Lexicon) -> None:
    groups = lexicon.groups("How many universities has Huawei built ICT academies with?", "en", "zh")
    universities, huawei, built, ict, academies = groups
    assert {"大学", "高校"} <= universities.keys()
    assert max(huawei, key=lambda word: (huawei[word], word != "huawei")) == "华为"
    assert "构建" in built
    assert ict["ict"] == 1.0
    assert "学院" in academies


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("computer", "电脑"),
        ("Shenzhen", "深圳"),
        ("Beijing", "北京"),
        ("countries", "国家"),
        ("employees", "员工"),
        ("artificial intelligence", "人工智能"),
        ("speech", "演讲"),
        ("mountains", "山"),
    ],
)
def test_known_words_are_translated(lexicon: Lexicon, english: str, chinese: str) -> None:
    assert chinese in words(lexicon.groups(english, "en", "zh"))


@pytest.mark.parametrize(
    ("chinese", "english"), [("大学", "university"), ("国家", "countries"), ("深圳", "shenzhen"), ("员工", "employees")]
)
def test_chinese_words_are_translated_into_the_forms_that_english_uses(
    lexicon: Lexicon, chinese: str, english: str
) -> None:
    assert english in words(lexicon.groups(chinese, "zh", "en"))


def test_a_phrase_is_one_group(lexicon: Lexicon) -> None:
    [group] = lexicon.groups("artificial intelligence", "en", "zh")
    assert {"人工智能", "artificial", "intelligence"} <= group.keys()


def test_traditional_and_full_width_questions_are_folded_first(lexicon: Lexicon) -> None:
    assert lexicon.groups("華為的員工", "zh", "en") == lexicon.groups("华为的员工", "zh", "en")
    assert lexicon.groups("Ｈｕａｗｅｉ", "en", "zh") == lexicon.groups("huawei", "en", "zh")


def test_numbers_and_unknown_names_stand_for_themselves(lexicon: Lexicon) -> None:
    assert lexicon.groups("Zyxqutrk 2,600 3.5", "en", "zh") == [{"zyxqutrk": 1.0}, {"2,600": 1.0}, {"3.5": 1.0}]
    assert {"2023": 1.0} in lexicon.groups("华为2023年的员工", "zh", "en")
    assert {"孟晚舟": 1.0} in lexicon.groups("Who is 孟晚舟?", "en", "zh") or "孟" in str(
        lexicon.groups("孟晚舟", "en", "zh")
    )


def test_function_words_alone_give_nothing(lexicon: Lexicon) -> None:
    assert lexicon.groups("What is it about, and why?", "en", "zh") == []
    assert lexicon.groups("这是什么？", "zh", "en") == []
    assert lexicon.groups("", "en", "zh") == lexicon.groups("，。", "zh", "en") == []


@pytest.mark.parametrize("question", ["What did the Panthers' defense surrender?", "华为与多少所高校共建了ICT学院？"])
def test_the_best_word_of_every_group_weighs_one_and_none_more(lexicon: Lexicon, question: str) -> None:
    source, target = ("en", "zh") if question.isascii() else ("zh", "en")
    for group in lexicon.groups(question, source, target):
        assert max(group.values()) == 1.0
        assert min(group.values()) > 0


def test_the_word_itself_stays_in_its_group(lexicon: Lexicon) -> None:
    assert lexicon.groups("cloud", "en", "zh")[0]["cloud"] == 1.0
    assert lexicon.groups("学院", "zh", "en")[0]["学院"] == 1.0


def test_only_chinese_and_english_are_covered(lexicon: Lexicon) -> None:
    assert lexicon.covers("en", "zh")
    assert lexicon.covers("zh", "en")
    for pair in (("ja", "zh"), ("en", "en"), ("zh", "zh"), ("en", "fr")):
        assert not lexicon.covers(*pair)
    assert lexicon.groups("大学", "ja", "zh") == []


def test_options_bound_the_number_of_translations() -> None:
    few = Lexicon(options=LexiconOptions(most=2)).groups("city", "en", "zh")
    assert len(few[0]) <= 3  # two translations and the word itself


def test_quotes_and_sql_in_a_question_are_only_words(lexicon: Lexicon) -> None:
    groups = lexicon.groups("'; DROP TABLE en; -- \"", "en", "zh")
    assert {"drop", "table"} <= words(groups)
    assert "大学" in words(lexicon.groups("university", "en", "zh"))


def test_the_file_is_small_and_opened_read_only(lexicon: Lexicon) -> None:
    assert FILE.stat().st_size <= 10_000_000
    with pytest.raises(sqlite3.OperationalError):
        lexicon._db.execute("DELETE FROM en")


def test_every_row_can_be_read() -> None:
    with sqlite3.connect(f"file:{FILE}?mode=ro&immutable=1", uri=True) as db:
        for table in ("en", "zh"):
            for word, packed in db.execute(f"SELECT word, translations FROM {table}"):
                best, *others = packed.split(" ")
                assert best, word
                assert all(0 < int(weight) <= 100 for weight in others[1::2]), word
                assert len(others) % 2 == 0, word
