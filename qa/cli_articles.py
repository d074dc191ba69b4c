"""The commands about what is inside: `add`, `remove` and `articles`. See qa/cli.py for the others."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa import settings
from qa.building import PATIENCE, build_index
from qa.exit_codes import SOME_SKIPPED, exit_code
from qa.terminal import Articles, AsJson, EncoderName, Index, print_json, say, upgraded

if TYPE_CHECKING:
    from index.records import BuildReport

_PLACED = {
    "en": {"added": "{name} was added", "replaced": "{name} was replaced", "same": "{name} is there already"},
    "zh": {"added": "已添加 {name}", "replaced": "已替换 {name}", "same": "{name} 已经存在"},
}
_GONE = {
    "en": ("{name} was removed; yuanwen remove --undo brings it back", "{name} is back"),
    "zh": ("已移除 {name}；可用 yuanwen remove --undo 恢复", "已恢复 {name}"),
}


def add(
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|DIR|URL...", help="Files, folders, or addresses to fetch once.")
    ],
    articles: Articles = None,
    index: Index = None,
    encoder: EncoderName = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files of the same name; the old ones go to the trash.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Copy articles into the folder, then bring the index up to date. Nothing is written over without --replace."""
    from index.lock import locked
    from qa.keeping import add as put_in

    chosen = settings.load(articles, index, encoder)
    upgraded(chosen)
    settings.start_articles(chosen.articles)
    with locked(chosen.index, PATIENCE):
        added = put_in(sources, chosen, replace)
        for _, error in added.failed:
            say(error.message(chosen.language))
        if not added.files and added.failed:
            raise typer.Exit(exit_code(added.failed[0][1]))
        for put in added.files:
            say(_PLACED[chosen.language][put.placed].format(name=put.name))
        report = build_index(chosen)
    told = [{"article": put.name, "state": put.placed} for put in added.files]
    failed = [
        {"source": source, "reason": error.message("en"), "reason_zh": error.message("zh")}
        for source, error in added.failed
    ]
    _show(chosen, {"added": told, "failed": failed}, report, as_json)
    if failed or report.skipped:
        raise typer.Exit(SOME_SKIPPED)


def remove(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME...", help="Names of articles, as `articles` shows them.")
    ] = None,
    articles: Articles = None,
    index: Index = None,
    encoder: EncoderName = None,
    undo: Annotated[bool, typer.Option("--undo", help="Bring back what was removed last.")] = False,
    as_json: AsJson = False,
) -> None:
    """Move articles out of the folder into a trash beside the index, then bring the index up to date."""
    from corpus.trash import Trash
    from index.lock import locked
    from qa import keeping

    if bool(names) == undo:
        raise typer.BadParameter("Give the names of articles, or --undo alone.")
    chosen = settings.load(articles, index, encoder)
    upgraded(chosen)
    with locked(chosen.index, PATIENCE):
        removal = Trash(chosen.index).last() if undo else None
        found, carried = keeping.undo(chosen) if undo else keeping.remove(names or [], chosen)
        report = build_index(chosen, carried)
        if removal:
            Trash(chosen.index).forget(removal)
    for name in found:
        say(_GONE[chosen.language][undo].format(name=name))
    _show(chosen, {"restored" if undo else "removed": found}, report, as_json)
    if report.skipped:
        raise typer.Exit(SOME_SKIPPED)


def articles(articles: Articles = None, index: Index = None, as_json: AsJson = False) -> None:
    """List what the index holds, and how the files of the folder stand to it."""
    from qa.listing import listing, plain_listing

    chosen = settings.load(articles, index)
    upgraded(chosen)
    rows = listing(chosen.index, chosen.articles)
    if as_json:
        print_json(rows)
    else:
        typer.echo(plain_listing(rows, chosen.language))


def _show(chosen: settings.Settings, told: dict[str, Any], report: "BuildReport", as_json: bool) -> None:
    if as_json:
        print_json({**told, "build": asdict(report), "index": str(chosen.index), "folder": str(chosen.articles)})
        return
    from qa.plain_answer import plain_report

    typer.echo(plain_report(asdict(report), chosen.language))
