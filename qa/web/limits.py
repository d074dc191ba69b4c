"""How much one address may ask, how much may be under way at once, and how long a request may be."""

import ipaddress
import math
import time
from collections import Counter
from collections.abc import Callable

from qa.web.asgi import App, Message, Receive, Scope, Send, address_of, header, refuse
from qa.web.errors import ServerBusy, TooLong, TooManyRequests

_ADDRESSES = 10_000  # remembered at once
_AT_ONCE = 64  # requests that make the server work, of all addresses
_OPEN = 512  # requests of one address, streams that wait for answers included
_BODY = 4 * 1024 * 1024  # bytes of a request that is no upload
_UPLOAD = "/gradio_api/upload"


class Buckets:
    """A bucket of tokens a key, filled steadily: `burst` at first, `a_minute` more every minute, never more than `burst`."""

    def __init__(self, a_minute: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with every bucket full. `clock` tells seconds."""
        self._a_second, self._burst, self._clock = a_minute / 60, burst, clock
        self._held: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> float:
        """Take a token; 0 when there was one, else in how many seconds there will be."""
        now = self._clock()
        tokens = self._tokens(key, now)
        if tokens < 1:
            return (1 - tokens) / self._a_second
        self._held.pop(key, None)  # the last used stand last
        self._held[key] = tokens - 1, now
        if len(self._held) > _ADDRESSES:
            self._forget(now)
        return 0.0

    def give(self, key: str) -> None:
        """Give a token back."""
        tokens, at = self._held.get(key, (self._burst, self._clock()))
        self._held[key] = min(self._burst, tokens + 1), at

    @property
    def remembered(self) -> int:
        """How many keys are remembered."""
        return len(self._held)

    def _tokens(self, key: str, now: float) -> float:
        tokens, at = self._held.get(key, (self._burst, now))
        return min(self._burst, tokens + (now - at) * self._a_second)

    def _forget(self, now: float) -> None:
        """Those whose bucket is full again say nothing; if that is not enough, the longest unused go."""
        self._held = {key: held for key, held in self._held.items() if self._tokens(key, now) < self._burst}
        for key in list(self._held)[: len(self._held) - _ADDRESSES]:
            del self._held[key]


def network_of(address: str) -> str:
    """What counts as one address: of IPv6 the first 64 bits, which one household shares.

    >>> network_of("2001:db8::1:2:3:4"), network_of("192.0.2.1")
    ('2001:db8::/64', '192.0.2.1')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


class Limits:
    """ASGI layer: refuses what comes too often, too much at once, or too long, and says so politely."""

    def __init__(self, app: App, rate: int) -> None:
        """Wrap an application; `rate` requests a minute from one address, a quarter of them at once; 0 for any number."""
        self._app = app
        self._buckets = Buckets(rate, max(1, math.ceil(rate / 4))) if rate else None
        self._running = 0
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what is within the limits."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        key = network_of(address_of(scope))
        if self._open[key] >= _OPEN:
            return await refuse(scope, send, 429, TooManyRequests(seconds=10), retry_after="10")
        self._open[key] += 1
        try:
            await (
                self._working(scope, receive, send, key)
                if scope["method"] == "POST"
                else self._app(scope, receive, send)
            )
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]

    async def _working(self, scope: Scope, receive: Receive, send: Send, key: str) -> None:
        wait = math.ceil(self._buckets.take(key)) if self._buckets else 0
        if wait:
            return await refuse(scope, send, 429, TooManyRequests(seconds=wait), retry_after=str(wait))
        if self._running >= _AT_ONCE:
            return await refuse(scope, send, 429, ServerBusy(), retry_after="5")
        body = None if scope["path"].startswith(_UPLOAD) else await _body(scope, receive)
        if body is not None and body.get("too long"):
            return await refuse(scope, send, 413, TooLong(megabytes=_BODY // 2**20))
        self._running += 1
        try:
            await self._app(scope, receive if body is None else _again(body, receive), _polite(scope, send))
        finally:
            self._running -= 1


async def _body(scope: Scope, receive: Receive) -> Message:
    """The whole body as one message; `too long` when it is over the limit, whatever its header says."""
    said = header(scope, "content-length")
    if said.isdecimal() and int(said) > _BODY:
        return {"too long": True}
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return message
        size += len(message.get("body", b""))
        if size > _BODY:
            return {"too long": True}
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return {"type": "http.request", "body": b"".join(parts), "more_body": False}


def _again(body: Message, receive: Receive) -> Receive:
    """Gives the body that was read, then what comes after it."""
    waiting = [body]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message


def _polite(scope: Scope, send: Send) -> Send:
    """A full queue, which the page would tell in English alone, is told as the limits are."""
    full = False

    async def sent(message: Message) -> None:
        nonlocal full
        if message["type"] == "http.response.start" and message["status"] == 503:
            full = True
            await refuse(scope, send, 429, ServerBusy(), retry_after="5")
        elif not full:
            await send(message)

    return sent
