"""Ranked sentences are the sentences of the passages that were found, each once, best first."""

import math

import pytest

from corpus.records import Article
from index.reader import Reader, ReaderOptions
from qa.bot import Bot
from qa.retrieve import Evidence, RetrieveOptions, likeliest, retrieve

QUESTIONS = ["华为与多少所高校共建了ICT学院？", "誰發表了主題演講？", "What do large models need?", "今天天气怎么样？"]


def evidence_for(bot: Bot, question: str, options: RetrieveOptions | None = None) -> Evidence:
    return retrieve(bot._searcher, bot.reader, question, options)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_sentences_of_the_first_passages_are_ranked_and_no_others(bot: Bot, question: str) -> None:
    evidence = evidence_for(bot, question, RetrieveOptions(enough=1.0))
    read = evidence.hits[: RetrieveOptions().read]
    assert sorted(one.span for one in evidence.sentences) == sorted(s for hit in read for s in hit.passage.sentences)


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_and_sentences_come_best_first(bot: Bot, question: str) -> None:
    evidence = evidence_for(bot, question)
    assert [hit.score for hit in evidence.hits] == sorted((hit.score for hit in evidence.hits), reverse=True)
    assert [one.score for one in evidence.sentences] == sorted((one.score for one in evidence.sentences), reverse=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_ranked_sentence_is_a_slice_of_its_article(bot: Bot, speech: Article, question: str) -> None:
    for one in evidence_for(bot, question).sentences:
        assert one.text == speech.text[one.span.start : one.span.end]


@pytest.mark.parametrize("question", QUESTIONS)
def test_passages_are_listed_once_each_in_the_order_of_their_best_sentences(bot: Bot, question: str) -> None:
    evidence = evidence_for(bot, question)
    assert sorted(hit.passage.row for hit in evidence.passages) == sorted(hit.passage.row for hit in evidence.hits)
    assert evidence.passages[0] == evidence.sentences[0].hit


def test_the_reader_says_something_of_every_ranked_sentence_and_its_answer_lies_inside(bot: Bot) -> None:
    for one in evidence_for(bot, QUESTIONS[0]).sentences:
        assert one.reading is not None
        assert one.answers is not None
        assert one.answer is not None
        assert one.span.start <= one.answer.start < one.answer.end <= one.span.end


def test_without_a_reader_words_and_cosines_rank_the_sentences(bot: Bot) -> None:
    evidence = retrieve(bot._searcher, None, QUESTIONS[0])
    assert all(one.reading is None and one.answers is None and one.answer is None for one in evidence.sentences)
    assert "2600多所高校" in evidence.sentences[0].text


def test_a_small_budget_reads_fewer_passages_and_ranks_only_their_sentences(bot: Bot) -> None:
    hasty = Reader(ReaderOptions(budget=1))
    evidence = retrieve(bot._searcher, hasty, QUESTIONS[0])
    likeliest_one = retrieve(bot._searcher, None, QUESTIONS[0]).sentences[0].hit.passage.row
    assert {one.hit.passage.row for one in evidence.sentences} == {likeliest_one}


@pytest.mark.parametrize("question", QUESTIONS)
def test_only_likely_passages_are_read(bot: Bot, question: str) -> None:
    unread = retrieve(bot._searcher, None, question).sentences
    chances: dict[int, float] = {}
    for one in unread:
        row = one.hit.passage.row
        chances[row] = chances.get(row, 0.0) + math.exp(one.score)
    total = sum(chances.values())
    counts = []
    for enough in (0.1, 0.5, 0.95, 1.0):
        chosen = [hit.passage.row for hit in likeliest(unread, enough)]
        assert chosen == sorted(chances, key=lambda row: -chances[row])[: len(chosen)]
        assert sum(chances[row] for row in chosen) >= enough * total * (1 - 1e-9)
        assert sum(chances[row] for row in chosen[:-1]) < enough * total
        counts.append(len(chosen))
    assert counts == sorted(counts)
    read = evidence_for(bot, question, RetrieveOptions(enough=0.5)).sentences
    assert {one.hit.passage.row for one in read} == {hit.passage.row for hit in likeliest(unread, 0.5)}


def test_only_as_many_passages_as_wanted_are_found(bot: Bot) -> None:
    evidence = evidence_for(bot, "华为", RetrieveOptions(hits=2, read=1))
    assert len(evidence.hits) == 2
    assert all(one.hit is evidence.hits[0] for one in evidence.sentences)


@pytest.mark.parametrize(("question", "cross"), list(zip(QUESTIONS, [False, False, True, False], strict=True)))
def test_a_question_crosses_languages_when_no_article_speaks_its_own(bot: Bot, question: str, cross: bool) -> None:
    assert evidence_for(bot, question).cross is cross
