"""The commands that make test sets: `draft` and `review`. See qa/cli.py for the others."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from qa import settings
from qa.terminal import AsJson, Index, open_library, print_json, say


def draft(
    index: Index = None,
    out: Annotated[
        Path | None, typer.Option(help="JSONL file to add the drafts to; without it they are printed.", metavar="FILE")
    ] = None,
    most: Annotated[int, typer.Option(help="Answerable questions to draft at most.", min=1, max=10_000)] = 60,
    endpoint: Annotated[
        bool, typer.Option("--endpoint", help="Ask the language model at YUANWEN_ENDPOINT instead.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Propose test questions from the articles, with exact answers, and near misses that they do not answer."""
    from qa.draft.propose import DraftOptions
    from qa.draft.propose import draft as propose
    from qa.draft.review import counts, read_drafts
    from qa.evaluate.testset import write_testset
    from qa.progress import Progress

    chosen = settings.load(None, index)
    with open_library(chosen) as library:
        if endpoint:
            from qa.draft.endpoint import draft_by

            model = settings.endpoint()
            with Progress(sys.stderr, chosen.language) as progress:
                drafts = draft_by(model, library, most, lambda done, every: progress("ask", done, every))
        else:
            drafts = propose(library, DraftOptions(most=most))
    if out is None:
        for case in drafts:
            typer.echo(json.dumps(case.to_json(), ensure_ascii=False))
        return
    kept = read_drafts(out) if out.exists() and out.stat().st_size else []
    known = {case.id for case in kept}
    new = [case for case in drafts if case.id not in known]
    write_testset(out, [*kept, *new])
    if as_json:
        print_json({"file": str(out), "new": len(new), **counts([*kept, *new])})
        return
    said = {
        "en": "{new} new drafts in {out}. Look at them with: yuanwen review {out}",
        "zh": "{out} 中新增 {new} 个草稿。审阅：yuanwen review {out}",
    }
    say(said[chosen.language].format(new=len(new), out=out))


def review(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSONL test set with drafts.")],
    accept: Annotated[
        list[str] | None, typer.Option(help="Accept this question; `all` for all drafts.", metavar="ID")
    ] = None,
    reject: Annotated[list[str] | None, typer.Option(help="Reject this question.", metavar="ID")] = None,
    as_json: AsJson = False,
) -> None:
    """Look at drafted questions one by one; only accepted ones are asked by `eval`."""
    from qa.draft import review as reviewing

    language = settings.message_language()
    if accept or reject:
        cases = reviewing.decide(file, accept or [], reject or [])
    else:
        cases = reviewing.review(file, reviewing.Terminal(say, _line), language)
    states = reviewing.counts(cases)
    if as_json:
        print_json(states)
        return
    said = {
        "en": "{accepted} accepted, {rejected} rejected, {draft} drafts left",
        "zh": "接受 {accepted}，拒绝 {rejected}，剩余草稿 {draft}",
    }
    typer.echo(said[language].format(**states))


def _line(prompt: str) -> str | None:
    """A line of what is typed or piped in; None at its end."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None
