"""The chat page: the conversation on one side, the article with what is quoted on the other."""

import time
from pathlib import Path
from typing import Any

import gradio as gr

from qa.bot import Bot
from qa.web import asking, panels, showing
from qa.web.conversation import Conversation, Turn
from qa.web.examples import examples
from qa.web.feedback import FeedbackPanel
from qa.web.head import ARRIVE, CHOICES, REMEMBER, TURN, VisitorName, brand
from qa.web.history import HistoryPanel
from qa.web.original import original
from qa.web.scope_panel import ScopePanel
from qa.web.texts import TEXTS, Language, language_of

_HERE = Path(__file__).parent
_STYLES = ("tokens.css", "page.css", "chat.css", "reader.css", "panels.css")
CSS = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _STYLES)
_READER_JS, _PAGE_JS = ((_HERE / name).read_text(encoding="utf-8") for name in ("reader.js", "page.js"))
_EXAMPLES = 4

# What page.js is told when something is asked, whether in words or not, and when that has come to an end.
_TELL = 'const tell = (name, detail) => document.dispatchEvent(new CustomEvent("yuanwen:" + name, { detail }));'
_ASKING_WORDS = f"""(...inputs) => {{
    {_TELL}
    const detail = {{ text: inputs[0], kept: [] }};
    tell("asking", detail);
    return [...inputs.slice(0, -1), detail.kept]; }}"""
_ASKING = f'(...inputs) => {{ {_TELL} tell("asking", {{ text: null }}); return inputs; }}'
_ANSWERED = f'() => {{ {_TELL} tell("answered"); }}'
_UNANSWERED = f'() => {{ {_TELL} tell("unanswered"); }}'
_CLEARED = f'(...inputs) => {{ {_TELL} tell("cleared"); return inputs; }}'
_ARRIVED = f'() => {{ {_TELL} tell("arrived"); }}'


def page(bot: Bot, language: Language) -> gr.Blocks:
    """The page over a bot; `language` is what it speaks until the browser says otherwise."""
    return _Page(bot, language).blocks


class _Page:
    """Components and their handlers. A visitor's conversation is state on the server."""

    blocks: gr.Blocks

    def __init__(self, bot: Bot, language: Language) -> None:
        self.bot = bot
        with gr.Blocks(title="原文 Yuanwen", fill_width=True, analytics_enabled=False) as self.blocks:
            self.conversation = gr.State(Conversation())
            self.editing = gr.State(0)  # the number of the turn that is asked anew
            self._head(language)
            with gr.Row(elem_id="yw-body"):
                with gr.Column(scale=5, elem_id="yw-chat-column"):
                    self._chat(language)
                with gr.Column(scale=6, elem_id="yw-reader-column"):
                    first = showing.first_article(bot, language)
                    self.reader = gr.HTML(first, elem_id="yw-reader", js_on_load=_READER_JS, file=None)
            self._connect()

    def _head(self, language: Language) -> None:
        texts = TEXTS[language]
        with gr.Row(elem_id="yw-head"):
            self.brand = gr.HTML(brand("ask", language))
            self.clear = gr.Button(texts.clear, size="sm", elem_id="yw-clear", scale=0)
            self.history = HistoryPanel(language)
            self.language = gr.Radio(
                CHOICES,
                value=CHOICES[language == "en"],
                show_label=False,
                label="语言 Language",
                container=False,
                elem_id="yw-language",
            )
            self.theme = gr.Button(texts.theme, size="sm", elem_id="yw-theme", scale=0)
            self.keys = gr.HTML(panels.keys(texts), elem_id="yw-keys")
            self.visitor = VisitorName()

    def _chat(self, language: Language) -> None:
        texts = TEXTS[language]
        self.chat = gr.Chatbot(
            elem_id="yw-chat",
            show_label=False,
            label=texts.chat_name,
            container=False,
            latex_delimiters=[],
            placeholder=self._welcome(language),
            buttons=[],
            feedback_options=None,
            layout="bubble",
            height=None,
            autoscroll=False,  # to the end, where the question is out of sight
        )
        self.presence = gr.HTML(panels.presence(texts), elem_id="yw-presence")
        self._under_chat(language)

    def _under_chat(self, language: Language) -> None:
        texts = TEXTS[language]
        self.feedback = FeedbackPanel(self.bot, language)
        with gr.Column(elem_id="yw-examples-box") as self.examples_box:
            self.examples_title = gr.HTML(_examples_title(language))
            with gr.Row(elem_id="yw-examples"):
                self.examples = [gr.Button(**_example(text)) for text in self._examples(language)]
        self.scope = ScopePanel(self.bot, language)
        with gr.Row(visible=False, elem_id="yw-editing") as self.editing_row:
            self.editing_note = gr.HTML(f'<p class="yw-notice">{texts.editing}</p>')
            self.cancel = gr.Button(texts.cancel, size="sm", elem_id="yw-cancel", scale=0)
        self._input(language)

    def _input(self, language: Language) -> None:
        texts = TEXTS[language]
        with gr.Row(elem_id="yw-input"):
            self.question = gr.Textbox(
                placeholder=texts.placeholder,
                show_label=False,
                label=texts.placeholder,
                container=False,
                lines=1,
                max_lines=5,
                autofocus=True,
                elem_id="yw-question",
                scale=8,
            )
            self.send = gr.Button(texts.send, elem_id="yw-send", scale=1)
            self.stop = gr.Button(texts.stop, elem_id="yw-stop", scale=1)

    def _connect(self) -> None:
        """Join what is asked, in whatever way, to what is shown."""
        options: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": True}
        asked = self._connect_asking(options)
        self.stop.click(None, js=_UNANSWERED, cancels=asked)
        anew = [*self._shown, self.question]
        self.clear.click(self._clear, inputs=[self.language], outputs=anew, js=_CLEARED, **options)
        self._connect_editing(options)
        self.reader.select(self._show, inputs=[self.conversation, self.language], outputs=[self.reader], **options)
        # not before the answer: it would have to share the time
        moves_on = (*(one.then for one in asked), self.clear.click)
        self.feedback.connect(self.reader, self.conversation, self.language, options, moves_on)
        self.reader.download(self._original, outputs=[self.reader], **options)
        self.history.connect(self.conversation, self.language, options)
        self.scope.connect(self.language, options)
        self.theme.click(None, js=TURN)
        self._connect_language(options)

    def _connect_asking(self, options: dict[str, Any]) -> list[Any]:
        """The events that ask."""
        visitor = [self.conversation, self.language, self.scope.within]
        asks = [self.editing, *visitor, self.history.panel]  # in place of the panel come the questions it keeps
        asked = [
            self._joined(self.question.submit, self._ask, [self.question, *asks], _ASKING_WORDS, options),
            self._joined(self.send.click, self._ask, [self.question, *asks], _ASKING_WORDS, options),
            self._joined(self.reader.retry, self._retry, visitor, _ASKING, options),
            self._joined(self.history.panel.select, self._reopen, [self.language], _ASKING, options),
        ]
        for one in self.examples:
            asked.append(self._joined(one.click, self._ask, [one, *asks], _ASKING_WORDS, options))
        return asked

    @property
    def _shown(self) -> list[Any]:
        """What changes with a conversation, in the order that `_after` gives."""
        state = [self.conversation, self.editing]
        return [self.chat, *state, self.reader, self.examples_box, self.history.panel, self.editing_row]

    def _joined(self, event: Any, answers: Any, inputs: list[Any], asking: str, options: dict[str, Any]) -> Any:
        """An event that asks: the page waits, the answer is shown, the page waits no more."""
        asked = event(answers, inputs=inputs, outputs=self._shown, js=asking, **options)
        asked.success(None, js=_ANSWERED)
        asked.failure(None, js=_UNANSWERED)
        return asked

    def _connect_editing(self, options: dict[str, Any]) -> None:
        edited = [self.question, self.editing, self.editing_row]
        changed = self.reader.edit(self._edit, inputs=[self.conversation], outputs=edited, **options)
        changed.then(None, js='() => { document.querySelector("#yw-question textarea").focus(); }')
        self.cancel.click(lambda: ("", 0, gr.update(visible=False)), outputs=edited, **options)

    def _connect_language(self, options: dict[str, Any]) -> None:
        said = [self.brand, self.clear, self.history.panel, self.theme, self.keys, self.reader, *self._chat_words]
        said += [*self.feedback.components, *self.scope.components]
        inputs = [self.language, self.conversation, self.scope.within]
        self.language.change(self._speak, inputs=inputs, outputs=said, **options)
        self.language.input(None, inputs=[self.language], js=REMEMBER)
        arrived = self.blocks.load(None, outputs=[self.language], js=ARRIVE)
        arrived.then(None, js=_ARRIVED)
        for known in (arrived.then, self.language.input):
            known(self.visitor.show, inputs=[self.language], outputs=[self.visitor.component], **options)
        self.blocks.load(None, js=_PAGE_JS)

    def _ask(
        self,
        question: str,
        editing: int,
        conversation: Conversation,
        chosen: str,
        within: frozenset[str] | None,
        kept: object = None,
    ) -> tuple[Any, ...]:
        if not (question or "").strip():
            return (gr.skip(),) * len(self._shown)
        language = language_of(chosen)
        conversation = asking.gone_on(self.bot, conversation, kept)
        before = conversation.before(editing) if editing else conversation
        return self._after(asking.ask(self.bot, before, question, within), language)

    def _retry(
        self, conversation: Conversation, chosen: str, within: frozenset[str] | None, event: gr.EventData
    ) -> tuple[Any, ...]:
        turn = _turn_of(conversation, event)
        if turn is None or turn is not conversation.turns[-1]:
            return (gr.skip(),) * len(self._shown)
        return self._ask(turn.question, turn.number, conversation, chosen, within)

    def _reopen(self, chosen: str, event: gr.EventData) -> tuple[Any, ...]:
        language = language_of(chosen)
        return self._after(asking.reopened(self.bot, getattr(event, "questions", None)), language)

    def _edit(self, conversation: Conversation, event: gr.EventData) -> tuple[Any, ...]:
        turn = _turn_of(conversation, event)
        if turn is None or turn is not conversation.turns[-1]:
            return gr.skip(), gr.skip(), gr.skip()
        return turn.question, turn.number, gr.update(visible=True)

    def _after(self, after: Conversation, language: Language) -> tuple[Any, ...]:
        """The updates of `_shown`."""
        last = after.turns[-1] if after.turns else None
        shown = showing.articles_of(self.bot, last, language) if last and last.shown else gr.skip()
        empty, hidden = gr.update(visible=not after.turns), gr.update(visible=False)
        kept = self.history.kept(after)
        return showing.transcript(after, language), after, 0, shown, empty, kept, hidden

    def _show(self, conversation: Conversation, chosen: str, event: gr.EventData) -> Any:
        """The articles of an older turn, for a click on one of its citations."""
        turn = _turn_of(conversation, event)
        return showing.articles_of(self.bot, turn, language_of(chosen)) if turn and turn.shown else gr.skip()

    def _original(self, event: gr.EventData) -> Any:
        return gr.update(file=original(self.bot, getattr(event, "article", None)) | {"asked": time.monotonic()})

    def _clear(self, chosen: str) -> tuple[Any, ...]:
        language = language_of(chosen)
        cleared = list(self._after(Conversation(), language))
        cleared[3] = showing.first_article(self.bot, language)
        return *cleared, ""

    @property
    def _chat_words(self) -> list[Any]:
        """What speaks a language in the column of the chat, in the order that `_chat_in` gives."""
        asked = [self.question, self.send, self.stop, self.editing_note, self.cancel]
        return [self.chat, self.presence, self.examples_title, *self.examples, *asked]

    def _speak(self, chosen: str, conversation: Conversation, within: frozenset[str] | None) -> list[Any]:
        language = language_of(chosen)
        texts = TEXTS[language]
        return [
            brand("ask", language),
            gr.update(value=texts.clear),
            gr.update(value=panels.history(language)),
            gr.update(value=texts.theme),
            panels.keys(texts),
            self._reader_in(conversation, language),
            *self._chat_in(conversation, language),
            *self.feedback.words(language),
            *self.scope.words_in(language, within),
        ]

    def _chat_in(self, conversation: Conversation, language: Language) -> list[Any]:
        texts = TEXTS[language]
        told: dict[str, Any] = (
            {"value": showing.transcript(conversation, language)} if conversation.turns else {}
        )  # empty, it stays so
        return [
            gr.update(placeholder=self._welcome(language), **told),
            panels.presence(texts),
            _examples_title(language),
            *(gr.update(**_example(text)) for text in self._examples(language)),
            gr.update(placeholder=texts.placeholder, label=texts.placeholder),
            gr.update(value=texts.send),
            gr.update(value=texts.stop),
            f'<p class="yw-notice">{texts.editing}</p>',
            gr.update(value=texts.cancel),
        ]

    def _reader_in(self, conversation: Conversation, language: Language) -> str:
        turn = next((one for one in reversed(conversation.turns) if one.shown), None)
        return showing.articles_of(self.bot, turn, language) if turn else showing.first_article(self.bot, language)

    def _welcome(self, language: Language) -> str:
        return panels.welcome(TEXTS[language], articles=bool(self.bot.library.article_ids()))

    def _examples(self, language: Language) -> list[str]:
        found = examples(self.bot, language, _EXAMPLES)
        return [*found, *[""] * (_EXAMPLES - len(found))]


def _turn_of(conversation: Conversation, event: gr.EventData) -> Turn | None:
    """The turn that an event of the browser speaks of, if there is such a one."""
    number = getattr(event, "turn", None)
    return conversation.turn(number) if type(number) is int else None


def _example(text: str) -> dict[str, Any]:
    return {"value": text, "visible": bool(text), "size": "sm"}


def _examples_title(language: Language) -> str:
    return f'<p class="yw-examples-title">{TEXTS[language].examples}</p>'
