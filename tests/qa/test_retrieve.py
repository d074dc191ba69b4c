"""Ranked sentences are the sentences of the passages that were found, each once, best first."""

import pytest

from corpus.records import Article
from qa.bot import Bot
from qa.retrieve import Evidence, RetrieveOptions, retrieve

QUESTIONS = ["华为与多少所高校共建了ICT学院？", "誰發表了主題演講？", "What do large models need?", "今天天气怎么样？"]


def evidence_for(bot: Bot, question: str, options: RetrieveOptions | None = None) -> Evidence:
    return retrieve(bot._searcher, question, options)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_sentences_of_the_first_passages_are_ranked_and_no_others(bot: Bot, question: str) -> None:
    evidence = evidence_for(bot, question)
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


def test_only_as_many_passages_as_wanted_are_found(bot: Bot) -> None:
    evidence = evidence_for(bot, "华为", RetrieveOptions(hits=2, read=1))
    assert len(evidence.hits) == 2
    assert all(one.hit is evidence.hits[0] for one in evidence.sentences)


@pytest.mark.parametrize(("question", "cross"), list(zip(QUESTIONS, [False, False, True, False], strict=True)))
def test_a_question_crosses_languages_when_no_article_speaks_its_own(bot: Bot, question: str, cross: bool) -> None:
    assert evidence_for(bot, question).cross is cross
