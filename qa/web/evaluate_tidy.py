"""Taking away what is not wanted any more: the opened run, the chosen test set of one's own; and back again."""

from dataclasses import replace
from typing import Any

import gradio as gr

from qa.web.evaluate_look import Look
from qa.web.evaluate_texts import EVALUATE
from qa.web.texts import Language
from qa.web.trials import Kept, Trials


class TidyPanel:
    """The buttons, each there only while it can do something."""

    def __init__(self, trials: Trials, language: Language) -> None:
        """Put them here."""
        self._trials = trials
        texts = EVALUATE[language]
        with gr.Row(elem_id="yw-tidy"):
            self.run = gr.Button(texts.remove_run, size="sm", elem_id="yw-remove-run", scale=0, visible=False)
            self.testset = gr.Button(texts.remove_set, size="sm", elem_id="yw-remove-set", scale=0, visible=False)
            self.undo = gr.Button(texts.undo, size="sm", elem_id="yw-undo", scale=0, visible=False)

    @property
    def of_look(self) -> list[Any]:
        """What `for_look` speaks for."""
        return [self.run, self.undo]

    def for_look(self, look: Look, language: Language, editable: bool) -> list[Any]:
        """The buttons for the opened run and for what was taken away last, for whoever may."""
        texts = EVALUATE[language]
        return [
            gr.update(value=texts.remove_run, visible=bool(look.run) and editable),
            gr.update(value=texts.undo, visible=look.removed is not None and editable),
        ]

    def for_testset(self, testset: str | None, language: Language, editable: bool) -> Any:
        """The button for the chosen test set, for whoever may."""
        return gr.update(value=EVALUATE[language].remove_set, visible=self._trials.is_own(testset) and editable)

    def remove(self, kept: Kept, look: Look, language: Language) -> tuple[Look, str]:
        """Take a run or a test set away: what is looked at then, and what to say; nothing where there was none such."""
        if not self._trials.remove(kept):
            return look, ""
        said = EVALUATE[language].removed.format(name=kept.name)
        if kept.folder == "runs":
            return replace(look, run="", baseline="", removed=kept), said
        return replace(look, removed=kept), said

    def restore(self, look: Look, language: Language) -> tuple[Look, str]:
        """Bring back what was taken away last; a run is opened again."""
        texts, kept = EVALUATE[language], look.removed
        if kept is None:
            return look, ""
        look = replace(look, removed=None)
        if not self._trials.restore(kept):
            return look, texts.not_restored.format(name=kept.name)
        look = replace(look, run=kept.name) if kept.folder == "runs" else look
        return look, texts.restored.format(name=kept.name)
