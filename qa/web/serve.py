"""Serving the page: on this machine only unless told otherwise, with nothing sent anywhere."""

import warnings
from collections.abc import Callable

from qa.web import quick_start  # noqa: F401 - how gradio is imported

# isort: split

import gradio as gr
from starlette.middleware import Middleware

from qa.bot import Bot
from qa.errors import PortTaken
from qa.settings import Settings
from qa.web.auth import Accounts
from qa.web.endpoints import Endpoints
from qa.web.guard import Guard
from qa.web.head import CSS as PAGES_CSS
from qa.web.limits import Limits
from qa.web.login import Login
from qa.web.page import CSS, page
from qa.web.pages import add_pages
from qa.web.roles import Everybody, Role, may_edit
from qa.web.security import SecurityHeaders
from qa.web.serving import Serving
from qa.web.tools import only_tools
from qa.web.uploads import UploadLimits, Uploads

_WAITING = 64  # questions in the queue; more are told to come back
_AT_ONCE = 4
_SANS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def serve(bot: Bot, chosen: Settings, serving: Serving, announce: Callable[[str], None]) -> None:
    """Serve the pages until they are stopped; `announce` is told their address. Raises what `start` does."""
    demo = start(bot, chosen, serving)
    announce(str(demo.local_url))
    demo.block_thread()


def start(bot: Bot, chosen: Settings, serving: Serving) -> gr.Blocks:
    """The pages, being served by a thread; `close()` stops it. Raises PortTaken, BadAccounts, and what `Serving.check` does.

    `chosen` says where the articles are, and which language is spoken until the browser says otherwise.
    """
    serving.check()
    demo = page(bot, chosen.language)
    with demo:
        Endpoints(bot).add()
    add_pages(demo, bot, chosen, chosen.language, serving.editable, may_edit)
    demo.queue(max_size=_WAITING, default_concurrency_limit=_AT_ONCE, api_open=False)
    limits = UploadLimits()
    try:
        demo.launch(
            server_name=serving.name,
            server_port=serving.port or None,
            inbrowser=serving.browser,
            prevent_thread_lock=True,
            quiet=True,
            show_error=False,
            share=False,
            allowed_paths=[],
            max_file_size=limits.file,
            footer_links=[],
            theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
            css=CSS + PAGES_CSS,
            app_kwargs={"middleware": _layers(serving, limits)},
            ssr_mode=False,
            state_session_capacity=1_000,  # conversations remembered at once
            enable_monitoring=False,
            mcp_server=serving.mcp,
        )
    except OSError as error:
        raise PortTaken(host=serving.host, port=serving.port, detail=str(error)) from error
    if serving.mcp:
        only_tools(demo)
    return demo


def _layers(serving: Serving, limits: UploadLimits) -> list[Middleware]:
    """What a request passes, the first first: how much it may ask, whether it may come in, who it is."""
    everybody = Role.EDITOR if serving.editable else Role.READER
    who = Middleware(Login, Accounts(serving.auth)) if serving.auth else Middleware(Everybody, everybody)
    return [
        Middleware(SecurityHeaders),
        Middleware(Limits, serving.rate),
        Middleware(Guard, serving),
        who,
        Middleware(Uploads, limits),
    ]


warnings.filterwarnings("ignore", category=DeprecationWarning, module="gradio")
