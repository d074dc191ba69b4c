"""Serving the page: on this machine only unless told otherwise, with nothing sent anywhere."""

import os
import warnings
from collections.abc import Callable

# Both are read when gradio is imported: no analytics, no version check, no telemetry of the hub client.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr
from starlette.middleware import Middleware

from qa.bot import Bot
from qa.errors import PortTaken
from qa.settings import Settings
from qa.web.articles_page import MEGABYTES
from qa.web.head import CSS as PAGES_CSS
from qa.web.page import CSS, page
from qa.web.pages import add_pages
from qa.web.security import SecurityHeaders

_WAITING = 64  # questions in the queue; more are told to come back
_AT_ONCE = 4
_SANS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def serve(
    bot: Bot,
    chosen: Settings,
    host: str,
    port: int,
    browser: bool,
    announce: Callable[[str], None],
    editable: bool = True,
) -> None:
    """Serve the pages until they are stopped; `announce` is told their address. Raises PortTaken.

    `chosen` says where the articles are; without `editable` nobody changes them here. `port` 0 takes the first free one from 7860 on.
    """
    demo = page(bot, chosen.language)
    add_pages(demo, bot, chosen, chosen.language, editable)
    demo.queue(max_size=_WAITING, default_concurrency_limit=_AT_ONCE)
    try:
        _, address, _ = demo.launch(
            server_name=host,
            server_port=port or None,
            inbrowser=browser,
            prevent_thread_lock=True,
            quiet=True,
            show_error=False,
            share=False,
            max_file_size=MEGABYTES * 2**20 if editable else 1,  # the route is always there
            footer_links=[],
            theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
            css=CSS + PAGES_CSS,
            app_kwargs={"middleware": [Middleware(SecurityHeaders)]},
            ssr_mode=False,
            state_session_capacity=1_000,  # conversations remembered at once
            enable_monitoring=False,
        )
    except OSError as error:
        raise PortTaken(host=host, port=port, detail=str(error)) from error
    announce(str(address))
    demo.block_thread()


warnings.filterwarnings("ignore", category=DeprecationWarning, module="gradio")
