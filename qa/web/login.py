"""Signing in: a page for people, name and password for programs; whoever is not let in sees nothing else."""

import base64
import binascii
import hashlib
import hmac
import html
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool

from corpus.errors import YuanwenError
from qa.web.asgi import App, Receive, Scope, Send, address_of, answer, header, refuse, speaks
from qa.web.auth import Account, Accounts
from qa.web.errors import NotSignedIn, TooManyTries
from qa.web.limits import Buckets, network_of
from qa.web.roles import Visitor, enter

_COOKIE = "yuanwen"
_LASTS = 12 * 3600  # seconds
_MOST = 10_000  # sessions and credentials remembered
_TRIES, _TRIES_A_MINUTE = 8, 4  # wrong passwords from one address: at first, and then
_NAME_TRIES, _NAME_TRIES_A_MINUTE = 40, 20  # and for one name, from wherever
_FORM = 8_192  # bytes
_OPEN = ("/gradio_api/startup-events",)  # the server calls it itself when it starts
_PAGE = (Path(__file__).parent / "login.html").read_text(encoding="utf-8")
_WORDS = {
    "zh": {"lang": "zh", "title": "登录 · 原文", "head": "原文", "name": "用户名", "password": "密码", "send": "登录"},
    "en": {"lang": "en", "title": "Sign in · Yuanwen", "head": "Yuanwen", "name": "Name", "password": "Password"}
    | {"send": "Sign in"},
}
_WRONG = {"zh": "用户名或密码不正确。", "en": "The name or the password is not right."}


@dataclass(frozen=True, slots=True)
class _Session:
    """Whose it is, with the hash that the password had, and until when in seconds of the clock."""

    name: str
    hash: str
    until: float


class Login:
    """ASGI layer: lets in those who are signed in, as what their account says they may do."""

    def __init__(self, app: App, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        """Wrap an application. Raises BadAccounts."""
        accounts.all()
        self._app, self._accounts, self._clock = app, accounts, clock
        self._addresses = Buckets(_TRIES_A_MINUTE, _TRIES, clock)
        self._names = Buckets(_NAME_TRIES_A_MINUTE, _NAME_TRIES, clock)
        self._key = secrets.token_bytes(32)
        self._sessions: dict[bytes, _Session] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve whoever is signed in; others get the page to sign in on, or a refusal."""
        if scope["type"] != "http" or scope["path"] in _OPEN:
            return await self._app(scope, receive, send)
        path = scope["path"].rstrip("/")
        if path == "/login":
            post = scope["method"] == "POST"
            return await (self._sign_in(scope, receive, send) if post else _page(scope, send, 200))
        if path == "/logout":
            self._sessions.pop(self._digest(_cookie(scope)), None)
            return await _go(scope, send, "/login", "", 0)
        try:
            account = self._signed_in(scope) or await self._by_header(scope)
        except TooManyTries as error:
            return await refuse(scope, send, 429, error, retry_after=str(error.values["seconds"]))
        if account is None:
            return await _unknown(scope, send)
        enter(scope, Visitor(account.name, account.role))
        return await self._app(scope, receive, send)

    async def _sign_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        name, password = await _form(receive)
        try:
            account = await self._checked(scope, name, password)
        except TooManyTries as error:
            return await _page(scope, send, 429, error)
        if account is None:
            return await _page(scope, send, 401, NotSignedIn(), _WRONG)
        return await _go(scope, send, "/", self._remember(account, secrets.token_urlsafe(32)), _LASTS)

    async def _by_header(self, scope: Scope) -> Account | None:
        """Who a program says it is, name and password in the header (RFC 7617); looked up again only the first time."""
        said = header(scope, "authorization")
        if not said.lower().startswith("basic "):
            return None
        known = self._known(self._digest(said))
        if known:
            return known
        try:
            name, _, password = base64.b64decode(said[6:].strip(), validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        account = await self._checked(scope, name, password)
        if account:
            self._remember(account, said)
        return account

    async def _checked(self, scope: Scope, name: str, password: str) -> Account | None:
        """The account, or None. Wrong tries are counted; raises TooManyTries before the password is even looked at."""
        tries = ((self._addresses, network_of(address_of(scope))), (self._names, name[:64]))
        for place, (buckets, key) in enumerate(tries):
            wait = buckets.take(key)
            if wait:
                for taken, other in tries[:place]:
                    taken.give(other)
                raise TooManyTries(seconds=int(wait) + 1)
        account = await run_in_threadpool(self._accounts.check, name, password)
        if account:
            for buckets, key in tries:
                buckets.give(key)
        return account

    def _signed_in(self, scope: Scope) -> Account | None:
        token = _cookie(scope)
        return self._known(self._digest(token)) if token else None

    def _known(self, digest: bytes) -> Account | None:
        """The account of a session, as long as it lasts and the account has the same password."""
        session = self._sessions.get(digest)
        account = self._accounts.all().get(session.name) if session else None
        if session and account and account.hash == session.hash and self._clock() < session.until:
            return account
        self._sessions.pop(digest, None)
        return None

    def _remember(self, account: Account, token: str) -> str:
        self._sessions[self._digest(token)] = _Session(account.name, account.hash, self._clock() + _LASTS)
        for digest in list(self._sessions)[: len(self._sessions) - _MOST]:
            del self._sessions[digest]
        return token

    def _digest(self, token: str) -> bytes:
        """What is kept of a token or a header: nothing that lets anyone in."""
        return hmac.digest(self._key, token.encode("utf-8", "replace"), hashlib.sha256)


async def _page(
    scope: Scope, send: Send, status: int, error: YuanwenError | None = None, said: dict[str, str] | None = None
) -> None:
    """The page to sign in on, or for a program what is the matter."""
    if status != 200 and not _person(scope):
        return await refuse(scope, send, status, error or NotSignedIn())
    language = speaks(scope) or "zh"
    text = said[language] if said else error.message(language) if error else ""
    body = _PAGE
    for name, word in {**_WORDS[language], "said": text}.items():
        body = body.replace("{{" + name + "}}", html.escape(word))
    return await answer(send, status, body, "text/html")


async def _unknown(scope: Scope, send: Send) -> None:
    if _person(scope) and scope["method"] in ("GET", "HEAD"):
        return await answer(send, 303, "", "text/plain", {"location": f"{scope.get('root_path', '')}/login"})
    asks = {} if header(scope, "sec-fetch-mode") else {"www_authenticate": 'Basic realm="yuanwen", charset="UTF-8"'}
    return await refuse(scope, send, 401, NotSignedIn(), **asks)


async def _go(scope: Scope, send: Send, where: str, token: str, seconds: int) -> None:
    """Keep a token in the browser and go on; a program is told that it went well."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    cookie = f"{_COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    if _person(scope):
        return await answer(send, 303, "", "text/plain", {"location": where, "set_cookie": cookie})
    return await answer(send, 200, '{"success": true}', "application/json", {"set_cookie": cookie})


def _person(scope: Scope) -> bool:
    return "text/html" in header(scope, "accept")


def _cookie(scope: Scope) -> str:
    pairs = (part.strip().partition("=") for part in header(scope, "cookie").split(";"))
    return next((value for name, _, value in pairs if name == _COOKIE), "")


async def _form(receive: Receive) -> tuple[str, str]:
    """Name and password of a form; empty where it is none, or far too long."""
    body = b""
    while len(body) <= _FORM:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            break
    if len(body) > _FORM:
        return "", ""
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return fields.get("username", [""])[0], fields.get("password", [""])[0]
