"""Ranked sentences are the sentences of the passages that were found, each once, best first."""

import math
from collections.abc import Sequence

import pytest

from corpus.records import Article
from index.reader import Page, Reading, SentenceReading
from qa.bot import Bot
from qa.retrieve import Evidence, RetrieveOptions, likeliest, passage_chances, read_likeliest, retrieve

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


class Told:
    """A reader that says the same of every page, and remembers how many it was given at a time."""

    def __init__(self, answers: float) -> None:
        self.answers, self.asked = answers, list[int]()

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        self.asked.append(len(pages))
        return [
            Reading(self.answers, tuple(SentenceReading(0.0, one, 0.0) for one in page.sentences)) for page in pages
        ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_passage_is_as_likely_as_its_sentences_and_the_likeliest_are_enough(bot: Bot, question: str) -> None:
    unread = retrieve(bot._searcher, None, question).sentences
    chances = passage_chances(unread)
    for row, chance in chances.items():
        mine = [math.exp(one.score - unread[0].score) for one in unread if one.hit.passage.row == row]
        assert chance == pytest.approx(sum(mine))
    assert list(chances.values()) == sorted(chances.values(), reverse=True)
    total, counts = sum(chances.values()), []
    for enough in (0.1, 0.5, 0.95, 1.0):
        chosen = likeliest(chances, enough)
        assert chosen == list(chances)[: len(chosen)]
        assert sum(chances[row] for row in chosen) >= enough * total * (1 - 1e-9)
        assert sum(chances[row] for row in chosen[:-1]) < enough * total
        counts.append(len(chosen))
    assert counts == sorted(counts)


@pytest.mark.parametrize("question", QUESTIONS)
def test_more_is_read_the_less_the_likeliest_passage_answers(bot: Bot, question: str) -> None:
    unread = retrieve(bot._searcher, None, question).sentences
    chances = passage_chances(unread)
    for answers in (-20.0, 0.0, 20.0):
        told = Told(answers)
        readings = read_likeliest(told, question, unread, 0.95)
        assert told.asked[0] == 1
        assert sum(told.asked) == len(readings)
        assert list(readings) == list(chances)[: len(readings)]
        left = sum(chance for row, chance in chances.items() if row not in readings)
        found = sum(chances.values()) - left + chances[next(iter(chances))] * math.expm1(answers)
        assert found >= 0.95 * (found + left)
        assert answers < 20 or len(readings) == 1
        assert answers > -20 or sum(chances[row] for row in [*readings][1:]) >= 0.95 * sum([*chances.values()][1:])


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_sentences_of_what_was_read_are_ranked(bot: Bot, question: str) -> None:
    unread = retrieve(bot._searcher, None, question).sentences
    read = evidence_for(bot, question, RetrieveOptions(enough=0.5)).sentences
    assert {one.hit.passage.row for one in read} == set(read_likeliest(bot.reader, question, unread, 0.5))


def test_only_as_many_passages_as_wanted_are_found(bot: Bot) -> None:
    evidence = evidence_for(bot, "华为", RetrieveOptions(hits=2, read=1))
    assert len(evidence.hits) == 2
    assert all(one.hit is evidence.hits[0] for one in evidence.sentences)


@pytest.mark.parametrize(("question", "cross"), list(zip(QUESTIONS, [False, False, True, False], strict=True)))
def test_a_question_crosses_languages_when_no_article_speaks_its_own(bot: Bot, question: str, cross: bool) -> None:
    assert evidence_for(bot, question).cross is cross
