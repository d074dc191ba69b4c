"""Every leg is asked, and one function fuses what they say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.fusion import SAFE, Fusion, Weights
from index.lexicon import Lexicon
from index.library import sentence_place
from index.records import Level
from index.search import Searcher, SearchOptions, base_language
from index.snapshot import Snapshot


@pytest.fixture
def searcher(index: Path, toy: Any) -> Iterator[Searcher]:
    encoder = toy()
    snapshot = Snapshot.open(index, encoder)
    yield Searcher(snapshot.library, snapshot.store, encoder, Lexicon())
    snapshot.close()


def test_the_passage_that_shares_the_words_comes_first(searcher: Searcher) -> None:
    hits = searcher.search(searcher.prepare("灯塔的颜色是什么？"), 3)
    assert "紫色" in hits[0].text
    assert {"lexical", "dense", "dense_sentence"} <= set(hits[0].legs)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_hit_is_a_slice_of_its_article(searcher: Searcher) -> None:
    for hit in searcher.search(searcher.prepare("面包 ship 灯塔"), 10):
        article = searcher.library.article(hit.passage.article)
        assert hit.text == article.text[hit.passage.start : hit.passage.end]


def test_an_english_question_reaches_a_chinese_passage_through_the_lexicon(searcher: Searcher) -> None:
    query = searcher.prepare("How long does bread bake?")
    assert query.language == "en"
    legs = searcher.legs(query)
    best = max(legs, key=lambda row: legs[row].get("lexicon", 0.0))
    assert searcher.library.passages([best])[0].article == "b.txt"


def test_a_question_against_itself_scores_one_at_most(searcher: Searcher) -> None:
    for text in ("灯塔的颜色是紫色", "守护者名叫李明", "面包"):
        legs = searcher.legs(searcher.prepare(text))
        assert 0 < max(values.get("lexical", 0.0) for values in legs.values()) < 1.6


def test_a_hits_score_is_the_weighted_sum_of_its_legs(searcher: Searcher) -> None:
    weights = SAFE.same  # nothing is fitted for the toy encoder
    for hit in searcher.search(searcher.prepare("守护者叫什么名字？"), 10):
        words = max(hit.legs["lexical"], hit.legs.get("lexicon", 0.0))
        vectors = weights.dense * hit.legs["dense"] + weights.dense_sentence * hit.legs["dense_sentence"]
        assert hit.score == pytest.approx(weights.lexical * words + vectors)


def test_every_leg_speaks_of_every_passage_that_any_leg_found(index: Path, toy: Any) -> None:
    encoder = toy()
    snapshot = Snapshot.open(index, encoder)
    shallow = Searcher(snapshot.library, snapshot.store, encoder, Lexicon(), options=SearchOptions(depth=1))
    query = shallow.prepare("面包用什么做成？守护者呢？")
    for row, legs in shallow.legs(query).items():
        assert legs["dense"] == pytest.approx(snapshot.store.cosines(Level.PASSAGE, query.vector, [row])[0], abs=1e-6)
        best = max(*shallow.sentence_cosines(query, snapshot.library.passages([row])))
        assert legs["dense_sentence"] == pytest.approx(best, abs=1e-6)
    snapshot.close()


@pytest.mark.parametrize("leg", ["lexical", "dense", "dense_sentence"])
def test_with_one_weight_the_order_is_that_of_one_leg(index: Path, toy: Any, leg: str) -> None:
    encoder = toy()
    snapshot = Snapshot.open(index, encoder)
    weights = Weights(**{name: float(name == leg) for name in ("lexical", "dense", "dense_sentence")})
    searcher = Searcher(snapshot.library, snapshot.store, encoder, None, Fusion(weights, weights))
    hits = searcher.search(searcher.prepare("灯塔的颜色和面包"), 10)
    assert [hit.score for hit in hits] == pytest.approx([hit.legs[leg] for hit in hits])
    assert len(hits) >= 3
    snapshot.close()


def test_a_dense_leg_finds_the_sentence_it_is_asked_for(searcher: Searcher) -> None:
    legs = searcher.legs(searcher.prepare("他每天点灯。"))
    best = max(legs, key=lambda row: legs[row]["dense_sentence"])
    assert legs[best]["dense_sentence"] == pytest.approx(1.0, abs=1e-3)
    assert searcher.library.passages([best])[0].section == "守护者"


def test_a_question_in_the_articles_language_is_not_cross(searcher: Searcher) -> None:
    assert not searcher.is_cross(searcher.prepare("灯塔在哪里？"))
    assert not searcher.is_cross(searcher.prepare("Where does the ship sail?"))
    assert searcher.is_cross(searcher.prepare("등대는 어디에 있습니까?"))


def test_among_articles_of_several_languages_each_counts_by_its_own(searcher: Searcher) -> None:
    query = searcher.prepare("Where does the ship sail?")
    languages = searcher.library.languages()
    assert set(languages.values()) == {"zh", "en"}
    assert {name: searcher.is_cross(query, name) for name in languages} == {
        name: language == "zh" for name, language in languages.items()
    }


def test_a_chinese_question_reaches_an_english_passage_through_the_lexicon(searcher: Searcher) -> None:
    query = searcher.prepare("船运了多少茶？")
    assert "tea" in {word for group in query.translated["en"] for word in group}
    legs = searcher.legs(query)
    best = max(legs, key=lambda row: legs[row].get("lexicon", 0.0))
    assert searcher.library.passages([best])[0].article == "sub/c.md"


def test_without_a_lexicon_no_leg_crosses_languages(index: Path, toy: Any) -> None:
    encoder = toy()
    snapshot = Snapshot.open(index, encoder)
    searcher = Searcher(snapshot.library, snapshot.store, encoder, None)
    query = searcher.prepare("How long does bread bake?")
    assert query.translated == {}
    assert all("lexicon" not in legs for legs in searcher.legs(query).values())
    snapshot.close()


def test_the_sentence_that_shares_the_words_scores_highest(searcher: Searcher) -> None:
    query = searcher.prepare("守护者名叫李明")
    passages = searcher.library.passages_of("a.md")
    scores = searcher.sentence_lexical(query, passages)
    row = max(scores, key=lambda one: scores[one])
    passage = next(one for one in passages if one.row == sentence_place(row)[0])
    start, end = passage.sentences[sentence_place(row)[1]]
    assert searcher.library.article("a.md").text[start:end] == "守护者名叫李明。"
    assert len(scores) == sum(len(one.sentences) for one in passages)


def test_traditional_characters_and_wide_letters_find_what_simple_ones_do(searcher: Searcher) -> None:
    for text, article in (("燈塔的顏色是什麼？", "a.md"), ("ＳＨＩＰ　ｓａｉｌｓ", "sub/c.md")):
        assert searcher.search(searcher.prepare(text), 1)[0].passage.article == article


@pytest.mark.parametrize("text", ["", "？！", "\x00\u200b", "的" * 5_000, "AND OR NOT (", "' OR 1=1 --"])
def test_odd_questions_are_searched_without_harm(searcher: Searcher, text: str) -> None:
    hits = searcher.search(searcher.prepare(text), 3)
    assert len(hits) <= 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_an_empty_index_has_no_hits(tmp_path: Path, toy: Any) -> None:
    (tmp_path / "articles").mkdir()
    build(tmp_path / "i.yuanwen", tmp_path / "articles", toy())
    encoder = toy()
    snapshot = Snapshot.open(tmp_path / "i.yuanwen", encoder)
    searcher = Searcher(snapshot.library, snapshot.store, encoder, Lexicon())
    for text in ("灯塔在哪里？", "Where is it?"):
        assert searcher.search(searcher.prepare(text), 5) == []
    snapshot.close()


def test_scripts_of_one_language_are_one() -> None:
    assert (base_language("zh-Hant"), base_language("zh"), base_language("und")) == ("zh", "zh", "und")
