"""The command that looks whether the articles still say what was quoted. See qa/cli.py for the others."""

from pathlib import Path
from typing import Annotated, Any

import typer

from qa import settings
from qa.terminal import Articles, AsJson, Index, open_library, print_json, say

_STATES = {
    "en": {"unchanged": "unchanged", "moved": "moved", "changed": "changed", "gone": "gone"},
    "zh": {"unchanged": "未变", "moved": "已移动", "changed": "已改动", "gone": "已不存在"},
}
_STALE = {
    "en": "{article} has changed since it was indexed; its file was looked at. Bring the index up to date with: yuanwen build",
    "zh": "{article} 在构建索引后有改动，已按文件本身核对。请更新索引：yuanwen build",
}
_NONE = {"en": "The answer has no quotes.", "zh": "该回答没有引文。"}
_STILL_SAID = ("unchanged", "moved")


def verify(
    file: Annotated[
        Path, typer.Argument(metavar="ANSWER.json", help="What `ask --json` printed, or a batch of it, one a line.")
    ],
    articles: Articles = None,
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """Say of each quote in an answer whether its article still says so: unchanged, moved, changed or gone."""
    from qa.verify import Present, read_answers
    from qa.verify import verify as look

    answers = read_answers(file)
    chosen = settings.load(articles, index)
    with open_library(chosen) as library:
        present = Present(library, chosen.articles)
        rows = [one.to_json() for one in look(answers, present)]
    for article in sorted(present.changed):
        say(_STALE[chosen.language].format(article=article))
    ok = all(row["state"] in _STILL_SAID for row in rows)
    if as_json:
        print_json({"ok": ok, "quotes": rows})
    else:
        typer.echo("\n".join(_line(row, chosen.language) for row in rows) or _NONE[chosen.language])
    if not ok:
        raise typer.Exit(1)


def _line(row: dict[str, Any], language: settings.MessageLanguage) -> str:
    state, now = _STATES[language][row["state"]], row["now"]
    where = f"{row['article']} {row['start']}–{row['end']}"
    if row["state"] == "moved":
        number = f":{now['line']}" if now["line"] else f" p. {now['page']}" if now["page"] else ""
        where += f" → {now['article']}{number} {now['start']}–{now['end']}"
    return f"{state}  {where}  {row['text'][:60]}"
