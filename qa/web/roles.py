"""Who is asking, and what they may do: readers ask, editors change articles too."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qa.web.asgi import App, Receive, Scope, Send

if TYPE_CHECKING:
    import gradio as gr

_KEY = "yuanwen.visitor"


class Role(StrEnum):
    """What a visitor may do."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sends a request; without accounts the name is empty."""

    name: str
    role: Role


_NOBODY = Visitor("", Role.READER)


def visitor_of_scope(scope: Scope) -> Visitor:
    """The visitor that a request was let in as; a reader where nobody said."""
    found = scope.get(_KEY)
    return found if isinstance(found, Visitor) else _NOBODY


def enter(scope: Scope, visitor: Visitor) -> None:
    """Say who sends a request."""
    scope[_KEY] = visitor


def visitor_of(request: "gr.Request | None") -> Visitor:
    """The visitor that sent the request of a handler."""
    scope = getattr(request.request, "scope", None) if request is not None else None
    return _NOBODY if scope is None else visitor_of_scope(scope)


def may_edit(request: "gr.Request | None") -> bool:
    """Whether whoever sent the request of a handler may change articles. Handlers that change anything ask this first."""
    return visitor_of(request).role is Role.EDITOR


class Everybody:
    """ASGI layer of a page without accounts: everybody may do the same."""

    def __init__(self, app: App, role: Role) -> None:
        """Wrap an application."""
        self._app, self._visitor = app, Visitor("", role)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve."""
        enter(scope, self._visitor)
        await self._app(scope, receive, send)
