"""The pages beside the chat, mounted on its server."""

from collections.abc import Callable
from pathlib import Path

import gradio as gr

from qa.bot import Bot
from qa.settings import Settings
from qa.web.articles_page import ArticlesPage
from qa.web.evaluate_page import EvaluatePage
from qa.web.texts import Language

_ASK_FROM = (Path(__file__).parent / "ask_from.js").read_text(encoding="utf-8")


def add_pages(
    demo: gr.Blocks,
    bot: Bot,
    chosen: Settings,
    language: Language,
    editable: bool = True,
    may_edit: Callable[[gr.Request], bool] = lambda _request: True,
) -> None:
    """Add the pages of articles and of evaluation.

    Without `editable` nobody changes anything; with it, whoever `may_edit` says of a request.
    """

    def allowed(request: gr.Request) -> bool:
        return editable and may_edit(request)

    with demo:
        demo.load(None, js=_ASK_FROM)
    with demo.route("Articles", "articles", show_in_navbar=False):
        ArticlesPage(demo, bot, chosen, language, allowed)
    with demo.route("Evaluate", "evaluate", show_in_navbar=False):
        EvaluatePage(demo, bot, chosen, language, allowed)
