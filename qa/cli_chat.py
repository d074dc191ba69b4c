"""`chat` and `password`: the page, and who may use it from elsewhere."""

import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from qa import settings
from qa.building import build_index
from qa.terminal import Articles, EncoderName, Index, open_bot, say
from qa.web.errors import BadAccount
from qa.web.serving import Serving

_READY = {"zh": "原文已就绪：{}  （按 Ctrl+C 停止）", "en": "Yuanwen is ready: {}  (Ctrl+C stops it)"}
_KEPT = {"zh": "{name} 已写入 {path}（{role}）。", "en": "{name} is in {path} now ({role})."}


def chat(
    articles: Articles = None,
    index: Index = None,
    encoder: EncoderName = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; another than this machine's own needs --auth or --insecure.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 takes the first free one from 7860 on.", min=0, max=65535)
    ] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    auth: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File of accounts: who may ask, who may edit.")
    ] = None,
    insecure: Annotated[bool, typer.Option("--insecure", help="Let everybody read, nobody edit.")] = False,
    rate: Annotated[int, typer.Option(help="Requests a minute from one address; 0 for any number.", min=0)] = 240,
    mcp: Annotated[bool, typer.Option("--mcp", help="Also offer ask and search to models, by MCP.")] = False,
) -> None:
    """Bring the index up to date and open the chat page."""
    serving = Serving(host, port, browser, auth, insecure, rate, mcp)
    serving.check()
    chosen = settings.load(articles, index, encoder)
    build_index(chosen)
    ready, bot = _READY[chosen.language], open_bot(chosen)
    threading.Thread(target=bot.warm, daemon=True).start()
    from qa.web.serve import serve  # takes seconds, in which the models are read

    serve(bot, chosen, serving, announce=lambda address: say(ready.format(address)))


def password(
    name: Annotated[str, typer.Argument(help="Who signs in with it.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of accounts; made if it is not there.")],
    editor: Annotated[bool, typer.Option("--editor", help="Who may also change articles.")] = False,
) -> None:
    """Ask for a password and keep its hash, for chat --auth FILE; on stdin when that is no terminal."""
    from qa.web.auth import Account, acceptable, hash_of, write_account
    from qa.web.roles import Role

    language = settings.message_language()
    word = {"zh": "密码", "en": "Password"}[language]
    given = typer.prompt(word, hide_input=True, confirmation_prompt=True, err=True) if sys.stdin.isatty() else _line()
    if not acceptable(name, given):
        raise BadAccount()
    role = Role.EDITOR if editor else Role.READER
    write_account(file, Account(name, role, hash_of(given)))
    say(_KEPT[language].format(name=name, path=file, role=role))


def _line() -> str:
    return sys.stdin.readline().rstrip("\r\n")
