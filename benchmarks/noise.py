"""Typing noise put into questions of public sets: how many still get the right quote first, as typed and with slips put right.

    python -m benchmarks.noise [--data DIR] [--limit N]

Every question gets one slip: a word in pinyin, a character that sounds the same, two letters swapped, two words run together.
Half of the articles are left out, so that what slips do to refusals is seen too.
"""

import argparse
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cached import CachedEncoder
from benchmarks.dev_sets import Asked, load, parse
from benchmarks.opened import searcher_over
from corpus.words import HAN_RUN, cut
from index.encoders import load as load_encoder
from index.lexicon import CHINESE_FUNCTION_WORDS, ENGLISH_FUNCTION_WORDS
from index.reader import Reader
from qa.decide import Calibration
from qa.evaluate.quoting import holds_answer
from qa.pinyin import sounds
from qa.resolve import ResolveOptions, Resolver

Slip = Callable[[str, random.Random], str | None]
_COMMON = [chr(code) for code in range(0x4E00, 0x9FA6) if len(chr(code).encode("gb2312", "ignore")) == 2]
_WORD = re.compile(r"[A-Za-z]{5,}")


def pinyin(question: str, chance: random.Random) -> str | None:
    """One word typed in pinyin."""
    word = _content_word(question, chance)
    return question.replace(word, "".join(sounds(word)), 1) if word else None


def homophone(question: str, chance: random.Random) -> str | None:
    """One character of a word replaced by another that sounds the same."""
    word = _content_word(question, chance)
    if not word:
        return None
    place = chance.randrange(len(word))
    alike = [c for c in _COMMON if c != word[place] and sounds(c) == sounds(word[place])]
    if not alike:
        return None
    return question.replace(word, word[:place] + chance.choice(alike) + word[place + 1 :], 1)


def swapped_letters(question: str, chance: random.Random) -> str | None:
    """Two letters of a word swapped."""
    words = [word for word in _WORD.findall(question) if word.lower() not in ENGLISH_FUNCTION_WORDS]
    if not words:
        return None
    word = chance.choice(words)
    place = chance.randrange(1, len(word) - 2)
    other = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return question.replace(word, other, 1) if other != word else None


def run_together(question: str, chance: random.Random) -> str | None:
    """A space left out between two words of four letters or more."""
    places = [found.start(1) for found in re.finditer(r"(?<=[A-Za-z]{4})( )(?=[A-Za-z]{4})", question)]
    place = chance.choice(places) if places else None
    return None if place is None else question[:place] + question[place + 1 :]


def _content_word(question: str, chance: random.Random) -> str | None:
    words = [word for run in HAN_RUN.findall(question) for word in cut(run)]
    content = [word for word in words if len(word) > 1 and word not in CHINESE_FUNCTION_WORDS]
    return chance.choice(content) if content else None


SLIPS: dict[str, dict[str, Slip]] = {
    "cmrc2018.zh": {"none": lambda question, _: question, "pinyin": pinyin, "homophone": homophone},
    "squad2_no_xquad.en": {
        "none": lambda question, _: question,
        "letters swapped": swapped_letters,
        "run together": run_together,
    },
}


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether a question has an answer there, whether one was shown, whether the best sentence is right."""

    answerable: bool
    shown: bool
    right: bool


def ask(resolver: Resolver, asked: Sequence[tuple[Asked, str]], held: set[str]) -> Iterator[Seen]:
    """What comes of each question as it was typed."""
    for one, typed in asked:
        chosen = resolver.resolve(typed).chosen
        best = chosen.evidence.sentences[0] if chosen.evidence.sentences else None
        right = best is not None and best.hit.passage.article == one.article and holds_answer(best.text, one.answers)
        yield Seen(one.article in held, chosen.decision.answered, right and one.article in held)


def main() -> None:
    """Measure and print a table."""
    arguments = parse(
        argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter), 300
    )
    print(
        "| set | slip | read | questions | best sentence right | right and shown | false answers |\n|---|---|---|---|---|---|---|"
    )
    encoder, calibration = CachedEncoder(load_encoder()), Calibration.load()
    for name, slips in SLIPS.items():
        _measure(name, slips, arguments.data, arguments.limit, encoder, calibration)


def _measure(
    name: str, slips: dict[str, Slip], data: Path, limit: int, encoder: CachedEncoder, calibration: Calibration
) -> None:
    articles, asked = load(name, data)
    asked = [one for one in asked if one.answerable]
    asked, held = asked[:: max(1, len(asked) // limit)], {article.id for article in articles[::2]}
    with searcher_over(articles[::2], encoder) as searcher:
        for slip, make in slips.items():
            chance = random.Random(1)  # noqa: S311 a sample, not a secret
            typed = [(one, text) for one in asked if (text := make(one.question, chance))]
            for way, margin in (("as typed", 2.0), ("put right", ResolveOptions().margin)):
                resolver = Resolver(
                    searcher,
                    Reader(),
                    calibration.with_encoder(encoder.fingerprint),
                    ResolveOptions(margin=margin),
                )
                _print(f"{name} | {slip} | {way}", list(ask(resolver, typed, held)))


def _print(label: str, seen: Sequence[Seen]) -> None:
    yes = [one for one in seen if one.answerable]
    no = [one for one in seen if not one.answerable]
    rates = (
        sum(one.right for one in yes) / len(yes),
        sum(one.right and one.shown for one in yes) / len(yes),
        sum(one.shown for one in no) / len(no),
    )
    print(f"| {label} | {len(seen)} | {' | '.join(f'{rate:.3f}' for rate in rates)} |", flush=True)


if __name__ == "__main__":
    main()
