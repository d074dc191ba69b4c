"""The pages beside the chat, mounted on its server."""

from collections.abc import Callable

import gradio as gr

from qa.bot import Bot
from qa.settings import Settings
from qa.web.articles_page import ArticlesPage
from qa.web.texts import Language


def add_pages(
    demo: gr.Blocks,
    bot: Bot,
    chosen: Settings,
    language: Language,
    editable: bool = True,
    may_edit: Callable[[gr.Request], bool] = lambda _request: True,
) -> None:
    """Add the page of articles.

    Without `editable` nobody changes anything; with it, whoever `may_edit` says of a request.
    """

    def allowed(request: gr.Request) -> bool:
        return editable and may_edit(request)

    with demo.route("Articles", "articles", show_in_navbar=False):
        ArticlesPage(demo, bot, chosen, language, allowed)
