"""Example questions for the articles in hand: from the test sets where they fit, else from section titles.

Only questions that the bot answers are offered.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import corpus
from corpus.records import Article, BlockKind
from qa.bot import Bot
from qa.web.texts import TEXTS, Language

_TESTSETS = Path(corpus.__file__).parent / "testsets"
_MOST_ARTICLES = 20  # looked at
_LONGEST = 40  # characters of a section title that fits in a question


def examples(bot: Bot, language: Language, most: int) -> list[str]:
    """At most so many questions that the bot answers from its articles, in the page's language; found once a generation."""
    return list(_found(bot, language, most, bot.library.generation))


@lru_cache(maxsize=8)
def _found(bot: Bot, language: Language, most: int, generation: int) -> tuple[str, ...]:  # noqa: ARG001 - tells states apart
    articles = [bot.article(name) for name in bot.library.article_ids()[:_MOST_ARTICLES]]
    wanted = list(_from_testsets(articles, language)) or list(_from_sections(articles, language))
    step = max(1, len(wanted) // (most * 2))
    spread = [*wanted[::step], *wanted]  # from all over the articles first
    found: list[str] = []
    for question in spread:
        if len(found) == most:
            break
        if question not in found and bot.ask(question).answered:
            found.append(question)
    return tuple(found)


def _from_sections(articles: list[Article], language: Language) -> Iterator[str]:
    for article in articles:
        for block in article.blocks:
            heading = article.text[block.start : block.end]
            if block.kind is BlockKind.HEADING and heading != article.title and len(heading) <= _LONGEST:
                yield TEXTS[language].section_question.format(section=heading)


def _from_testsets(articles: list[Article], language: Language) -> Iterator[str]:
    for path in sorted(_TESTSETS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line) if line.strip() else {}
            fits = row.get("answerable") and row.get("lang") == language and not row.get("history")
            tidy = "noisy" not in row.get("tags", ())
            if fits and tidy and any(answer in one.text for answer in row["answers"] for one in articles):
                yield str(row["question"])
