"""Which requests are let in at all: those that meant this server, by the doors that the page needs."""

from urllib.parse import urlsplit

from qa.web.asgi import App, Receive, Scope, Send, header, refuse
from qa.web.errors import NoSuchDoor, OtherSite
from qa.web.serving import Serving, is_loopback

_API = "/gradio_api/"
#: What the page and programs call of what Gradio serves under /gradio_api/; all else is shut, its proxy among it.
_DOORS = frozenset(
    {"info", "openapi.json", "queue", "call", "run", "heartbeat", "upload", "upload_progress", "cancel", "reset"}
    | {"theme.css", "app_id", "user", "startup-events"}
)
_SHUT = ("/monitoring", "/svelte/")


class Guard:
    """ASGI layer: a page of another site may not speak here in a visitor's name, and shut doors stay shut."""

    def __init__(self, app: App, serving: Serving) -> None:
        """Wrap an application that is served so."""
        self._app = app
        self._doors = _DOORS | ({"mcp"} if serving.mcp else set())
        # an address of this machine asked for under another name: a site whose name was pointed here
        self._names_checked = serving.loopback and serving.auth is None and not serving.insecure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve what may come in."""
        if scope["type"] == "websocket":  # nothing of ours speaks it
            return await send({"type": "websocket.close", "code": 1008})
        if scope["type"] == "http":
            if not self._meant(scope):
                return await refuse(scope, send, 403, OtherSite())
            door = _door(scope["path"])
            if door is not None and not (door in self._doors or door.startswith("file=")):
                return await refuse(scope, send, 404, NoSuchDoor())
        return await self._app(scope, receive, send)

    def _meant(self, scope: Scope) -> bool:
        host, origin = header(scope, "host"), header(scope, "origin")
        if self._names_checked and not is_loopback(urlsplit(f"//{host}").hostname or ""):
            return False
        return not origin or scope["method"] in ("GET", "HEAD", "OPTIONS") or urlsplit(origin).netloc == host


def _door(path: str) -> str | None:
    """The name of the door that a path knocks at; None for the pages and what they are made of.

    >>> _door("/gradio_api/queue/join"), _door("/gradio_api/file=/etc/passwd"), _door("/assets/index.js")
    ('queue', 'file=', None)
    """
    if path.startswith(_SHUT):
        return path
    if not path.startswith(_API):
        return "" if path.startswith(_API.rstrip("/")) else None
    name = path[len(_API) :].split("/", 1)[0]
    return "file=" if name.startswith("file=") else name
