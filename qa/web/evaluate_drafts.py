"""Drafted questions on the page of evaluation: one at a time is accepted, rejected, asked in other words, or left for later."""

import threading
from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.draft import review
from qa.errors import QAError
from qa.evaluate.testset import DRAFT, Case
from qa.web import evaluate_lists
from qa.web.articles_page import MayEdit
from qa.web.evaluate_texts import EVALUATE
from qa.web.evaluate_words import EvaluateTexts
from qa.web.head import PRIVATE
from qa.web.texts import Language, language_of
from qa.web.trials import Trials
from qa.web.work import without_paths


@dataclass(frozen=True, slots=True)
class Later:
    """The drafts that a visitor left for later, and the one that is shown, by id."""

    names: tuple[str, ...] = ()
    shown: str = ""


class DraftsPanel:
    """The card of one draft. Decisions are written at once, one visitor's after the other's."""

    def __init__(self, trials: Trials, language: Language, may_edit: MayEdit) -> None:
        """Put the panel here."""
        self._trials, self._may_edit, self._writing = trials, may_edit, threading.Lock()
        texts = EVALUATE[language]
        self.later = gr.State(Later())
        self.card = gr.HTML(elem_id="yw-draft", apply_default_css=False)
        with gr.Column(visible=False, elem_id="yw-drafting") as self.deciding:
            self.words = gr.Textbox(
                label=texts.wording, show_label=False, container=False, lines=1, elem_id="yw-wording"
            )
            with gr.Row(elem_id="yw-decide"):
                self.accept, self.reject, self.wait, self.save = (
                    gr.Button(size="sm", elem_id=f"yw-{name}", scale=0)
                    for name in ("accept", "reject", "later", "save")
                )

    @property
    def components(self) -> list[Any]:
        """What `shown` speaks for."""
        return [self.card, self.deciding, self.words, self.accept, self.reject, self.wait, self.save, self.later]

    def connect(self, language: Any) -> None:
        """Connect the buttons; `language` is the component that says which."""
        now: dict[str, Any] = {"outputs": self.components, "queue": False, **PRIVATE}
        inputs = [self.words, self.later, language]
        for button, decide in (
            (self.accept, self._accept),
            (self.reject, self._reject),
            (self.wait, self._wait),
            (self.save, self._save),
        ):
            button.click(decide, inputs, **now)

    def shown(self, language: Language, later: Later, said: str = "") -> list[Any]:
        """The next draft, with what was said of the one before."""
        texts, cases = EVALUATE[language], self._cases()
        waiting = [case for case in cases if case.review == DRAFT]
        left = [case for case in waiting if case.id not in later.names] or waiting
        case = next((one for one in left if one.id == later.shown), left[0] if left else None)
        told = evaluate_lists.message([said]) if said else ""
        card = evaluate_lists.draft(case, review.counts(cases) if cases else None, texts)
        later = Later(later.names if len(left) < len(waiting) or not later.names else (), case.id if case else "")
        buttons = [gr.update(value=words) for words in _words(texts)]
        wording = gr.update(value=case.question if case else "", label=texts.wording)
        return [told + card, gr.update(visible=case is not None), wording, *buttons, later]

    def _cases(self) -> list[Case]:
        try:
            return review.read_drafts(self._trials.drafts) if self._trials.drafts.exists() else []
        except QAError:
            return []

    def _accept(self, words: str, later: Later, chosen: str, request: gr.Request) -> list[Any]:
        return self._decided(words, later, chosen, request, accepted=True)

    def _reject(self, words: str, later: Later, chosen: str, request: gr.Request) -> list[Any]:
        return self._decided(words, later, chosen, request, accepted=False)

    def _wait(self, _words: str, later: Later, chosen: str) -> list[Any]:
        return self.shown(language_of(chosen), Later((*later.names, later.shown)))

    def _save(self, words: str, later: Later, chosen: str, request: gr.Request) -> list[Any]:
        return self._written(words, later, chosen, request, None)

    def _decided(self, words: str, later: Later, chosen: str, request: gr.Request, accepted: bool) -> list[Any]:
        return self._written(words, later, chosen, request, accepted)

    def _written(self, words: str, later: Later, chosen: str, request: gr.Request, accepted: bool | None) -> list[Any]:
        """Keep the wording, and what was decided; what cannot be asked is told, and nothing is written."""
        language = language_of(chosen)
        if not self._may_edit(request):
            return self.shown(language, later, EVALUATE[language].not_allowed)
        try:
            with self._writing:
                if accepted is not False:
                    review.reword(self._trials.drafts, later.shown, words)
                if accepted is not None:
                    names = [later.shown]
                    review.decide(self._trials.drafts, names if accepted else [], [] if accepted else names)
        except QAError as error:
            return self.shown(language, later, without_paths(error)[language == "zh"])
        return self.shown(language, later)


def _words(texts: EvaluateTexts) -> tuple[str, ...]:
    return texts.accept, texts.reject, texts.later, texts.save_words
