"""Under the transcript: was this answer right, and if not, which passage would have been?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Judged:
    """The last opinion of a visitor: on which turn, and the passages that were offered as better ones."""

    turn: int = 0
    offered: tuple[Passage, ...] = ()


class FeedbackPanel:
    """The panel and its handlers. The server knows question and answer itself; the browser only says which turn, and yes or no."""

    def __init__(self, bot: Bot, language: Language) -> None:
        """Lay the panel out, hidden."""
        self._bot = bot
        self._log = FeedbackLog(bot.index)
        texts = TEXTS[language]
        self._judged = gr.State(_Judged())
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
        shown = [self.column, self.choices, self._judged, self.said]
        said = [*shown, conversation]
        source.like(self._opinion, inputs=[self._judged, conversation, language], outputs=said, **options)
        inputs = [self.choices, self._judged, conversation, language]
        self.send.click(self._correct, inputs=inputs, outputs=shown, **options)
        for event in (self.dismiss.click, *moves_on):
            event(self._hidden, inputs=[self._judged], outputs=shown, **options)

    def words(self, language: Language) -> list[Any]:
        """The updates of `components` in another language."""
        texts = TEXTS[language]
        return [gr.update(label=texts.wrong), gr.update(value=texts.send_opinion), gr.update(value=texts.dismiss)]

    @property
    def components(self) -> list[Any]:
        """What speaks a language."""
        return [self.choices, self.send, self.dismiss]

    def _hidden(self, judged: _Judged, said: Any = None) -> tuple[Any, ...]:
        """Nothing is asked; `said` is the line that stays."""
        return gr.update(visible=False), gr.update(choices=[], value=None), judged, said or gr.update(visible=False)

    def _opinion(
        self, judged: _Judged, conversation: Conversation, chosen: str, event: gr.EventData
    ) -> tuple[Any, ...]:
        opinion, language = getattr(event, "opinion", None), language_of(chosen)
        if opinion not in ("good", "bad"):
            return (gr.skip(),) * 5
        place = _place_of(conversation, getattr(event, "turn", None))
        if place is None:
            return *self._hidden(judged), gr.skip()
        turn, good = conversation.turns[place], opinion == "good"
        if turn.opinion != opinion:  # a second click on the same says nothing new
            failed = self._keep(conversation, place, good, language)
            if failed:
                return *self._hidden(judged, failed), gr.skip()
        offered = () if good else tuple(self._offered(conversation, turn))
        judged, after = _Judged(turn.number, offered), conversation.judged(turn.number, opinion)
        if good:
            return *self._hidden(judged, _said(TEXTS[language].thanks)), after
        choices = [(TEXTS[language].none_right, _NOTHING)]
        choices += [(_short(passage.text), str(number)) for number, passage in enumerate(offered)]
        return gr.update(visible=True), gr.update(choices=choices, value=None), judged, gr.update(visible=False), after

    def _correct(self, choice: str | None, judged: _Judged, conversation: Conversation, chosen: str) -> tuple[Any, ...]:
        language, place = language_of(chosen), _place_of(conversation, judged.turn)
        if place is None:
            return self._hidden(judged)
        number = int(choice) if choice and choice.isdecimal() else None
        picked = judged.offered[number] if number is not None and number < len(judged.offered) else None
        failed = None
        if picked or choice == _NOTHING:  # without a choice the opinion was kept already
            failed = self._keep(conversation, place, False, language, picked, choice == _NOTHING)
        return self._hidden(judged, failed or _said(TEXTS[language].thanks))

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
