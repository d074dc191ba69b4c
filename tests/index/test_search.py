"""Every leg is asked, and one function fuses what they say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.fusion import Fusion, Weights, fuse
from index.lexicon import Lexicon
from index.search import Searcher
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


def test_a_weight_of_zero_takes_a_leg_out() -> None:
    legs = {
        1: {"lexical": 0.9, "dense": 0.1, "dense_sentence": 0.1},
        2: {"lexical": 0.0, "dense": 0.8, "dense_sentence": 0.8},
    }
    words, vectors = Weights(1, 0, 0), Weights(0, 0.5, 0.5)
    fusion = Fusion(same=words, cross=vectors)
    assert [row for row, _ in fuse(legs, fusion, cross=False)] == [1, 2]
    rows, scores = zip(*fuse(legs, fusion, cross=True), strict=True)
    assert rows == (2, 1)
    assert scores == pytest.approx((0.8, 0.1))


def test_the_better_of_plain_and_translated_words_counts() -> None:
    legs = {1: {"lexical": 0.2, "lexicon": 0.7}, 2: {"lexical": 0.5}}
    assert [row for row, _ in fuse(legs, Fusion(Weights(1, 0, 0), Weights(1, 0, 0)), cross=True)] == [1, 2]
