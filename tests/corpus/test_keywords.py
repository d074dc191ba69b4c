"""The telling words of an article."""

from pathlib import Path

import corpus
from corpus.keywords import keywords


def test_the_speech_is_about_computing_power_and_models() -> None:
    text = next((Path(corpus.__file__).parent / "articles").glob("*.md")).read_text(encoding="utf-8")
    assert {"华为", "算力"} <= set(keywords(text, 8))


def test_english_has_its_frequent_words() -> None:
    assert keywords("Lighthouses guide ships. A lighthouse keeper keeps lighthouses bright.", 1) == ["lighthouses"]


def test_nothing_has_no_words() -> None:
    assert keywords("", 5) == []
