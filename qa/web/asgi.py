"""What the server's layers have in common: the shapes of ASGI, a header's value, and a refusal in the visitor's language."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Literal

from corpus.errors import YuanwenError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def header(scope: Scope, name: str) -> str:
    """The first header of this name, in lower case; empty where there is none."""
    wanted = name.encode()
    return next((bytes(value).decode("latin-1") for key, value in scope.get("headers", ()) if key == wanted), "")


def address_of(scope: Scope) -> str:
    """The address of whoever sent a request."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def speaks(scope: Scope) -> Literal["zh", "en", ""]:
    """`zh`, `en`, or nothing where the request does not say."""
    wanted = header(scope, "accept-language").strip().lower()
    return "zh" if wanted.startswith("zh") else "en" if wanted else ""


def words(scope: Scope, error: YuanwenError) -> str:
    """An error in the language of whoever asks; in both for a program that names none."""
    language = speaks(scope)
    if language:
        return error.message(language)
    return f"{error.message('en')} {error.message('zh')}"


async def refuse(scope: Scope, send: Send, status: int, error: YuanwenError, **headers: str) -> None:
    """Answer with a status and what is the matter, as `{"detail": …}`, which the page shows as it stands."""
    await answer(
        send, status, json.dumps({"detail": words(scope, error)}, ensure_ascii=False), "application/json", headers
    )


async def answer(
    send: Send, status: int, body: str, kind: str, headers: MutableMapping[str, str] | None = None
) -> None:
    """Send a whole answer of this kind; in names of headers `_` stands for `-`."""
    data = body.encode()
    told = {"content-type": f"{kind}; charset=utf-8", "content-length": str(len(data)), "cache-control": "no-store"}
    told |= {name.replace("_", "-"): value for name, value in (headers or {}).items()}
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": data})
