"""The command that turns what people said of answers into test questions. See qa/cli.py for the others."""

from pathlib import Path
from typing import Annotated

import typer

from corpus.counted import filled
from qa import settings
from qa.terminal import AsJson, Index, print_json, say

app = typer.Typer(help="What people said of answers in the chat page.", no_args_is_help=True, rich_markup_mode=None)
_SAID = {
    "en": {
        "none": "Nobody has said anything of an answer yet.",
        "made": "{drafts} drafts of {opinions} opinions in {file}. Look at them with: yuanwen review {file}",
        "lost": "{lost} lines of {log} cannot be read",
    },
    "zh": {
        "none": "还没有人评价过回答。",
        "made": "{file} 中有来自 {opinions} 条评价的 {drafts} 个草稿。审阅：yuanwen review {file}",
        "lost": "{log} 中有 {lost} 行无法读取",
    },
}


@app.callback()
def _group() -> None:
    """What people said of answers in the chat page."""


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSONL test set to write the drafts to.")],
    index: Index = None,
    as_json: AsJson = False,
) -> None:
    """Write complaints and praise as drafted test questions; those that were reviewed in the file already stay as they are."""
    from qa.draft.review import read_drafts
    from qa.evaluate.testset import DRAFT, write_testset
    from qa.feedback import FeedbackLog, drafts

    chosen = settings.load(None, index)
    words, log = _SAID[chosen.language], FeedbackLog(chosen.index)
    opinions, lost = log.read()
    made = drafts(opinions)
    if lost:
        say(filled(words["lost"], lost=lost, log=log.path))
    if made:
        kept = read_drafts(file) if file.exists() else []
        new = {case.id: case for case in made if case.id not in {one.id for one in kept if one.review != DRAFT}}
        write_testset(file, [*(case for case in kept if case.id not in new), *new.values()])
    if as_json:
        print_json({"file": str(file), "opinions": len(opinions), "drafts": len(made), "unreadable": lost})
    else:
        say(filled(words["made" if made else "none"], drafts=len(made), opinions=len(opinions), file=file))
