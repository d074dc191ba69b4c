"""The commands that carry an index as one file: `export` and `import`. See qa/cli.py for the others."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.counted import filled
from qa import settings
from qa.terminal import AsJson, Index, print_json, say, upgraded

_SAID = {
    "en": {
        "export": "{file}: {articles} articles, {passages} passages, {megabytes:.1f} MB, checked. Ask it with: yuanwen ask --index {file} …",
        "import": "{index} now holds {articles} articles, {passages} passages from {file}.",
        "kept": "What was there before is kept in {kept}; bring it back with: yuanwen import {kept} --index {index}",
    },
    "zh": {
        "export": "{file}：{articles} 篇文章，{passages} 个段落，{megabytes:.1f} MB，已校验。提问：yuanwen ask --index {file} …",
        "import": "{index} 现有来自 {file} 的 {articles} 篇文章，{passages} 个段落。",
        "kept": "原来的索引保存在 {kept}；恢复：yuanwen import {kept} --index {index}",
    },
}


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    index: Index = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the whole index into one file to carry, and check it. Any --index takes such a file, also on read-only media."""
    from index.carry import export as write

    chosen = settings.load(None, index)
    upgraded(chosen)
    report = asdict(write(chosen.index, file, replace))
    _show("export", {**report, "file": str(file), "index": str(chosen.index)}, chosen.language, as_json)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `export` wrote.")],
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """Check a carried file, then put what it holds in the place of the index; until that has succeeded the old one stays."""
    from index.carry import take_in

    chosen = settings.load(None, index)
    report = asdict(take_in(file, chosen.index))
    _show("import", {**report, "file": str(file), "index": str(chosen.index)}, chosen.language, as_json)


def _show(what: str, report: dict[str, Any], language: settings.MessageLanguage, as_json: bool) -> None:
    report["kept"] = report["kept"] and str(report["kept"])
    if as_json:
        print_json(report)
        return
    typer.echo(filled(_SAID[language][what], **report, megabytes=report["bytes"] / 2**20))
    if report["kept"]:
        say(_SAID[language]["kept"].format(**report))
