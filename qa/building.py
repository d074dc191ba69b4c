"""A build as the commands run it: the encoder is chosen, the articles started, notices said."""

import sys
from typing import TYPE_CHECKING

from corpus.counted import filled
from corpus.errors import NoArticles
from qa import settings
from qa.terminal import say, upgraded

if TYPE_CHECKING:
    from pathlib import Path

    from index.changes import Carried
    from index.encoders.base import Encoder
    from index.records import BuildReport, SkippedFile

#: Seconds that another builder, such as a watch that has seen a file come, is waited for before articles are moved.
PATIENCE = 20.0

_MOST_TWICE = 10  # duplicates that are told one by one
_MANY = {
    "en": "{count} more files with the same text as others, wholly or nearly; see them with: yuanwen articles",
    "zh": "另有 {count} 个文件与其他文件相同或几乎相同，可用 yuanwen articles 查看。",
}
_AS_BEFORE = {
    "en": "{count} files skipped as before; see why with: yuanwen articles",
    "zh": "仍跳过 {count} 个文件，原因可用 yuanwen articles 查看。",
}
_COPIES = {
    "en": "{copy} says the same as {article} and is not indexed again.",
    "zh": "{copy} 与 {article} 内容相同，不重复收录。",
}
_NEAR = {
    "en": "{article} is nearly the same as {other}: they share {share:.0%} of the shorter one.",
    "zh": "{article} 与 {other} 几乎相同：较短一篇的 {share:.0%} 相同。",
}

_INTERRUPTED = {
    "en": "Interrupted; what is done is kept. Go on with: yuanwen build --articles {articles} --index {index}",
    "zh": "已中断，完成的部分已保留。继续：yuanwen build --articles {articles} --index {index}",
}


def encoder_for(chosen: settings.Settings) -> "Encoder":
    """The encoder that was asked for, else the index's own, else the bundled one."""
    from index.encoders import load

    upgraded(chosen)
    return load(chosen.encoder or _encoder_of(chosen))


def _encoder_of(chosen: settings.Settings) -> str:
    """The encoder that the index names, where there is one; the bot, which can say it too, would bring too much along."""
    from index.encoders import BUNDLED
    from index.errors import IndexMissing
    from index.library import Library

    try:
        library = Library.read(chosen.index)
    except IndexMissing:
        return BUNDLED
    try:
        return library.setting("encoder") or BUNDLED
    finally:
        library.close()


def build_index(
    chosen: settings.Settings,
    carried: "Carried | None" = None,
    encoder: "Encoder | None" = None,
    said: set[str] | None = None,
) -> "BuildReport":
    """Bring the index up to date with the folder; progress, and what a person should know of it, go to stderr.

    Messages in `said` are not said again, new ones join them.
    """
    from index.build import build
    from qa.progress import Progress

    settings.start_articles(chosen.articles)
    encoder, before = encoder or encoder_for(chosen), _skipped_before(chosen.index)
    try:
        with Progress(sys.stderr, chosen.language) as progress:
            report = build(chosen.index, chosen.articles, encoder, progress, carried=carried)
    except KeyboardInterrupt:
        say(_INTERRUPTED[chosen.language].format(articles=chosen.articles, index=chosen.index))
        raise
    for message in _messages(report, chosen, before, first=not said):
        if said is None or message not in said:
            say(message)
        if said is not None:
            said.add(message)
    return report


def _skipped_before(index: "Path") -> set["SkippedFile"]:
    from index.errors import IndexMissing
    from index.library import Library

    try:
        library = Library.read(index)
    except IndexMissing:
        return set()
    try:
        return set(library.skipped())
    finally:
        library.close()


def _messages(report: "BuildReport", chosen: settings.Settings, before: set["SkippedFile"], first: bool) -> list[str]:
    """What a person should know of a build: files that are no articles, and why, unless it was told; texts that are there twice."""
    language = chosen.language
    found = [] if report.articles else [NoArticles(path=chosen.articles).message(language)]
    new = [skipped for skipped in report.skipped if skipped not in before]
    found += [skipped.reason_zh if language == "zh" else skipped.reason for skipped in new]
    if first and len(new) < len(report.skipped):
        found.append(filled(_AS_BEFORE[language], count=len(report.skipped) - len(new)))
    twice = [_COPIES[language].format(copy=copy, article=article) for copy, article in report.copies.items()]
    twice += [_NEAR[language].format(article=one.article, other=one.other, share=one.share) for one in report.near]
    if len(twice) > _MOST_TWICE:
        found.append(filled(_MANY[language], count=len(twice) - _MOST_TWICE))
    return found + twice[:_MOST_TWICE]
