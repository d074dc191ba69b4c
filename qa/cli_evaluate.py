"""The commands that measure: `eval`, `report` and `compare`. See qa/cli.py for the others."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from qa import settings
from qa.errors import RunsDiffer
from qa.exit_codes import GATE_FAILED
from qa.terminal import AsJson, EncoderName, Index, open_bot, print_json, say


def evaluate(
    testset: Annotated[
        Path, typer.Argument(metavar="TESTSET", help="JSONL, CSV or SQuAD-shaped JSON file of test questions.")
    ],
    index: Index = None,
    encoder: EncoderName = None,
    out: Annotated[Path | None, typer.Option(help="Where to save the run.", metavar="RUN")] = None,
    baseline: Annotated[Path | None, typer.Option(help="An earlier run to compare with.", metavar="RUN")] = None,
    gate: Annotated[
        list[str] | None, typer.Option(help="Exit with 4 unless it holds: quote_hit@1>=0.9, or: no significant loss")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only look for what is wrong with the test set.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask every question of a test set, save the run and print its figures."""
    if check:
        _check(testset, settings.load(None, index, encoder), as_json)
        return
    from qa.evaluate import plain, run
    from qa.evaluate.ask import evaluate as ask_all
    from qa.evaluate.compare import compare as compare_runs
    from qa.evaluate.compare import failed, read_gates
    from qa.evaluate.testset import examine, read_testset
    from qa.progress import Progress

    chosen = settings.load(None, index, encoder)
    before = run.load(baseline) if baseline else None
    cases = read_testset(testset)
    uncounted = len(examine(testset)[0]) - len(cases)
    if uncounted:
        said = {"en": "{} drafted or rejected questions are not asked", "zh": "{} 个草稿或被拒绝的问题不参与评测"}
        say(said[chosen.language].format(uncounted))
    gates = read_gates(gate or [], before is not None)
    with Progress(sys.stderr, chosen.language) as progress:
        made = ask_all(open_bot(chosen), testset, cases, lambda done, every: progress("ask", done, every))
    path = out or chosen.index.parent / "runs" / f"{testset.stem}-{made.about['made'].replace(':', '')}.json"
    run.save(made, path)
    found = compare_runs(before, made) if before else None
    if before and found is None:
        raise RunsDiffer(one=baseline, other=path)
    if as_json:
        compared = {"comparison": plain.comparison_json(found)} if found else {}
        print_json({**plain.as_json(made), **compared, "run": str(path)})
    else:
        typer.echo(plain.plain_run(made, chosen.language))
        if found:
            typer.echo("\n" + plain.plain_comparison(found, chosen.language))
    say(str(path))
    reasons = failed(gates, made, before)
    for reason in reasons:
        say(reason)
    if reasons:
        raise typer.Exit(GATE_FAILED)


def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A saved run.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it: .html or .md")],
) -> None:
    """Write a run as one self-contained file: figures, plots, and every question that went wrong."""
    from qa.evaluate.report import write_report
    from qa.evaluate.run import load

    write_report(load(run), file, settings.message_language())
    say(str(file))


def compare(
    one: Annotated[Path, typer.Argument(metavar="RUN", help="The run before.")],
    other: Annotated[Path, typer.Argument(metavar="RUN", help="The run after.")],
    as_json: AsJson = False,
) -> None:
    """Compare two saved runs question by question."""
    from qa.evaluate import plain, run
    from qa.evaluate.compare import compare as compare_runs

    found = compare_runs(run.load(one), run.load(other))
    if found is None:
        raise RunsDiffer(one=one, other=other)
    if as_json:
        print_json(plain.comparison_json(found))
    else:
        typer.echo(plain.plain_comparison(found, settings.message_language()))


def _check(testset: Path, chosen: settings.Settings, as_json: bool) -> None:
    from qa.evaluate.check import missing_answers
    from qa.evaluate.testset import examine

    cases, problems = examine(testset)
    missing = missing_answers(open_bot(chosen), cases)
    if as_json:
        lines = [{"line": line, "problem": str(detail)} for line, detail in problems]
        print_json({"questions": len(cases), "lines": lines, "missing": [one._asdict() for one in missing]})
    else:
        from qa.evaluate.plain import plain_check

        typer.echo(plain_check(len(cases), problems, missing, chosen.language))
    if problems or missing:
        raise typer.Exit(1)
