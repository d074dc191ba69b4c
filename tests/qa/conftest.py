"""An index of the shipped article, made once with the encoder that ships, and a bot on it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import corpus
from corpus.records import Article
from index.build import build
from index.encoders import load
from qa.bot import Bot

os.environ["HF_HUB_OFFLINE"] = "1"  # before anything imports the hub's client
settings.register_profile("patient", settings(deadline=None))  # the first example may load a library
settings.load_profile("patient")
ARTICLES = Path(corpus.__file__).parent / "articles"


@pytest.fixture(scope="session")
def speech_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index file of the shipped article."""
    path = tmp_path_factory.mktemp("speech") / "index.yuanwen"
    build(path, ARTICLES, load())
    return path


@pytest.fixture(scope="session")
def closed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, to be copied: a process that reads the bytes of a database it has open loses its locks on it."""
    path = tmp_path_factory.mktemp("closed") / "index.yuanwen"
    build(path, ARTICLES, load())
    return path


@pytest.fixture(scope="session")
def bot(speech_index: Path) -> Iterator[Bot]:
    """A bot on the shipped article."""
    opened = Bot(speech_index)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def speech(bot: Bot) -> Article:
    """The shipped article."""
    [article_id] = bot.library.article_ids()
    return bot.article(article_id)
