"""Taking away what is not wanted any more: the opened run, the chosen test set of one's own; and back again."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gradio as gr

from corpus.errors import YuanwenError
from qa.web.articles_page import MayEdit
from qa.web.discarded import Kept
from qa.web.evaluate_lists import run_title
from qa.web.evaluate_look import Look
from qa.web.evaluate_texts import EVALUATE
from qa.web.evaluate_words import EvaluateTexts
from qa.web.head import PRIVATE
from qa.web.texts import Language, language_of
from qa.web.trials import Trials
from qa.web.work import Desk, without_paths

#: Shows the page with what is looked at, the test set that is chosen, and what is said of what was just done.
Show = Callable[[Look, Language, str | None, gr.Request, str], list[Any]]


class TidyPanel:
    """The buttons, each there only while it can do something: none while work is done, which may need what they take."""

    def __init__(self, trials: Trials, desk: Desk, language: Language, may_edit: MayEdit) -> None:
        """Put them here."""
        self._trials, self._desk, self._may_edit = trials, desk, may_edit
        texts = EVALUATE[language]
        with gr.Row(elem_id="yw-tidy", visible=False) as self.row:
            self.run = gr.Button(texts.remove_run, size="sm", elem_id="yw-remove-run", scale=0, visible=False)
            self.testset = gr.Button(texts.remove_set, size="sm", elem_id="yw-remove-set", scale=0, visible=False)
            self.undo = gr.Button(texts.undo, size="sm", elem_id="yw-undo", scale=0, visible=False)

    @property
    def of_look(self) -> list[Any]:
        """What `for_look` speaks for."""
        return [self.row, self.run, self.undo]

    def connect(self, state: list[Any], outputs: list[Any], show: Show) -> None:
        """Connect the buttons; `state` is what is looked at, the language, and the chosen test set, and `show` fills the outputs."""
        self._show = show
        for button, act in ((self.run, self._remove_run), (self.testset, self._remove_set), (self.undo, self._undo)):
            button.click(act, state, outputs, queue=False, **PRIVATE)

    def for_look(self, look: Look, language: Language, request: gr.Request) -> list[Any]:
        """The buttons for the opened run and for what was taken away last, for whoever may."""
        texts = EVALUATE[language]
        return [
            gr.update(visible=self._may_edit(request) and not self._desk.standing.running),
            gr.update(value=texts.remove_run, visible=self._trials.run(look.run) is not None),
            gr.update(value=texts.undo, visible=not self._trials.discarded.empty),
        ]

    def for_testset(self, testset: str | None, language: Language) -> Any:
        """The button for the chosen test set."""
        return gr.update(value=EVALUATE[language].remove_set, visible=self._trials.is_own(testset))

    def _remove_run(self, look: Look, chosen: str, testset: str | None, request: gr.Request) -> list[Any]:
        return self._remove(Kept("runs", look.run), look, chosen, testset, request)

    def _remove_set(self, look: Look, chosen: str, testset: str | None, request: gr.Request) -> list[Any]:
        return self._remove(Kept("testsets", testset or ""), look, chosen, testset, request)

    def _remove(self, kept: Kept, look: Look, chosen: str, testset: str | None, request: gr.Request) -> list[Any]:
        language = language_of(chosen)
        texts, title = EVALUATE[language], self._title(kept)
        said = self._refusal(texts, request)
        if not said:
            try:
                said = texts.removed.format(name=title) if self._trials.remove(kept) else texts.gone
                look = replace(look, run="", baseline="") if kept.folder == "runs" else look
            except YuanwenError as error:
                said = without_paths(error)[language == "zh"]
        return self._show(look, language, testset, request, said)

    def _undo(self, look: Look, chosen: str, testset: str | None, request: gr.Request) -> list[Any]:
        """Bring back what was taken away last; a run is opened again, a test set chosen."""
        language = language_of(chosen)
        texts = EVALUATE[language]
        said = self._refusal(texts, request)
        if not said:
            try:
                look, testset, said = self._restored(look, testset, texts)
            except YuanwenError as error:
                said = without_paths(error)[language == "zh"]
        return self._show(look, language, testset, request, said)

    def _restored(self, look: Look, testset: str | None, texts: EvaluateTexts) -> tuple[Look, str | None, str]:
        found = self._trials.discarded.bring_back()
        if found is None:
            return look, testset, texts.gone
        was, now = found
        said = (texts.restored if was == now else texts.restored_as).format(name=self._title(now))
        if now.folder == "runs":
            return replace(look, run=now.name, baseline=""), testset, said
        return look, now.name, said

    def _refusal(self, texts: EvaluateTexts, request: gr.Request) -> str:
        if not self._may_edit(request):
            return texts.not_allowed
        return texts.busy if self._desk.standing.running else ""

    def _title(self, kept: Kept) -> str:
        """As the lists call it."""
        run = self._trials.run(kept.name) if kept.folder == "runs" else None
        return run_title(run) if run else kept.name
