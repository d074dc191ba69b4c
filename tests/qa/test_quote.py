"""From ranked sentences to the few quotes that are shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article, Span
from index.reader import SentenceReading
from index.records import Hit, StoredPassage
from qa.quote import QuoteOptions, nearest, quotes
from qa.retrieve import RankedSentence

GRANITE = "月球灯塔由花岗岩建造，高三百米。"
AGAIN = "月球灯塔由花岗岩建造，高三百米！"
KEEPER = "守护者李灯塔每天傍晚点灯。"
LIBRARY = "海底图书馆收藏九百册防水图书。"
BRIDGE = "彩虹桥连接东岸与西岸的村庄。"
TRADITIONAL = "月球燈塔由花崗岩建造，高三百米。"
LONGER = "月球灯塔由花岗岩建造，高三百米，颜色是紫色。"


def article_of(*sentences: str) -> Article:
    return Article("a.txt", "".join(sentences), "0" * 64, "标题", (), ((0, 1),), "zh", source="某报")


def ranked(article: Article, scores: list[tuple[float, float]] | None = None) -> list[RankedSentence]:
    """Every sentence of the article, in order, each in a passage of its own; scores are (sentence, passage)."""
    found, start = [], 0
    for row, text in enumerate(part + article.text[-1] for part in article.text[:-1].split(article.text[-1])):
        own, fused = (scores or [(1.0, 1.0)] * 99)[row]
        span = Span(start, start + len(text))
        passage = StoredPassage(row, article.id, row, *span, "一节", (span,))
        found.append(RankedSentence(Hit(passage, text, fused), span, own, lexical=0.0, dense=own))
        start += len(text)
    return found


def texts(article: Article, sentences: list[RankedSentence], options: QuoteOptions | None = None) -> list[str]:
    return [quote.text for quote in quotes(sentences, {article.id: article}, [], options)]


def test_sentences_are_quoted_in_their_order_best_first() -> None:
    article = article_of(GRANITE, KEEPER, LIBRARY)
    sentences = ranked(article)
    assert texts(article, sentences[::-1]) == [LIBRARY, KEEPER, GRANITE]


def test_at_most_three_are_quoted() -> None:
    article = article_of(GRANITE, KEEPER, LIBRARY, BRIDGE)
    assert texts(article, ranked(article)) == [GRANITE, KEEPER, LIBRARY]
    assert texts(article, ranked(article), QuoteOptions(most=1)) == [GRANITE]


@pytest.mark.parametrize("other", [GRANITE, TRADITIONAL, LONGER])
def test_what_says_the_same_is_quoted_once_and_the_better_one(other: str) -> None:
    article = article_of(GRANITE, other, KEEPER)
    assert texts(article, ranked(article)) == [GRANITE, KEEPER]


def test_other_punctuation_says_the_same() -> None:
    article = article_of(GRANITE, KEEPER)
    twin = article_of(AGAIN)
    again = RankedSentence(
        Hit(StoredPassage(9, "b.txt", 0, 0, len(AGAIN), None, ()), AGAIN, 1.0), Span(0, len(AGAIN)), 1.0, 0.0, 1.0
    )
    found = quotes([ranked(article)[0], again], {"a.txt": article, "b.txt": twin}, [])
    assert [quote.article for quote in found] == ["a.txt"]


def test_a_sentence_that_is_clearly_less_likely_than_the_first_is_not_quoted() -> None:
    article = article_of(GRANITE, KEEPER, LIBRARY)
    assert texts(article, ranked(article, [(3.0, 1.0), (2.1, 1.0), (1.9, 1.0)])) == [GRANITE, KEEPER]


def test_nothing_found_is_nothing_quoted() -> None:
    assert quotes([], {}, []) == nearest([], {}, []) == []


def test_the_nearest_passages_are_shown_whole_and_at_most_three() -> None:
    article = article_of(GRANITE, KEEPER, LIBRARY, BRIDGE)
    hits = [sentence.hit for sentence in ranked(article)]
    assert [quote.text for quote in nearest(hits, {article.id: article}, [])] == [GRANITE, KEEPER, LIBRARY]


def test_a_quote_carries_where_it_comes_from_and_which_words_were_asked_for() -> None:
    article = article_of(GRANITE, KEEPER)
    [quote] = quotes(ranked(article)[1:], {article.id: article}, ["灯塔", "的"])
    assert (quote.article, quote.title, quote.source, quote.section, quote.date) == (
        "a.txt",
        "标题",
        "某报",
        "一节",
        None,
    )
    assert (quote.line, quote.page, quote.article_hash) == (1, None, article.hash)
    assert article.text[quote.start : quote.end] == quote.text == KEEPER
    assert [article.text[start:end] for start, end in quote.marks] == ["灯塔"]


def test_the_most_exact_words_are_characters_of_the_article() -> None:
    article = article_of(GRANITE, KEEPER)
    sentence = ranked(article)[1]
    [quote] = quotes([replace(sentence, reading=SentenceReading(0.0, Span(0, 6), 0.0))], {article.id: article}, [])
    assert quote.answer == Span(len(GRANITE), len(GRANITE) + 6)
    assert quote.to_json()["answer"] == {"start": quote.answer.start, "end": quote.answer.end, "text": KEEPER[:6]}


def test_the_json_of_a_quote_holds_its_passage_and_no_marks() -> None:
    article = article_of(GRANITE)
    [quote] = quotes(ranked(article), {article.id: article}, ["灯塔"])
    shape = quote.to_json()
    assert shape["passage"] == {"start": 0, "end": len(GRANITE), "text": GRANITE}
    assert shape["page"] is shape["answer"] is None
    assert "marks" not in shape


@given(st.lists(st.sampled_from([GRANITE, TRADITIONAL, LONGER, KEEPER, LIBRARY, BRIDGE]), min_size=1, max_size=12))
def test_there_is_always_a_first_quote_and_no_quote_twice(parts: list[str]) -> None:
    article = article_of(*parts)
    found = texts(article, ranked(article))
    assert found[0] == parts[0]
    assert len(set(found)) == len(found) <= 3
    assert len({GRANITE, TRADITIONAL, LONGER} & set(found)) <= 1


def in_one_passage(*sentences: str) -> tuple[Article, list[RankedSentence]]:
    """Sentences of one passage, the last one ranked first."""
    article, spans, start = article_of(*sentences), [], 0
    for text in sentences:
        spans.append(Span(start, start + len(text)))
        start += len(text)
    passage = StoredPassage(0, article.id, 0, 0, start, None, tuple(spans))
    hit = Hit(passage, article.text, 1.0)
    ordered = [RankedSentence(hit, span, -float(n), 0.0, 0.0) for n, span in enumerate(reversed(spans))]
    return article, ordered


def test_a_sentence_that_opens_with_a_pronoun_brings_the_one_before_it() -> None:
    article, ordered = in_one_passage(LIBRARY, GRANITE, "它的颜色是紫色。")
    assert texts(article, ordered, QuoteOptions(most=1)) == [GRANITE + "它的颜色是紫色。"]
    article, ordered = in_one_passage("它的颜色是紫色。", GRANITE)
    assert texts(article, ordered[1:], QuoteOptions(most=1)) == ["它的颜色是紫色。"]


def test_what_says_the_same_elsewhere_is_named_with_the_quote() -> None:
    article, twin = article_of(GRANITE, KEEPER), replace(article_of(AGAIN), id="b.txt", title="另一篇")
    again = RankedSentence(
        Hit(StoredPassage(9, "b.txt", 0, 0, len(AGAIN), None, ()), AGAIN, 1.0), Span(0, len(AGAIN)), 1.0, 0.0, 1.0
    )
    [quote] = quotes([ranked(article)[0], again], {"a.txt": article, "b.txt": twin}, [])
    assert [(one.article, one.title, one.text) for one in quote.also] == [("b.txt", "另一篇", AGAIN)]
    assert quote.to_json()["also"] == [
        {"article": "b.txt", "title": "另一篇", "start": 0, "end": len(AGAIN), "text": AGAIN}
    ]


FIRST, SECOND, THIRD = "首先，灯塔要高。", "其次，图书馆要大。", "第三，小桥要长。"


def test_asked_for_several_things_all_items_of_a_count_are_quoted_in_order() -> None:
    article = article_of(KEEPER, FIRST, SECOND, THIRD)
    sentences = ranked(article, [(0.0, 1.0), (1.0, 1.0), (5.0, 1.0), (0.5, 1.0)])
    sentences.sort(key=lambda one: -one.score)
    found = quotes(sentences, {article.id: article}, [], several=True)
    assert [quote.text for quote in found] == [FIRST, SECOND, THIRD]
    assert [quote.text for quote in quotes(sentences, {article.id: article}, [])] == [SECOND]


def test_the_items_of_another_count_are_left_out() -> None:
    article = article_of(FIRST, SECOND, "首先，钟要响。", "其次，猫要睡。")
    sentences = ranked(article, [(0.0, 1.0), (5.0, 1.0), (1.0, 1.0), (1.0, 1.0)])
    sentences.sort(key=lambda one: -one.score)
    found = quotes(sentences, {article.id: article}, [], several=True)
    assert [quote.text for quote in found] == [FIRST, SECOND]


def test_neighbours_in_a_passage_make_one_quote() -> None:
    article, ordered = in_one_passage(LIBRARY, GRANITE, KEEPER)
    likely = [replace(one, score=score) for one, score in zip(ordered, (1.0, 0.5, -3.0), strict=True)]
    assert texts(article, likely) == [GRANITE + KEEPER]
    apart = [likely[0], replace(likely[2], score=0.5), replace(likely[1], score=-3.0)]
    assert texts(article, apart) == [KEEPER, LIBRARY]
    all_three = [likely[0], replace(likely[2], score=0.9), replace(likely[1], score=0.8)]
    assert texts(article, all_three) == [LIBRARY + GRANITE + KEEPER]
