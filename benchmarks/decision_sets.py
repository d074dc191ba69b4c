"""Questions that an index answers and questions that it does not: what the decision to answer is fitted on and measured with.

Questions are asked of indexes from which half of the articles were left out, large ones (half of a set) and small ones
(half of the paragraphs of one title, or of a few neighbours), so that half of the questions have no answer there. A sample is right when the
first quote holds an accepted answer and comes from the right article.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.cached import CachedEncoder, CachedReader
from benchmarks.dev_sets import Asked, across, load, load_written
from benchmarks.opened import searcher_over
from corpus.keywords import tag
from corpus.language import detect
from corpus.records import Article
from qa.evaluate.quoting import holds_answer
from qa.features import NAMES, features
from qa.retrieve import retrieve

_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(?=年)")

#: A question changed so that nothing answers it, None where it cannot be.
Change = Callable[[Asked], str | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """One asked question: its features, whether the first quote was right, whether the index held the answer."""

    set: str
    group: str
    values: tuple[float, ...]
    right: bool
    answerable: bool


class Models(NamedTuple):
    """What evidence is found with."""

    encoder: CachedEncoder
    reader: CachedReader


def samples(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models) -> Iterator[Sample]:
    """Ask every question of one index that holds these articles."""
    held = {article.id for article in articles}
    with searcher_over(articles, models.encoder) as searcher:
        for one in asked:
            evidence = retrieve(searcher, models.reader, one.question)
            found = features(searcher, evidence)
            answerable = one.answerable and one.article in held and not one.id.endswith(_CHANGED)
            first = evidence.sentences[0] if evidence.sentences else None
            right = (
                answerable
                and first is not None
                and first.hit.passage.article == one.article
                and holds_answer(first.text, one.answers)
            )
            yield Sample(name, one.title, tuple(found[key] for key in NAMES), right, answerable)


_CHANGED = "#changed"


def changed(asked: Sequence[Asked], held: set[str], change: Change) -> list[Asked]:
    """Questions that these articles answered, changed so that they do not."""
    made = []
    for one in asked:
        question = change(one) if one.article in held else None
        if question:
            made.append(Asked(one.id + _CHANGED, question, one.article, one.title, (), answerable=False))
    return made


def near_misses(asked: Sequence[Asked], seed: int = 5) -> Change:
    """Chinese questions with another year, or another noun or name of the same kind from the other questions."""
    chance = random.Random(seed)  # noqa: S311 a sample, not a secret
    pool: dict[str, list[str]] = defaultdict(list)
    for one in asked[::7]:
        for word, kind in _nouns(one.question):
            pool[kind].append(word)

    def change(one: Asked) -> str | None:
        year = _YEAR.search(one.question)
        if year and chance.random() < 0.5:
            return one.question.replace(year.group(), str(int(year.group()) - chance.randint(1, 9)))
        nouns = _nouns(one.question)
        if not nouns:
            return None
        word, kind = chance.choice(nouns)
        others = [other for other in pool[kind] if other not in one.question]
        return one.question.replace(word, chance.choice(others)) if others else None

    return change


def _nouns(question: str) -> list[tuple[str, str]]:
    return [(word, kind) for word, kind in tag(question) if kind[0] == "n" and len(word) > 1]


def near(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int) -> list[Sample]:
    """Near misses asked of half of a set's articles in one index."""
    held = articles[::2]
    ones = changed(asked, {article.id for article in held}, near_misses(asked))
    return list(samples(f"{name} near misses", held, ones[:: max(1, len(ones) // limit)], models))


def large(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int) -> list[Sample]:
    """Half of a set's articles in one index."""
    step = max(1, len(asked) // limit)
    return list(samples(f"{name} large", articles[::2], asked[::step], models))


def few(
    name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int, size: int = 16
) -> list[Sample]:
    """Every second article of `size` neighbours in an index of its own."""
    found: list[Sample] = []
    each = max(4, limit * size // max(len(articles), 1))
    for start in range(0, len(articles) - size, size):
        group = articles[start : start + size]
        held = {article.id for article in group}
        ones = [one for one in asked if one.article in held]
        found += samples(f"{name} few", group[::2], ones[:: max(1, len(ones) // each)], models)
    return found


def foreign(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int) -> list[Sample]:
    """Questions of one set asked of the articles of another, a few at a time: none has an answer."""
    found: list[Sample] = []
    step = max(1, len(asked) // limit)
    parts = [articles[start : start + 10] for start in range(0, min(len(articles), 200), 10)]
    for place, part in enumerate(parts):
        found += samples(f"{name} foreign", part, asked[::step][place :: len(parts)], models)
    return found


def small(name: str, articles: Sequence[Article], asked: Sequence[Asked], models: Models, limit: int) -> list[Sample]:
    """Every second paragraph of one title in an index of its own, for every title with at least six."""
    texts = {article.id: article for article in articles}
    by_title: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        by_title[one.title].append(one)
    found: list[Sample] = []
    titles = [t for t, ones in by_title.items() if len({one.article for one in ones}) >= 6]
    each = max(8, limit // max(len(titles), 1))
    for title in titles:
        ones = by_title[title]
        held = [texts[i] for i in list(dict.fromkeys(one.article for one in ones))[::2]]
        found += samples(f"{name} small", held, ones[:: max(1, len(ones) // each)], models)
    return found


def written_by_us(data: Path, models: Models, size: int = 12) -> tuple[list[Sample], list[Sample]]:
    """What we wrote and never trained on: questions in the language of their passages, and others.

    *as written*: `size` passages in one index, as they are and with the sentences that were put in, so that the questions that
    nothing answered are answered as often. Of many passages such questions cannot be asked: most name nothing.
    """
    same: list[Sample] = []
    cross: list[Sample] = []
    for put_in in (False, True):
        articles, asked = load_written(data, put_in)
        script = {article.id: article.language[:2] for article in articles}
        for language in ("zh", "en"):
            there = [article for article in articles if script[article.id] == language]
            own = [one for one in asked if detect(one.question)[:2] == script[one.article] == language]
            for start in range(0, len(there), size):
                group = there[start : start + size]
                held = {article.id for article in group}
                same += samples(f"written.{language} as written", group, [o for o in own if o.article in held], models)
                others: dict[str, list[Asked]] = defaultdict(list)
                for one in asked:
                    spoken = detect(one.question)[:2]
                    if one.article in held and spoken != language:
                        others[spoken if spoken in ("zh", "en") else "xx"].append(one)
                for spoken, ones in others.items():
                    cross += samples(f"written {spoken}-{language} as written", group, ones, models)
    return same, cross


def collect_same(data: Path, models: Models, limit: int) -> list[Sample]:
    """Questions in the articles' language: Simplified and Traditional Chinese, English, Japanese."""
    found: list[Sample] = []
    for name in ("cmrc2018.zh", "drcd.zh-Hant", "squad2_no_xquad.en", "jsquad.ja"):
        articles, asked = load(name, data)
        answerable = [one for one in asked if one.answerable]
        found += large(name, articles, answerable, models, limit)
        found += (few if name == "cmrc2018.zh" else small)(name, articles, answerable, models, limit)
        if ".zh" in name:
            found += near(name, articles, answerable, models, limit // 2)
    articles, asked = load("squad2_no_xquad.en", data)
    step = max(1, len(asked) // limit)
    found += samples("squad2_no_xquad.en adversarial", articles, asked[::step], models)
    return found


def collect_cross(data: Path, models: Models, limit: int) -> list[Sample]:
    """English questions of Chinese articles and the other way round."""
    chinese, asked_zh = load("bipar.zh", data)
    english, asked_en = load("bipar.en", data)
    found: list[Sample] = []
    for name, articles, asked in (
        ("bipar en-zh", chinese, across(asked_en, asked_zh)),
        ("bipar zh-en", english, across(asked_zh, asked_en)),
    ):
        found += large(name, articles, asked, models, limit)
        found += few(name, articles, asked, models, limit)
    # the novels' questions are all about novels: a question about anything else must be refused too
    found += foreign("squad2 en-zh", load("cmrc2018.zh", data)[0], load("squad2_no_xquad.en", data)[1], models, limit)
    found += foreign("cmrc2018 zh-en", load("squad2_no_xquad.en", data)[0], load("cmrc2018.zh", data)[1], models, limit)
    return found
