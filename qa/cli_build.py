"""The command that brings the index up to date, once or for as long as it runs. See qa/cli.py for the others."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from qa import settings
from qa.building import build_index, encoder_for
from qa.exit_codes import SOME_SKIPPED
from qa.terminal import Articles, AsJson, EncoderName, Index, print_json, print_line, say

if TYPE_CHECKING:
    from index.changes import Carried
    from index.records import BuildReport

_WATCHING = {
    "en": "Watching {folder}: new, changed, renamed and deleted files are taken up by themselves. (Ctrl+C stops it)",
    "zh": "正在监视 {folder}：新增、修改、改名和删除的文件会自动处理。（按 Ctrl+C 停止）",
}


def build(
    articles: Articles = None,
    index: Index = None,
    encoder: EncoderName = None,
    as_json: AsJson = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and build again whenever files have changed and settled.")
    ] = False,
    empty: Annotated[bool, typer.Option("--empty", help="Let a folder without files empty the index.")] = False,
) -> None:
    """Bring the index up to date with the folder; only what changed is read and encoded."""
    from index.changes import Carried

    chosen, carried = settings.load(articles, index, encoder), Carried(may_empty=empty)
    if watch:
        _watch(chosen, carried, as_json)
        return
    report = build_index(chosen, carried)
    _show(chosen, report, as_json)
    if report.skipped:
        raise typer.Exit(SOME_SKIPPED)


def _watch(chosen: settings.Settings, carried: "Carried", as_json: bool) -> None:
    """One line a build: JSON, or words. A build that fails is said, and the next change tries again."""
    from corpus.keywords import keywords
    from qa.watch import changes, settled_builds

    settings.start_articles(chosen.articles)
    encoder, said = encoder_for(chosen), set[str]()
    keywords("读入词典。", 1)  # now, not at the first change
    say(_WATCHING[chosen.language].format(folder=chosen.articles))
    for report in settled_builds(
        changes(chosen.articles),
        lambda: build_index(chosen, carried, encoder=encoder, said=said),
        lambda error: say(error.message(chosen.language)),
    ):
        if as_json:
            print_line({**asdict(report), "index": str(chosen.index), "articles_folder": str(chosen.articles)})
        else:
            _show(chosen, report, as_json=False)


def _show(chosen: settings.Settings, report: "BuildReport", as_json: bool) -> None:
    if as_json:
        print_json({**asdict(report), "index": str(chosen.index), "articles_folder": str(chosen.articles)})
        return
    from qa.plain_answer import plain_report

    typer.echo(plain_report(asdict(report), chosen.language))
