"""The conversations of this browser: it keeps their questions, the server keeps nothing of them."""

from pathlib import Path
from typing import Any

import gradio as gr

from qa.web import export, panels
from qa.web.conversation import Conversation
from qa.web.texts import Language, language_of

_JS = (Path(__file__).parent / "history.js").read_text(encoding="utf-8")


class HistoryPanel:
    """The panel in the head. It sends `select` when a kept conversation is opened, by hand or because its page has come back,
    `download` when this one is exported.
    """

    def __init__(self, language: Language) -> None:
        """Lay the panel out, folded up."""
        self.panel = gr.HTML(panels.history(language), elem_id="yw-history", js_on_load=_JS, questions=[], file=None)

    def connect(self, conversation: gr.State, language: gr.Radio, options: dict[str, Any]) -> None:
        """Join the export to the conversation."""
        self.panel.download(self._exported, inputs=[conversation, language], outputs=[self.panel], **options)

    @staticmethod
    def kept(conversation: Conversation) -> Any:
        """The update that has the browser keep a conversation."""
        return gr.update(questions=conversation.questions())

    @staticmethod
    def _exported(conversation: Conversation, chosen: str, event: gr.EventData) -> Any:
        """A file for the browser to save; nothing of it is written here."""
        if not conversation.history():
            return gr.update(file={"name": "", "text": "", "asked": conversation.asked})
        if getattr(event, "format", None) == "markdown":
            name, text = "yuanwen.md", export.markdown(conversation, language_of(chosen))
        else:
            name, text = "yuanwen-receipts.json", export.receipts(conversation)
        return gr.update(file={"name": name, "text": text, "asked": conversation.asked})
