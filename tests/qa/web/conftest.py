"""The page, served in this process, in the ways that people serve it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import corpus
from qa.bot import Bot
from qa.settings import Settings
from qa.web.serving import Serving

ARTICLES = Path(corpus.__file__).parent / "articles"
Start = Callable[..., Any]


@pytest.fixture(scope="module")
def start(bot: Bot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts pages over the shipped article and gives their addresses; they stop when the module is through."""
    from qa.web.serve import start as begin

    running: list[Any] = []
    articles = tmp_path_factory.mktemp("served")

    def started(**said: Any) -> str:
        demo = begin(bot, Settings(articles, bot.index, None, "zh"), Serving(**said))
        running.append(demo)
        return str(demo.local_url).rstrip("/")

    yield started
    for demo in running:
        demo.close(verbose=False)


@pytest.fixture(scope="module")
def address(start: Start) -> str:
    """The page as it is served when nothing is said, but for the rate."""
    return str(start(rate=0))


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    """A client that goes where it is sent, and no further."""
    with httpx.Client(timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a reader and an editor, both with the password `swordfish`."""
    from qa.web.auth import Account, hash_of, write_account
    from qa.web.roles import Role

    path = tmp_path_factory.mktemp("accounts") / "accounts"
    write_account(path, Account("reader", Role.READER, hash_of("swordfish")))
    write_account(path, Account("editor", Role.EDITOR, hash_of("swordfish")))
    return path
