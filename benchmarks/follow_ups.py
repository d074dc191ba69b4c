"""Questions that lean on the one before: ways to read them, on follow-ups made from public question sets.

    python -m benchmarks.follow_ups [--data DIR] [--limit N]

Two questions about one context that share a name: in the second one the name becomes 它 or it, and the first one is its history.
Indexes hold every second of 16 neighbouring contexts. *answered*: the second question's context is there; *not answered*: it is
not, and the history is a question about another context. *named*: the second question with its name, as an upper bound.
"""

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.cached import CachedEncoder
from benchmarks.dev_sets import Asked, load, parse
from benchmarks.opened import searcher_over
from corpus.keywords import tag
from index.encoders import load as load_encoder
from index.reader import Reader
from index.search import Searcher
from qa.decide import Calibration
from qa.evaluate.quoting import holds_answer
from qa.followup import standing_alone
from qa.resolve import Reading, ResolveOptions, Resolver

SETS = ("cmrc2018.zh", "drcd.zh-Hant", "squad2_no_xquad.en")
_NEIGHBOURS = 16
_NAME = re.compile(r"(?<=\w )[A-Z][\w-]+(?: (?:of |the )?[A-Z][\w-]+)*")
_ASKS = re.compile("[什哪谁誰几幾多]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, the one that follows on it, and that one as it leans."""

    first: Asked
    second: Asked
    leaning: str


def pairs(asked: Sequence[Asked]) -> Iterator[Pair]:
    """One pair for each question that shares a name with another about the same context."""
    by_context: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        if one.answerable:
            by_context[one.article].append(one)
    for ones in by_context.values():
        for first in ones:
            made = (Pair(first, other, text) for other in ones if other != first and (text := leaning(first, other)))
            yield from list(made)[:1]


def leaning(first: Asked, second: Asked) -> str | None:
    """The second question with what it shares with the first put as a pronoun; None when they share no name."""
    if second.question.isascii():
        shared = [name for name in _NAME.findall(second.question) if name in first.question]
        return second.question.replace(max(shared, key=len), "it", 1) if shared else None
    start = _shared_start(second.question, first.question)
    known = len(start) > 1 and any(kind[0] == "n" for _, kind in tag(start)) and not _ASKS.search(start)
    return f"它{second.question[len(start) :]}" if known else None


def _shared_start(text: str, other: str) -> str:
    """The longest opening of a text that stands anywhere in another."""
    size = 0
    while size < len(text) and text[: size + 1] in other:
        size += 1
    return text[:size].rstrip("的是在了和，,《 ")


@dataclass(frozen=True, slots=True)
class Seen:
    """What one way of reading found: whether an answer was there, was shown, was right."""

    there: bool
    shown: bool
    right: bool


Way = Callable[[Pair], Reading]


def ways(searcher: Searcher, calibration: Calibration) -> dict[str, Way]:
    """Ways to read a follow-up, by name."""
    decide = calibration.with_encoder(searcher.encoder.fingerprint)

    def beside(near: float) -> Way:
        resolver = Resolver(searcher, Reader(), decide, ResolveOptions(near=near))
        return lambda pair: resolver.resolve(pair.leaning, [pair.first.question]).chosen

    alone = Resolver(searcher, Reader(), decide)

    def in_full(pair: Pair) -> str:
        return standing_alone(pair.leaning, [pair.first.question]) or pair.leaning

    return {
        "its own words": lambda pair: alone.resolve(pair.leaning).chosen,
        "both questions": lambda pair: alone.resolve(f"{pair.first.question} {pair.leaning}").chosen,
        "put in full": lambda pair: alone.resolve(in_full(pair)).chosen,
        **{f"beside the last answer, +{near}": beside(near) for near in (0.05, 0.1, 0.2, 0.3)},
        "named": lambda pair: alone.resolve(pair.second.question).chosen,
    }


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments = parse(parser, limit=200)
    print(
        "| set | read by | answered | best sentence right | right and shown | not answered | shown |\n|---|---|---|---|---|---|---|"
    )
    encoder, calibration = CachedEncoder(load_encoder()), Calibration.load()
    for name in SETS:
        articles, asked = load(name, arguments.data)
        place = {article.id: number for number, article in enumerate(articles)}
        groups: dict[int, list[Pair]] = defaultdict(list)
        for pair in pairs(asked):
            groups[place[pair.second.article] // _NEIGHBOURS].append(pair)
        chosen = [number for number, found in sorted(groups.items()) if len(found) > 3]
        random.Random(1).shuffle(chosen)  # noqa: S311 a sample, not a secret
        seen: dict[str, list[Seen]] = defaultdict(list)
        for number in chosen[: arguments.limit // 7]:
            held = articles[number * _NEIGHBOURS : (number + 1) * _NEIGHBOURS][::2]
            with searcher_over(held, encoder) as searcher:
                asked_here = list(_asked(groups[number], {article.id for article in held}))
                for way, read in ways(searcher, calibration).items():
                    seen[way] += [_seen(pair, there, read(pair)) for pair, there in asked_here]
        for way, found in seen.items():
            _print(f"{name} | {way}", found)


def _asked(found: Sequence[Pair], held: set[str]) -> Iterator[tuple[Pair, bool]]:
    """A few that are answered there; and a few that are not, after a question that is."""
    inside = [pair for pair in found if pair.second.article in held][:4]
    outside = [pair for pair in found if pair.second.article not in held][:3]
    yield from ((pair, True) for pair in inside)
    if inside:
        yield from ((Pair(inside[0].first, pair.second, pair.leaning), False) for pair in outside)


def _seen(pair: Pair, there: bool, reading: Reading) -> Seen:
    best = reading.evidence.sentences[0] if reading.evidence.sentences else None
    right = best is not None and best.hit.passage.article == pair.second.article
    return Seen(
        there, reading.decision.answered, right and best is not None and holds_answer(best.text, pair.second.answers)
    )


def _print(label: str, seen: Sequence[Seen]) -> None:
    yes, no = [one for one in seen if one.there], [one for one in seen if not one.there]
    right = sum(one.right for one in yes) / len(yes)
    shown = sum(one.right and one.shown for one in yes) / len(yes)
    wrong = sum(one.shown for one in no) / len(no)
    print(f"| {label} | {len(yes)} | {right:.3f} | {shown:.3f} | {len(no)} | {wrong:.3f} |", flush=True)


if __name__ == "__main__":
    main()
