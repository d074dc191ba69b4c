"""The command line: a thin shell over the library. Data on stdout, progress and messages on stderr.

Exit codes: 0 ok, 1 error, 2 usage, 3 some files skipped, 4 a gate failed, 10 no index, 11 locked, 12 damaged, 13 model missing,
130 interrupted.
"""

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.errors import YuanwenError
from qa import (
    cli_articles,
    cli_build,
    cli_calibrate,
    cli_carry,
    cli_chat,
    cli_doctor,
    cli_draft,
    cli_evaluate,
    cli_feedback,
    cli_verify,
    settings,
)
from qa.errors import BadSetting, QuestionEmpty, QuestionTooLong
from qa.exit_codes import INTERRUPTED, exit_code
from qa.terminal import Articles, AsJson, EncoderName, Index, open_bot, print_json, say

app = typer.Typer(
    name="yuanwen",
    help="Ask your own articles; the answer comes in their own words.  向你的文章提问，用原文回答。",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Batch = Annotated[
    Path | None,
    typer.Option("--batch", help="JSONL file of {id, question, history}; one JSON object a line comes out."),
]


app.command()(cli_chat.chat)
app.command()(cli_chat.password)


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """Without a command: open the chat."""
    if context.invoked_subcommand is None:
        cli_chat.chat()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    articles: Articles = None,  # noqa: ARG001 - every command takes it
    index: Index = None,
    encoder: EncoderName = None,
    as_json: AsJson = False,
    batch: Batch = None,
    explain: Annotated[bool, typer.Option("--explain", help="Also say why: words, scores, the probability.")] = False,
) -> None:
    """Answer a question with quotes, or say that the articles do not."""
    asked = "" if batch else _one(question)
    bot = open_bot(settings.load(None, index, encoder))
    if batch:
        _each_line(batch, lambda row: bot.ask(row["question"], row["history"]).to_json(explain))
        return
    answer = bot.ask(asked)
    if as_json:
        print_json(answer.to_json(explain))
        return
    from qa.plain_answer import plain_answer

    typer.echo(plain_answer(answer, explain))


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
    bot = open_bot(settings.load(None, index, encoder))

    def found(wanted: str, history: Sequence[str] = ()) -> dict[str, Any]:
        return {"question": wanted, "hits": bot.search(wanted, k, history)}

    if batch:
        _each_line(batch, lambda row: found(row["question"], row["history"]))
        return
    result = found(asked)
    if as_json:
        print_json(result)
        return
    for rank, hit in enumerate(result["hits"], 1):
        legs = "  ".join(f"{leg} {score:.2f}" for leg, score in hit["legs"].items())
        typer.echo(f"{rank}. {hit['title']}  ({hit['article']})  {hit['score']:.3f}  {legs}\n{hit['text']}\n")


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
        print_json(rows)
    else:
        typer.echo(plain_models(rows, language))


app.command()(cli_build.build)
app.command()(cli_articles.add)
app.command()(cli_articles.remove)
app.command()(cli_articles.articles)
app.command()(cli_carry.export)
app.command("import")(cli_carry.import_)
app.command()(cli_verify.verify)
app.command()(cli_doctor.doctor)
app.command("eval")(cli_evaluate.evaluate)
app.command()(cli_evaluate.report)
app.command()(cli_evaluate.compare)
app.command()(cli_calibrate.calibrate)
app.command()(cli_draft.draft)
app.command()(cli_draft.review)
app.add_typer(cli_feedback.app, name="feedback")


def main() -> None:
    """Run a command, turning errors into one message and an exit code."""
    _escape_what_cannot_be_written()
    try:
        app(standalone_mode=True)
    except YuanwenError as error:
        say(error.message(_language()))
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


if __name__ == "__main__":
    main()
