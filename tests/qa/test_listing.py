"""What is inside an index."""

from pathlib import Path

import pytest

from corpus.records import Article
from index.errors import IndexMissing
from qa.bot import Bot
from qa.listing import listing, plain_listing


def test_a_row_tells_an_article_as_it_is(speech_index: Path, speech: Article, bot: Bot) -> None:
    [row] = listing(speech_index)
    assert row == {
        "article": speech.id,
        "title": speech.title,
        "date": speech.date,
        "source": speech.source,
        "language": "zh",
        "characters": len(speech.text),
        "passages": len(bot.library.passages_of(speech.id)),
        "article_hash": speech.hash,
    }


def test_a_line_for_people_has_a_dash_where_there_is_no_date(speech_index: Path) -> None:
    [row] = listing(speech_index)
    assert plain_listing([{**row, "date": None}]).split("  ")[-2:] == ["-", str(row["passages"])]
    assert plain_listing([]) == ""


def test_an_index_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        listing(tmp_path / "i.yuanwen")
