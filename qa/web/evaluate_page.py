"""The page of evaluation: test sets are chosen, checked and run on one side, what came of it is on the other."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import YuanwenError
from qa.bot import Bot
from qa.evaluate.run import Run
from qa.evaluate.score import by_group
from qa.evaluate.testset import examine
from qa.settings import Settings
from qa.web import evaluate_lists, evaluate_markup, trials
from qa.web.articles_page import MayEdit
from qa.web.cleaning import clean, text
from qa.web.evaluate_drafts import DraftsPanel, Later
from qa.web.evaluate_look import Look
from qa.web.evaluate_markup import FAILURES, Choice
from qa.web.evaluate_texts import EVALUATE
from qa.web.evaluate_tidy import TidyPanel
from qa.web.evaluate_words import EvaluateTexts
from qa.web.head import PRIVATE, Head
from qa.web.texts import Language, language_of
from qa.web.work import Desk, without_paths

_TICK = 1.0  # seconds between two looks at work
_HERE = Path(__file__).parent
_JS = (_HERE / "evaluate.js").read_text(encoding="utf-8")
# A text whose first line is the name of the file that it becomes, made on the visitor's side.
_DOWNLOAD = """(kept) => {
    const end = (kept || "").indexOf("\\n");
    if (end < 1) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([kept.slice(end + 1)], { type: "text/plain;charset=utf-8" }));
    link.download = kept.slice(0, end);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000); }"""


class EvaluatePage:
    """Components and their handlers. What a visitor looks at is state on the server; work is shared by all."""

    def __init__(self, blocks: gr.Blocks, bot: Bot, chosen: Settings, language: Language, may_edit: MayEdit) -> None:
        """Put the page here, within its route."""
        self.bot, self.chosen, self.may_edit = bot, chosen, may_edit
        self.trials, self.desk = trials.Trials(chosen), Desk()
        texts = EVALUATE[language]
        self.head = Head("evaluate", language)
        self.look = gr.State(Look())
        self.timer = gr.Timer(_TICK, active=False)
        with gr.Row(elem_id="yw-body", elem_classes="yw-shelf"):
            with gr.Column(scale=5, elem_id="yw-list-column"):
                self._testsets(texts)
                self.progress = gr.HTML(elem_id="yw-progress", apply_default_css=False)
                self.runs_title = gr.HTML(_title(texts.runs), apply_default_css=False)
                self.runs = gr.HTML(elem_id="yw-runs", js_on_load=_JS, apply_default_css=False)
                self.tidy = TidyPanel(self.trials, self.desk, language, may_edit)
                with gr.Column(visible=False, elem_id="yw-drafts") as self.drafting:
                    with gr.Row(elem_id="yw-drafts-head"):
                        self.drafts_title = gr.HTML(_title(texts.drafts), apply_default_css=False)
                        self.draft = gr.Button(texts.draft, size="sm", elem_id="yw-make-drafts", scale=0)
                    self.drafts = DraftsPanel(self.trials, language, may_edit)
            with gr.Column(scale=7, elem_id="yw-marks"):
                self._results(texts)
        self._connect(blocks)

    def _testsets(self, texts: EvaluateTexts) -> None:
        with gr.Column(visible=False, elem_id="yw-shelving") as self.editing:
            self.sets_title = gr.HTML(_title(texts.testsets), apply_default_css=False)
            names = list(self.trials.named())
            self.testset = gr.Radio(
                names, value=names[0] if names else None, label=texts.testsets, show_label=False, elem_id="yw-testset"
            )
            with gr.Row(elem_id="yw-tools"):
                self.run = gr.Button(texts.run, size="sm", elem_id="yw-run", scale=0)
                self.stop = gr.Button(texts.stop, size="sm", elem_id="yw-halt", scale=0, visible=False)
                self.check = gr.Button(texts.check, size="sm", elem_id="yw-check", scale=0)
                self.upload = gr.UploadButton(texts.upload, size="sm", elem_id="yw-upload", scale=0)

    def _results(self, texts: EvaluateTexts) -> None:
        self.title = gr.HTML(evaluate_markup.welcome(texts), apply_default_css=False)
        with gr.Row(visible=False, elem_id="yw-downloads") as self.downloads:
            self.html = gr.Button(texts.html, size="sm", elem_id="yw-report-html", scale=0)
            self.markdown = gr.Button(texts.markdown, size="sm", elem_id="yw-report-md", scale=0)
        self.body = gr.HTML(elem_id="yw-report", apply_default_css=False)
        self.file = gr.Textbox(visible="hidden", elem_id="yw-report-file", label="report", show_label=False)

    def _connect(self, blocks: gr.Blocks) -> None:
        now: dict[str, Any] = {"queue": False, **PRIVATE}
        state = [self.look, self.head.language]
        self.standing = [self.progress, self.runs, self.stop, self.timer]
        self.opened = [self.title, self.downloads, self.body, self.look, *self.tidy.of_look]
        shown = [*self.standing, *self.opened]
        spoken = [
            *self.head.components,
            *self._labels(),
            *shown,
            self.testset,
            *self.drafts.components,
            self.tidy.testset,
        ]
        self.head.connect(blocks, self._speak, [self.look, self.testset, self.drafts.later], spoken)
        self.runs.select(self._select, state, shown, **now)
        ticked = [*shown, self.testset, *self.drafts.components]
        self.timer.tick(self._tick, [*state, self.testset, self.drafts.later], ticked, **now)
        self.run.click(self._run, [self.testset, *state], shown, **now)
        self.draft.click(self._draft, state, shown, **now)
        self.stop.click(self._stop, state, shown, **now)
        self.check.click(self._check, [self.testset, self.head.language], [self.progress], **now)
        self.upload.upload(self._upload, [self.upload, self.head.language], [self.progress, self.testset], **now)
        self.tidy.connect([*state, self.testset], [*shown, self.testset], self._tidied)
        self.testset.change(self._own, [self.testset, self.head.language], [self.tidy.testset], **now)
        for button, make in ((self.html, self._html), (self.markdown, self._markdown)):
            button.click(make, state, [self.file], **now).then(None, inputs=[self.file], js=_DOWNLOAD)
        self.drafts.connect(self.head.language)

    def _labels(self) -> list[Any]:
        titles = [self.sets_title, self.runs_title, self.drafts_title]
        buttons = [self.run, self.check, self.upload, self.draft, self.html, self.markdown]
        return [*titles, *buttons, self.editing, self.drafting]

    def _speak(self, chosen: str, look: Look, testset: str | None, later: Later, request: gr.Request) -> list[Any]:
        language = language_of(chosen)
        texts = EVALUATE[language]
        editing = gr.update(visible=self.may_edit(request))
        buttons = (texts.run, texts.check, texts.upload, texts.draft, texts.html, texts.markdown)
        return [
            *self.head.words(language),
            *(_title(words) for words in (texts.testsets, texts.runs, texts.drafts)),
            *(gr.update(label=words) if words == texts.upload else gr.update(value=words) for words in buttons),
            editing,
            editing,
            *self._everything(look, language, request),
            self._named(testset),
            *self.drafts.shown(language, later),
            self._own(testset, chosen),
        ]

    def _named(self, chosen: str | None) -> Any:
        names = list(self.trials.named())
        return gr.update(choices=names, value=chosen if chosen in names else next(iter(names), None))

    def _everything(self, look: Look, language: Language, request: gr.Request, said: Sequence[str] = ()) -> list[Any]:
        standing = self.desk.standing
        look = replace(look, watched=standing.number) if standing.running else look
        told = evaluate_lists.message(said) if said else ""
        if not said and look.watched == standing.number:
            told = evaluate_lists.progress(standing, EVALUATE[language], language)
        opened = self._opened(look, language)
        runs = evaluate_lists.runs_table(self.trials.listed(), look.run, look.baseline, EVALUATE[language])
        stop = gr.update(value=EVALUATE[language].stop, visible=standing.running and self.may_edit(request))
        tidy = self.tidy.for_look(look, language, request)
        return [told, runs, stop, gr.update(active=standing.running), *opened, *tidy]

    def _opened(self, look: Look, language: Language) -> list[Any]:
        """The run that is opened, with what it is compared with."""
        texts, run = EVALUATE[language], self.trials.run(look.run) if look.run else None
        if run is None:
            told = evaluate_lists.message([texts.unreadable]) if look.run else evaluate_markup.welcome(texts)
            return [told, gr.update(visible=False), "", look]
        base = self.trials.run(look.baseline) if look.baseline else None
        compared = evaluate_lists.comparison(base, run, texts, language) if base else ""
        body = compared + _drawn(look.run, run.about["made"], look.choice.kind, language, self.trials)
        body += evaluate_markup.failures(run, look.choice, self.trials.histories(run), texts)
        return [evaluate_markup.run_head(run, texts), gr.update(visible=True), body, look]

    def _select(self, look: Look, chosen: str, request: gr.Request, event: gr.EventData) -> list[Any]:
        """A click on a link of the results or of the list of runs."""
        verb, value = str(getattr(event, "verb", "")), str(getattr(event, "value", ""))[:6]
        number = int(value) if value.isdecimal() else -1
        listed = self.trials.listed()
        if verb == "open" and 0 <= number < len(listed):
            look = replace(look, run=listed[number].name, baseline="", choice=Choice())
        elif verb == "against":
            look = replace(look, baseline=listed[number].name if 0 <= number < len(listed) else "")
        elif verb in ("kind", "screen"):
            look = replace(look, choice=self._choice(look, verb, number))
        return self._everything(look, language_of(chosen), request)

    def _choice(self, look: Look, verb: str, number: int) -> Choice:
        """The failures that were asked for, of those that there are."""
        run = self.trials.run(look.run)
        if run is None:
            return Choice()
        if verb == "kind":
            kinds = list(by_group(run.outcomes))
            return Choice(kinds[number] if 0 <= number < len(kinds) else "")
        last = max(0, len(evaluate_markup.failed(run, look.choice.kind)) - 1) // FAILURES
        return replace(look.choice, screen=max(0, min(number, last)))

    def _tick(self, look: Look, chosen: str, testset: str | None, later: Later, request: gr.Request) -> list[Any]:
        language, standing = language_of(chosen), self.desk.standing
        if standing.running:
            told = evaluate_lists.progress(standing, EVALUATE[language], language)
            return [told, *[gr.skip()] * (len(self.standing) + len(self.opened) + len(self.drafts.components))]
        if standing.kind == "run" and standing.result:
            look = replace(look, run=standing.result, baseline="", choice=Choice())
        return [*self._everything(look, language, request), self._named(testset), *self.drafts.shown(language, later)]

    def _run(self, testset: str | None, look: Look, chosen: str, request: gr.Request) -> list[Any]:
        path = self.trials.named().get(testset or "")
        if path is None:
            return self._everything(look, language_of(chosen), request, [EVALUATE[language_of(chosen)].choose])
        return self._start("run", look, chosen, request, trials.run_tests, path)

    def _draft(self, look: Look, chosen: str, request: gr.Request) -> list[Any]:
        return self._start("draft", look, chosen, request, trials.draft_questions)

    def _stop(self, look: Look, chosen: str, request: gr.Request) -> list[Any]:
        if self.may_edit(request):
            self.desk.stop()
        return self._everything(look, language_of(chosen), request)

    def _tidied(self, look: Look, language: Language, chosen: str | None, request: gr.Request, said: str) -> list[Any]:
        return [*self._everything(look, language, request, [said]), self._named(chosen)]

    def _own(self, testset: str | None, chosen: str) -> Any:
        return self.tidy.for_testset(testset, language_of(chosen))

    def _start(self, kind: str, look: Look, chosen: str, request: gr.Request, work: Any, *arguments: Any) -> list[Any]:
        language = language_of(chosen)
        if not self.may_edit(request):
            return self._everything(look, language, request, [EVALUATE[language].not_allowed])
        begun = self.desk.start(kind, work, self.chosen, *arguments)
        look = replace(look, watched=self.desk.standing.number) if begun else look
        return self._everything(look, language, request, [] if begun else [EVALUATE[language].busy])

    def _check(self, testset: str | None, chosen: str, request: gr.Request) -> str:
        language, path = language_of(chosen), self.trials.named().get(testset or "")
        texts = EVALUATE[language]
        if path is None or not self.may_edit(request):
            return evaluate_lists.message([texts.choose if path is None else texts.not_allowed])
        try:
            return evaluate_lists.message(evaluate_lists.checked(path.name, trials.check(self.bot, path), language))
        except YuanwenError as error:
            return evaluate_lists.message([without_paths(error)[language == "zh"]])

    def _upload(self, file: str | None, chosen: str, request: gr.Request) -> list[Any]:
        language = language_of(chosen)
        if file is None or not self.may_edit(request):
            return [evaluate_lists.message([EVALUATE[language].not_allowed]), gr.skip()]
        lines, name = self._kept(Path(file), language)
        with suppress(OSError):
            Path(file).unlink()
        return [evaluate_lists.message(lines), self._named(name) if name else gr.skip()]

    def _kept(self, upload: Path, language: Language) -> tuple[list[str], str]:
        """What became of an upload, in lines, and its name where it was kept."""
        texts = EVALUATE[language]
        if upload.suffix.lower() not in trials.SUFFIXES:
            return [texts.bad_suffix.format(name=upload.name)], ""
        if upload.stat().st_size > trials.MEGABYTES * 2**20:
            return [texts.too_large.format(name=upload.name, megabytes=trials.MEGABYTES)], ""
        try:
            cases, problems = examine(upload)
        except YuanwenError as error:
            return [without_paths(error)[language == "zh"]], ""
        if problems:
            said = trials.Checked(len(cases), tuple(problems))
            return evaluate_lists.checked(texts.not_kept.format(name=upload.name), said, language), ""
        name = self.trials.keep(upload)
        return [texts.kept.format(name=name, questions=len(cases))], name

    def _html(self, look: Look, chosen: str) -> str:
        return self._report(look, chosen, markdown=False)

    def _markdown(self, look: Look, chosen: str) -> str:
        return self._report(look, chosen, markdown=True)

    def _report(self, look: Look, chosen: str, markdown: bool) -> str:
        """The name of a report, and the report."""
        from qa.evaluate.report import render

        run = self.trials.run(look.run) if look.run else None
        if run is None:
            return ""
        return f"{Path(look.run).stem}.{'md' if markdown else 'html'}\n" + _rendered(
            run, language_of(chosen), markdown, render
        )


def _rendered(run: Run, language: Language, markdown: bool, render: Any) -> str:
    with evaluate_markup.DRAWING:
        return str(render(run, language, markdown))


@lru_cache(maxsize=32)
def _drawn(name: str, _made: str, kind: str, language: Language, kept: trials.Trials) -> str:
    """The plots of a run, drawn once."""
    run = kept.run(name)
    return evaluate_markup.plots(run, Choice(kind), EVALUATE[language]) if run else ""


def _title(words: str) -> str:
    return clean(f'<h2 class="yw-part-title">{text(words)}</h2>')
