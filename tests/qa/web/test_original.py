"""The file of an article."""

import base64
from pathlib import Path

import corpus
from qa.bot import Bot
from qa.web.original import original


def test_the_file_is_given_byte_for_byte(bot: Bot) -> None:
    [name] = bot.library.article_ids()
    given = original(bot, name)
    assert given["name"] == name
    assert base64.b64decode(given["data"]) == (Path(corpus.__file__).parent / "articles" / name).read_bytes()


def test_nothing_but_files_of_articles_is_given(bot: Bot) -> None:
    for wanted in ("../testsets", "/etc/passwd", "", None, 7, ["a"], "nowhere.md"):
        assert original(bot, wanted) == {"name": "", "data": ""}
