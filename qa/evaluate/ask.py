"""Asking every question of a test set once."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index.records import Hit
from qa.bot import Bot
from qa.errors import QAError
from qa.evaluate.accepted import Accepted
from qa.evaluate.run import Excerpt, Outcome, Run, Shown, about
from qa.evaluate.testset import Case
from qa.records import Quote
from qa.retrieve import RankedSentence

DEPTH = 10  # passages whose order is measured
_WARMING = 60  # characters


@dataclass(frozen=True, slots=True)
class AskOptions:
    """A set of more than `few` questions is asked by a process a core, but for `alone` of them, spread evenly, which are asked
    before, one at a time, so that their latency is that of a person asking. `part` questions go to a process at a time.
    """

    few: int = 400
    alone: int = 100
    part: int = 16


class Examiner:
    """Asks a bot and marks what it says against the accepted answers."""

    def __init__(self, bot: Bot) -> None:
        """Read every article of the index once."""
        self._bot = bot
        library = bot.library
        self._texts = library.texts()
        self._passages = [
            Excerpt(name, self._texts[name][passage.start : passage.end], passage.start, passage.end)
            for name in self._texts
            for passage in library.passages_of(name)
        ]

    def warm(self) -> None:
        """Load what the first question would wait for, which is no question's latency, by asking what an article says."""
        self._bot.warm()
        if self._passages:
            with suppress(QAError):
                self._bot.ask(self._passages[0].text[:_WARMING])

    def ask(self, case: Case) -> Outcome:
        """What comes of one question."""
        answer, evidence = self._bot.examine(case.question, case.history)
        accepted = [one.with_text(self._texts) for one in case.answers]
        best = evidence.sentences[0] if evidence.sentences else None
        relevant = self._relevant(accepted)
        return Outcome(
            id=case.id,
            question=case.question,
            lang=case.lang,
            tags=case.tags,
            answerable=case.answerable,
            answers=tuple(one.text for one in accepted),
            answered=answer.answered,
            probability=answer.probability,
            best=_in_passage(best) if best else None,
            best_right=best is not None and _right(accepted, best.hit.passage.article, best.span.start, best.text),
            wanted=_wanted(relevant[0], accepted) if relevant else None,
            quotes=tuple(_shown(quote, accepted) for quote in answer.quotes),
            nearest=tuple(_shown(quote, accepted) for quote in answer.nearest),
            gains=tuple(int(_hit_right(hit, accepted)) for hit in evidence.passages[:DEPTH]),
            relevant=len(relevant),
            seconds=answer.seconds,
        )

    def _relevant(self, accepted: Sequence[Accepted]) -> list[Excerpt]:
        """The passages that hold an accepted answer, in order."""
        found: set[int] = set()
        for one in accepted:
            if one.place is None:  # looked for in every passage of every question: a method call for each would be felt
                found.update(number for number, passage in enumerate(self._passages) if one.text in passage.text)
            else:
                places = enumerate(self._passages)
                found.update(n for n, p in places if one.is_in(p.article, p.start, p.text))
        return [self._passages[number] for number in sorted(found)]


def evaluate(
    bot: Bot,
    path: Path,
    cases: Sequence[Case],
    tell: Callable[[int, int], None] = lambda _done, _all: None,
    options: AskOptions | None = None,
) -> Run:
    """Ask every question. `tell` is called with how many of how many are done."""
    options = options or AskOptions()
    found: dict[str, Outcome] = {}
    for outcome in _asked(bot, cases, options):
        found[outcome.id] = outcome
        tell(len(found), len(cases))
    return Run(about(bot, path), tuple(found[case.id] for case in cases))


def _asked(bot: Bot, cases: Sequence[Case], options: AskOptions) -> Iterator[Outcome]:
    examiner = Examiner(bot)
    examiner.warm()
    if len(cases) <= options.few:
        yield from map(examiner.ask, cases)
        return
    alone = cases[:: len(cases) // options.alone]
    yield from map(examiner.ask, alone)
    known = {case.id for case in alone}
    rest = [case for case in cases if case.id not in known]
    parts = [rest[start : start + options.part] for start in range(0, len(rest), options.part)]
    # a new interpreter each: a process that was split from one with threads may hang
    context = multiprocessing.get_context("spawn")
    opened = partial(_open, bot.index, bot.encoder.name)
    with ProcessPoolExecutor(mp_context=context, initializer=opened) as pool:
        for outcomes in pool.map(_ask_part, parts):
            yield from outcomes


_examiner: Examiner  # of a process that asks for another


def _open(index: Path, encoder: str) -> None:
    global _examiner
    _examiner = Examiner(Bot(index, encoder))


def _ask_part(cases: Sequence[Case]) -> list[Outcome]:
    return [replace(_examiner.ask(case), seconds=None) for case in cases]


def _right(accepted: Sequence[Accepted], article: str, start: int, text: str) -> bool:
    return any(one.is_in(article, start, text) for one in accepted)


def _shown(quote: Quote, accepted: Sequence[Accepted]) -> Shown:
    return Shown(quote.text, _right(accepted, quote.article, quote.start, quote.text))


def _hit_right(hit: Hit, accepted: Sequence[Accepted]) -> bool:
    return _right(accepted, hit.passage.article, hit.passage.start, hit.text)


def _in_passage(sentence: RankedSentence) -> Excerpt:
    passage = sentence.hit.passage
    return Excerpt(
        passage.article, sentence.hit.text, sentence.span.start - passage.start, sentence.span.end - passage.start
    )


def _wanted(passage: Excerpt, accepted: Sequence[Accepted]) -> Excerpt:
    """The passage with the answer that it holds."""
    one = next(one for one in accepted if one.is_in(passage.article, passage.start, passage.text))
    start = passage.text.find(one.text) if one.place is None else max(0, one.place.start - passage.start)
    end = start + len(one.text) if one.place is None else one.place.end - passage.start
    return Excerpt(passage.article, passage.text, start, min(end, len(passage.text)))
