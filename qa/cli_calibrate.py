"""The command that fits the decision to a reader's own questions. See qa/cli.py for the others."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from qa import settings
from qa.terminal import AsJson, EncoderName, Index, open_bot, print_json


def calibrate(
    testset: Annotated[
        Path | None, typer.Argument(metavar="TESTSET", help="Test questions about these articles.")
    ] = None,
    max_false_answers: Annotated[
        float,
        typer.Option(
            help="Of the questions that the articles do not answer, how many may be answered.", min=0.0, max=1.0
        ),
    ] = 0.05,
    undo: Annotated[bool, typer.Option("--undo", help="Take the newest calibration back.")] = False,
    index: Index = None,
    encoder: EncoderName = None,
    as_json: AsJson = False,
) -> None:
    """Fit to your own test set when to answer and when to refuse; kept in the index file."""
    from qa.calibrate import store

    chosen = settings.load(None, index, encoder)
    if undo:
        from qa.calibrate.plain import plain_undone

        now = store.undo(chosen.index)
        if as_json:
            print_json({"calibration": now})
        else:
            typer.echo(plain_undone(now, chosen.language))
        return
    if testset is None:
        raise typer.BadParameter("Name a test set, or take the newest calibration back with --undo.")
    from qa.calibrate.calibrate import calibrate as fit
    from qa.calibrate.plain import plain_calibrated
    from qa.evaluate.testset import read_testset
    from qa.progress import Progress

    cases = read_testset(testset)
    bot = open_bot(chosen)
    with Progress(sys.stderr, chosen.language) as progress:
        found = fit(bot, testset, cases, max_false_answers, lambda done, every: progress("ask", done, every))
    found = replace(found, row=store.keep(chosen.index, found.row))
    if as_json:
        print_json(found.to_json())
    else:
        typer.echo(plain_calibrated(found, chosen.language))
