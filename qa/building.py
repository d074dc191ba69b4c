"""A build as the commands run it: the encoder is chosen, the articles started, notices said."""

import sys
from typing import TYPE_CHECKING

from corpus.errors import NoArticles
from qa import settings
from qa.terminal import say, upgraded

if TYPE_CHECKING:
    from index.changes import Carried
    from index.encoders.base import Encoder
    from index.records import BuildReport

_COPIES = {
    "en": "{copy} says the same as {article} and is not indexed again.",
    "zh": "{copy} 与 {article} 内容相同，不重复收录。",
}
_NEAR = {
    "en": "{article} is nearly the same as {other}: they share {share:.0%} of the shorter one.",
    "zh": "{article} 与 {other} 几乎相同：较短一篇的 {share:.0%} 相同。",
}


def encoder_for(chosen: settings.Settings) -> "Encoder":
    """The encoder that was asked for, else the index's own, else the bundled one."""
    from index.encoders import BUNDLED, load
    from index.errors import IndexMissing
    from qa.bot import encoder_of

    upgraded(chosen)
    try:
        return load(chosen.encoder or encoder_of(chosen.index))
    except IndexMissing:
        return load(BUNDLED)


def build_index(
    chosen: settings.Settings, carried: "Carried | None" = None, encoder: "Encoder | None" = None, patience: float = 0.5
) -> "BuildReport":
    """Bring the index up to date with the folder; progress, and what a person should know of it, go to stderr.

    `patience` are the seconds that another builder is waited for.
    """
    from index.build import BuildOptions, build
    from qa.progress import Progress

    settings.start_articles(chosen.articles)
    encoder, options = encoder or encoder_for(chosen), BuildOptions(lock_seconds=patience)
    with Progress(sys.stderr, chosen.language) as progress:
        report = build(chosen.index, chosen.articles, encoder, progress, options, carried)
    if not report.articles:
        say(NoArticles(path=chosen.articles).message(chosen.language))
    for skipped in report.skipped:
        say(skipped.reason_zh if chosen.language == "zh" else skipped.reason)
    for copy, article in report.copies.items():
        say(_COPIES[chosen.language].format(copy=copy, article=article))
    for one in report.near:
        say(_NEAR[chosen.language].format(article=one.article, other=one.other, share=one.share))
    return report
