"""Under the transcript: was this answer right, and if not, which passage would have been?"""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from corpus.errors import YuanwenError
from qa.bot import Bot
from qa.feedback import FeedbackLog, Opinion, Passage
from qa.web import markup
from qa.web.conversation import Conversation, Turn
from qa.web.texts import TEXTS, Language, language_of

_MOST = 6  # passages to choose from
_LONGEST = 90  # characters of one that are shown
_NOTHING = "nothing"


class FeedbackPanel:
    """The panel and its handlers. The server knows question and answer itself; the browser only says which turn, and yes or no."""

    def __init__(self, bot: Bot, language: Language) -> None:
        """Lay the panel out, hidden."""
        self._bot = bot
        self._log = FeedbackLog(bot.index)
        texts = TEXTS[language]
        self._turn = gr.State(0)
        with gr.Column(visible=False, elem_id="yw-feedback") as self.column:
            self.choices = gr.Radio([], label=texts.wrong, elem_id="yw-feedback-choices")
            with gr.Row():
                self.send = gr.Button(texts.send_opinion, size="sm", elem_id="yw-feedback-send")
                self.dismiss = gr.Button(texts.dismiss, size="sm", elem_id="yw-feedback-dismiss")
        self.said = gr.HTML("", visible=False, elem_id="yw-feedback-said")

    def connect(
        self,
        source: gr.HTML,
        conversation: gr.State,
        language: gr.Radio,
        options: dict[str, Any],
        moves_on: Sequence[Callable[..., Any]],
    ) -> None:
        """Join the panel to the page; `source` sends an event when an answer is judged, the events of `moves_on` hide it."""
        shown = [self.column, self.choices, self._turn, self.said]
        source.select(self._opinion, inputs=[conversation, language], outputs=shown, **options)
        inputs = [self.choices, self._turn, conversation, language]
        self.send.click(self._correct, inputs=inputs, outputs=shown, **options)
        for event in (self.dismiss.click, *moves_on):
            event(self.hidden, outputs=shown, **options)

    def words(self, language: Language) -> list[Any]:
        """The updates of `components` in another language."""
        texts = TEXTS[language]
        return [gr.update(label=texts.wrong), gr.update(value=texts.send_opinion), gr.update(value=texts.dismiss)]

    @property
    def components(self) -> list[Any]:
        """What speaks a language."""
        return [self.choices, self.send, self.dismiss]

    def hidden(self) -> tuple[Any, ...]:
        """Nothing is asked."""
        return gr.update(visible=False), gr.update(choices=[], value=None), 0, gr.update(visible=False)

    def _opinion(self, conversation: Conversation, chosen: str, event: gr.EventData) -> tuple[Any, ...]:
        opinion, language = getattr(event, "opinion", None), language_of(chosen)
        if opinion not in ("good", "bad"):
            return (gr.skip(),) * 4  # a citation was clicked
        place = _place_of(conversation, getattr(event, "turn", None))
        if place is None:
            return self.hidden()
        good = opinion == "good"
        turn = conversation.turns[place]
        said = self._keep(conversation, place, good, language)
        if good or said:
            return gr.update(visible=False), gr.update(choices=[], value=None), 0, said or _said(TEXTS[language].thanks)
        offered = [(TEXTS[language].none_right, _NOTHING)]
        passages = self._offered(conversation, turn)
        offered += [(_short(passage.text), str(number)) for number, passage in enumerate(passages)]
        return gr.update(visible=True), gr.update(choices=offered, value=None), turn.number, gr.update(visible=False)

    def _correct(self, choice: str | None, number: int, conversation: Conversation, chosen: str) -> tuple[Any, ...]:
        language = language_of(chosen)
        place = _place_of(conversation, number)
        if place is None:
            return self.hidden()
        offered = self._offered(conversation, conversation.turns[place])
        picked = offered[int(choice)] if choice and choice.isdecimal() and int(choice) < len(offered) else None
        said = self._keep(conversation, place, False, language, picked, choice == _NOTHING)
        hidden = gr.update(visible=False), gr.update(choices=[], value=None), 0
        return *hidden, said or _said(TEXTS[language].thanks)

    def _keep(
        self,
        conversation: Conversation,
        place: int,
        good: bool,
        language: Language,
        correction: Passage | None = None,
        nothing: bool = False,
    ) -> Any:
        """Keep an opinion; what to say when that fails."""
        answer = conversation.turns[place].answer
        if answer is None:
            return None
        try:
            self._log.add(Opinion.on(answer, _before(conversation, place), good, correction, nothing))
        except YuanwenError:  # its message names files, which are nothing for visitors
            return _said(TEXTS[language].not_kept)
        return None

    def _offered(self, conversation: Conversation, turn: Turn) -> list[Passage]:
        """What was shown, then the passages that fit best, each once."""
        if turn.answer is None:
            return []
        found = [Passage.of(quote) for quote in turn.shown]
        history = _before(conversation, conversation.turns.index(turn))
        for hit in self._bot.search(turn.question, _MOST, history):
            if not any(hit["article"] == one.article and hit["start"] <= one.start < hit["end"] for one in found):
                found.append(Passage(hit["article"], hit["start"], hit["end"], hit["text"]))
        return found[:_MOST]


def _before(conversation: Conversation, place: int) -> list[str]:
    return [turn.question for turn in conversation.turns[:place] if turn.answer is not None]


def _place_of(conversation: Conversation, number: Any) -> int | None:
    """Where the turn of this number stands, if it is still remembered and was answered or refused."""
    turns = conversation.turns
    return next(
        (
            n
            for n, turn in enumerate(turns)
            if type(number) is int and turn.number == number and turn.answer is not None
        ),
        None,
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST] + "…"


def _said(text: str) -> Any:
    return gr.update(value=markup.notice(text), visible=True)
