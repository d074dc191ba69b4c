"""The command that checks an index and mends it. See qa/cli.py for the others."""

from typing import Annotated

import typer

from qa import settings
from qa.terminal import AsJson, EncoderName, Index, print_json


def doctor(
    index: Index = None,
    encoder: EncoderName = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended; a damaged file is kept beside the new one.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the index, its search files and the encoder, and say what to do about what is wrong."""
    from qa.doctor import examine, plain_findings

    chosen = settings.load(None, index, encoder)
    done: list[str] = []
    if repair:
        from qa.mending import repair as mend

        done = mend(chosen)
    findings = examine(chosen) | ({"repaired": done} if repair else {})
    if as_json:
        print_json(findings)
    else:
        typer.echo(plain_findings(findings, chosen.language))
    if not findings["ok"]:
        raise typer.Exit(findings["exit_code"])
