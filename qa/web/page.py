"""The chat page: the conversation on one side, the article with what is quoted on the other."""

from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import YuanwenError
from qa.bot import Bot
from qa.web import markup
from qa.web.conversation import Conversation, Turn
from qa.web.examples import examples
from qa.web.feedback import FeedbackPanel
from qa.web.head import nav
from qa.web.texts import TEXTS, Language, language_of

_HERE = Path(__file__).parent
CSS = (_HERE / "page.css").read_text(encoding="utf-8")
_READER_JS = (_HERE / "page.js").read_text(encoding="utf-8")
_LANGUAGES = ["中文", "English"]
_EXAMPLES = 4

# The browser's own choice, or what was chosen here before.
_CHOOSE_LANGUAGE = """() => localStorage.getItem("yuanwen-language")
    || ((navigator.language || "").toLowerCase().startsWith("zh") ? "中文" : "English")"""
_REMEMBER_LANGUAGE = '(value) => { localStorage.setItem("yuanwen-language", value); return value; }'
_TURN_THEME = "() => { document.body.classList.toggle('dark'); }"


def page(bot: Bot, language: Language) -> gr.Blocks:
    """The page over a bot; `language` is what it speaks until the browser says otherwise."""
    return _Page(bot, language).blocks


class _Page:
    """Components and their handlers. A visitor's conversation is state on the server."""

    blocks: gr.Blocks

    def __init__(self, bot: Bot, language: Language) -> None:
        self.bot = bot
        texts = TEXTS[language]
        with gr.Blocks(title="原文 Yuanwen", fill_width=True, analytics_enabled=False) as self.blocks:
            self.conversation = gr.State(Conversation())
            with gr.Row(elem_id="yw-head"):
                self.brand = gr.HTML(_brand(language))
                self.language = gr.Radio(
                    _LANGUAGES,
                    value=_LANGUAGES[language == "en"],
                    show_label=False,
                    label="语言 Language",
                    container=False,
                    elem_id="yw-language",
                )
                self.clear = gr.Button(texts.clear, size="sm", elem_id="yw-clear", scale=0)
                self.theme = gr.Button(texts.theme, size="sm", elem_id="yw-theme", scale=0)
            with gr.Row(elem_id="yw-body"):
                self._chat_column(language)
                with gr.Column(scale=6, elem_id="yw-reader-column"):
                    self.reader = gr.HTML(self._first_article(language), elem_id="yw-reader", js_on_load=_READER_JS)
            self._connect()

    def _chat_column(self, language: Language) -> None:
        texts = TEXTS[language]
        with gr.Column(scale=5, elem_id="yw-chat-column"):
            self.chat = gr.Chatbot(
                elem_id="yw-chat",
                show_label=False,
                container=False,
                latex_delimiters=[],
                placeholder=_welcome(language),
                buttons=[],
                feedback_options=None,
                layout="bubble",
                height=None,
            )
            self.feedback = FeedbackPanel(self.bot, language)
            with gr.Column(elem_id="yw-examples-box") as self.examples_box:
                self.examples_title = gr.HTML(f'<p class="yw-examples-title">{texts.examples}</p>')
                with gr.Row(elem_id="yw-examples"):
                    self.examples = [gr.Button(**_example(text)) for text in self._examples(language)]
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

    def _connect(self) -> None:
        shown = [self.chat, self.conversation, self.reader, self.question, self.examples_box]
        options: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": True}
        asked: dict[str, Any] = {"inputs": [self.question, self.conversation, self.language], "outputs": shown}
        self.question.submit(self._ask, **asked, **options)
        self.send.click(self._ask, **asked, **options)
        for button in self.examples:
            button.click(self._ask, inputs=[button, self.conversation, self.language], outputs=shown, **options)
        self.reader.select(self._show, inputs=[self.conversation], outputs=[self.reader], **options)
        moves_on = (self.question.submit, *(one.click for one in (self.send, self.clear, *self.examples)))
        self.feedback.connect(self.reader, self.conversation, self.language, options, moves_on)
        self.clear.click(self._clear, inputs=[self.language], outputs=shown, **options)
        self.theme.click(None, js=_TURN_THEME)
        said = [self.brand, self.theme, self.chat, self.examples_title, *self.examples, self.question, self.send]
        said += [self.clear, self.reader, *self.feedback.components]
        inputs = [self.language, self.conversation]
        self.language.change(self._speak, inputs=inputs, outputs=said, **options)
        self.language.input(None, inputs=[self.language], js=_REMEMBER_LANGUAGE)
        self.blocks.load(None, outputs=[self.language], js=_CHOOSE_LANGUAGE)

    def _ask(self, question: str, conversation: Conversation, chosen: str) -> tuple[Any, ...]:
        language = language_of(chosen)
        if not (question or "").strip():
            return (gr.skip(),) * 5
        try:
            answer = self.bot.ask(question, conversation.history())
            after = conversation.with_turn(question, answer)
        except YuanwenError as error:
            after = conversation.with_turn(question[:200], None, error.message(language))
        turn = after.turns[-1]
        panel = self._reader(turn) if turn.shown else gr.skip()
        return self._transcript(after, language), after, panel, "", gr.update(visible=False)

    def _show(self, conversation: Conversation, event: gr.EventData) -> Any:
        """The article of an older turn, for a click on one of its citations."""
        number = getattr(event, "turn", None) if getattr(event, "opinion", None) is None else None
        turn = conversation.turn(number) if isinstance(number, int) else None
        return self._reader(turn) if turn and turn.shown else gr.skip()

    def _clear(self, chosen: str) -> tuple[Any, ...]:
        return [], Conversation(), self._first_article(language_of(chosen)), "", gr.update(visible=True)

    def _speak(self, chosen: str, conversation: Conversation) -> list[Any]:
        language = language_of(chosen)
        texts = TEXTS[language]
        wanted = self._examples(language)
        reader = gr.skip() if conversation.turns else self._first_article(language)
        return [
            _brand(language),
            gr.update(value=texts.theme),
            gr.update(value=self._transcript(conversation, language), placeholder=_welcome(language)),
            f'<p class="yw-examples-title">{texts.examples}</p>',
            *(gr.update(**_example(text)) for text in wanted),
            gr.update(placeholder=texts.placeholder, label=texts.placeholder),
            gr.update(value=texts.send),
            gr.update(value=texts.clear),
            reader,
            *self.feedback.words(language),
        ]

    def _transcript(self, conversation: Conversation, language: Language) -> list[dict[str, str]]:
        messages = []
        for turn in conversation.turns:
            messages.append({"role": "user", "content": markup.user_message(turn.question)})
            messages.append({"role": "assistant", "content": _said(turn, language)})
        return messages

    def _reader(self, turn: Turn) -> str:
        found = []
        for name in dict.fromkeys(quote.article for quote in turn.shown):
            try:
                found.append(self.bot.article(name))
            except KeyError:  # removed since the question was answered
                continue
        held = {article.id: article.hash for article in found}
        # an article that has changed since may hold other characters at these places
        still = [quote for quote in turn.shown if held.get(quote.article) == quote.article_hash]
        related = turn.answer is not None and not turn.answer.answered
        return markup.reader(found, still, turn.number, related)

    def _first_article(self, language: Language) -> str:
        names = self.bot.library.article_ids()
        if not names:
            return markup.reader_empty(TEXTS[language])
        return markup.reader([self.bot.article(names[0])], (), 0, related=False)

    def _examples(self, language: Language) -> list[str]:
        found = examples(self.bot, language, _EXAMPLES)
        return [*found, *[""] * (_EXAMPLES - len(found))]


def _said(turn: Turn, language: Language) -> str:
    if turn.answer is None:
        return markup.error_message(turn.refusal)
    return markup.answer_message(turn.answer, turn.number, TEXTS[language], language)


def _example(text: str) -> dict[str, Any]:
    return {"value": text, "visible": bool(text), "size": "sm"}


def _brand(language: Language) -> str:
    tagline = TEXTS[language].tagline
    names = f'<div><strong>原文 Yuanwen</strong><span class="yw-tag">{tagline}</span></div>'
    return f'<div class="yw-brand"><span class="yw-seal">原</span>{names}{nav("ask", language)}</div>'


def _welcome(language: Language) -> str:
    texts = TEXTS[language]
    return f'<div class="yw-welcome"><h2>{texts.empty_title}</h2><p>{texts.empty_text}</p></div>'
