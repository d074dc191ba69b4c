"""The command line: a thin shell over the library. Data on stdout, progress and messages on stderr.

Exit codes: 0 ok, 1 error, 2 usage, 3 some files skipped, 4 a gate failed, 10 no index, 11 locked, 12 damaged, 13 model missing,
130 interrupted.
"""

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import NoArticles, YuanwenError
from qa import settings
from qa.errors import BadSetting, QuestionEmpty, QuestionTooLong, RunsDiffer
from qa.exit_codes import GATE_FAILED, INTERRUPTED, SOME_SKIPPED, exit_code

if TYPE_CHECKING:
    from qa.bot import Bot

app = typer.Typer(
    name="yuanwen",
    help="Ask your own articles; the answer comes in their own words.  向你的文章提问，用原文回答。",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Articles = Annotated[Path | None, typer.Option("--articles", help="Folder of articles.", metavar="DIR")]
Index = Annotated[Path | None, typer.Option("--index", help="Index file.", metavar="FILE")]
EncoderName = Annotated[
    str | None,
    typer.Option("--encoder", help="`bundled`, or a sentence-transformers model: hub name or folder.", metavar="NAME"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="JSONL file of {id, question, history}; one JSON object a line comes out."),
]


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """Without a command: open the chat."""
    if context.invoked_subcommand is None:
        chat()


@app.command()
def chat(
    articles: Articles = None,
    index: Index = None,
    encoder: EncoderName = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; other machines reach only what is not loopback.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 takes the first free one from 7860 on.", min=0, max=65535)
    ] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Bring the index up to date and open the chat page."""
    from qa.web.serve import serve

    chosen = settings.load(articles, index, encoder)
    _build(chosen)
    ready = (
        "原文已就绪：{}  （按 Ctrl+C 停止）" if chosen.language == "zh" else "Yuanwen is ready: {}  (Ctrl+C stops it)"
    )
    serve(_bot(chosen), host, port, browser, chosen.language, announce=lambda address: _say(ready.format(address)))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    articles: Articles = None,  # noqa: ARG001 - every command takes it
    index: Index = None,
    encoder: EncoderName = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Answer a question with quotes, or say that the articles do not."""
    asked = "" if batch else _one(question)
    bot = _bot(settings.load(None, index, encoder))
    if batch:
        _each_line(batch, lambda row: bot.ask(row["question"], row["history"]).to_json())
        return
    answer = bot.ask(asked)
    if as_json:
        _print_json(answer.to_json())
        return
    from qa.plain_answer import plain_answer

    typer.echo(plain_answer(answer))


@app.command()
def search(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    k: Annotated[int, typer.Option("-k", help="How many passages.", min=1, max=1000)] = 10,
    articles: Articles = None,  # noqa: ARG001 - every command takes it
    index: Index = None,
    encoder: EncoderName = None,
    as_json: AsJson = False,
    batch: Batch = None,
) -> None:
    """Show the passages that fit a question best, with the score of every leg."""
    asked = "" if batch else _one(question)
    bot = _bot(settings.load(None, index, encoder))

    def found(wanted: str, history: Sequence[str] = ()) -> dict[str, Any]:
        return {"question": wanted, "hits": bot.search(wanted, k, history)}

    if batch:
        _each_line(batch, lambda row: found(row["question"], row["history"]))
        return
    result = found(asked)
    if as_json:
        _print_json(result)
        return
    for rank, hit in enumerate(result["hits"], 1):
        legs = "  ".join(f"{leg} {score:.2f}" for leg, score in hit["legs"].items())
        typer.echo(f"{rank}. {hit['title']}  ({hit['article']})  {hit['score']:.3f}  {legs}\n{hit['text']}\n")


@app.command()
def build(
    articles: Articles = None,
    index: Index = None,
    encoder: EncoderName = None,
    as_json: AsJson = False,
) -> None:
    """Bring the index up to date with the folder; only what changed is read and encoded."""
    chosen = settings.load(articles, index, encoder)
    report = _build(chosen)
    if as_json:
        _print_json({**report, "index": str(chosen.index), "articles_folder": str(chosen.articles)})
    else:
        from qa.plain_answer import plain_report

        typer.echo(plain_report(report, chosen.language))
    if report["skipped"]:
        raise typer.Exit(SOME_SKIPPED)


@app.command()
def articles(index: Index = None, as_json: AsJson = False) -> None:
    """List the articles that the index holds."""
    from qa.listing import listing, plain_listing

    chosen = settings.load(None, index)
    rows = listing(chosen.index)
    if as_json:
        _print_json(rows)
    else:
        typer.echo(plain_listing(rows))


@app.command()
def doctor(index: Index = None, encoder: EncoderName = None, as_json: AsJson = False) -> None:
    """Check the index, its search files and the encoder, and say what to do about what is wrong."""
    from qa.doctor import examine, plain_findings

    chosen = settings.load(None, index, encoder)
    findings = examine(chosen)
    if as_json:
        _print_json(findings)
    else:
        typer.echo(plain_findings(findings))
    if not findings["ok"]:
        raise typer.Exit(findings["exit_code"])


@app.command()
def models(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="FOLDER", help="Folders of models, or folders that hold some.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the models that there are for --encoder: the bundled one, those fetched from the hub, those in folders."""
    from qa.models import models as all_models
    from qa.models import plain_models

    language = settings.message_language()
    rows = all_models(folders or [], language)
    if as_json:
        _print_json(rows)
    else:
        typer.echo(plain_models(rows, language))


@app.command("eval")
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
    from qa.evaluate.compare import compare as compare_runs
    from qa.evaluate.compare import failed, read_gates
    from qa.evaluate.testset import read_testset
    from qa.progress import Progress

    chosen = settings.load(None, index, encoder)
    before = run.load(baseline) if baseline else None
    cases = read_testset(testset)
    gates = read_gates(gate or [], before is not None)
    with Progress(sys.stderr, chosen.language) as progress:
        made = run.evaluate(_bot(chosen), testset, cases, lambda done, every: progress("ask", done, every))
    path = out or chosen.index.parent / "runs" / f"{testset.stem}-{made.about['made'].replace(':', '')}.json"
    run.save(made, path)
    found = compare_runs(before, made) if before else None
    if as_json:
        compared = {"comparison": plain.comparison_json(found)} if found else {}
        _print_json({**plain.as_json(made), **compared, "run": str(path)})
    else:
        typer.echo(plain.plain_run(made, chosen.language))
        if found:
            typer.echo("\n" + plain.plain_comparison(found, chosen.language))
    _say(str(path))
    reasons = failed(gates, made, before)
    for reason in reasons:
        _say(reason)
    if reasons:
        raise typer.Exit(GATE_FAILED)


@app.command()
def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A saved run.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it: .html or .md")],
) -> None:
    """Write a run as one self-contained file: figures, plots, and every question that went wrong."""
    from qa.evaluate.report import write_report
    from qa.evaluate.run import load

    write_report(load(run), file, settings.message_language())
    _say(str(file))


def _check(testset: Path, chosen: settings.Settings, as_json: bool) -> None:
    from qa.evaluate.check import missing_answers
    from qa.evaluate.testset import examine

    cases, problems = examine(testset)
    missing = missing_answers(_bot(chosen), cases)
    if as_json:
        lines = [{"line": line, "problem": detail} for line, detail in problems]
        _print_json({"questions": len(cases), "lines": lines, "missing": [one._asdict() for one in missing]})
    else:
        from qa.evaluate.plain import plain_check

        typer.echo(plain_check(len(cases), problems, missing, chosen.language))
    if problems or missing:
        raise typer.Exit(1)


@app.command()
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
        _print_json(plain.comparison_json(found))
    else:
        typer.echo(plain.plain_comparison(found, settings.message_language()))


def main() -> None:
    """Run a command, turning errors into one message and an exit code."""
    _escape_what_cannot_be_written()
    try:
        app(standalone_mode=True)
    except YuanwenError as error:
        _say(error.message(_language()))
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # `yuanwen search … | head`
        sys.stderr.close()


def _escape_what_cannot_be_written() -> None:
    """Half a surrogate pair, or any character on a terminal that lacks it, comes out as `\\ud83d`, as JSON writes it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _language() -> settings.MessageLanguage:
    try:
        return settings.message_language()
    except BadSetting:
        return "en"


def _bot(chosen: settings.Settings) -> "Bot":
    from qa.bot import Bot

    return Bot(chosen.index, chosen.encoder, notify=lambda notice: _say(notice.message(chosen.language)))


def _build(chosen: settings.Settings) -> dict[str, Any]:
    from dataclasses import asdict

    from index.build import build as build_index
    from index.encoders import BUNDLED, load
    from qa.bot import encoder_of
    from qa.progress import Progress

    settings.start_articles(chosen.articles)
    name = chosen.encoder or (encoder_of(chosen.index) if chosen.index.is_file() else BUNDLED)
    with Progress(sys.stderr, chosen.language) as progress:
        report = build_index(chosen.index, chosen.articles, load(name), progress)
    if not report.articles:
        _say(NoArticles(path=chosen.articles).message(chosen.language))
    for skipped in report.skipped:
        _say(skipped.reason_zh if chosen.language == "zh" else skipped.reason)
    return asdict(report)


def _one(question: str | None) -> str:
    if question is None:
        raise typer.BadParameter("Give a question, or a file of questions with --batch.")
    from qa.question import clean

    clean(question)  # refused before anything is loaded
    return question


def _each_line(path: Path, answer: Any) -> None:
    """One JSON object a line of the batch file, in order; a line that cannot be asked says why."""
    from qa.batch import read_batch

    for row in read_batch(path):
        try:
            result = answer(row)
        except (QuestionEmpty, QuestionTooLong) as error:
            result = {"question": row["question"], "error": error.message(_language())}
        if row["id"] is not None:
            result = {"id": row["id"], **result}
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _say(message: str) -> None:
    typer.echo(message, err=True)


if __name__ == "__main__":
    main()
