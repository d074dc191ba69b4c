"""The control that says which articles are asked."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from qa.bot import Bot
from qa.web.scope import Entry, Wanted, entries, folders, matching
from qa.web.texts import TEXTS, Language, Texts, language_of

_MOST_LISTED = 60
_MOST_FOLDERS = 12


class ScopePanel:
    """A line over the question that folds out. What is chosen is state on the server, and only names of articles count."""

    def __init__(self, bot: Bot, language: Language) -> None:
        """Lay the panel out, folded up; it is not shown for a single article."""
        self._bot = bot
        texts, listed = TEXTS[language], entries(bot)
        self.within = gr.State(None)
        self.fold = gr.Accordion(
            _label(texts, None, len(listed)), open=False, visible=len(listed) > 1, elem_id="yw-scope"
        )
        with self.fold:
            with gr.Row(elem_id="yw-scope-fields"):
                self.words = gr.Textbox(label=texts.scope_words, placeholder=texts.scope_hint, max_length=200)
                self.since = gr.Textbox(label=texts.scope_since, placeholder="2024-01", max_length=20, min_width=90)
                self.until = gr.Textbox(label=texts.scope_until, placeholder="2024-12", max_length=20, min_width=90)
                self.reset = gr.Button(texts.scope_reset, size="sm", elem_id="yw-scope-reset", scale=0)
            self.folder = gr.Radio(**_folders(texts, listed), label=texts.scope_folder, elem_id="yw-scope-folder")
            self.chosen = gr.CheckboxGroup(_choices(listed), label=texts.scope_choose, elem_id="yw-scope-articles")
            self.more = gr.HTML(_more(texts, len(listed)), elem_id="yw-scope-more")

    @property
    def components(self) -> list[Any]:
        """What speaks a language, or depends on the articles there are."""
        fields = [self.words, self.since, self.until, self.folder, self.chosen]
        return [self.fold, *fields, self.more, self.reset]

    def connect(self, language: gr.Radio, options: dict[str, Any]) -> None:
        """Join the fields to what is chosen."""
        fields = [self.words, self.folder, self.since, self.until]
        inputs = [*fields, self.chosen, language]
        shown = [self.within, self.fold, self.chosen, self.more]
        typed = (self.words.change, self.since.change, self.until.change)
        for event in (*typed, self.folder.input, self.chosen.input):
            event(self._narrowed, inputs=inputs, outputs=shown, trigger_mode="always_last", **options)
        self.reset.click(self._reset, inputs=[language], outputs=[*shown, *fields], **options)

    def words_in(self, language: Language, within: frozenset[str] | None) -> list[Any]:
        """The updates of `components` in a language, over the articles that there are now."""
        texts, listed = TEXTS[language], entries(self._bot)
        return [
            gr.update(label=_label(texts, within, len(listed)), visible=len(listed) > 1),
            gr.update(label=texts.scope_words, placeholder=texts.scope_hint),
            gr.update(label=texts.scope_since),
            gr.update(label=texts.scope_until),
            gr.update(label=texts.scope_folder, choices=_folders(texts, listed)["choices"]),
            gr.update(label=texts.scope_choose),
            _more(texts, len(listed)),
            gr.update(value=texts.scope_reset),
        ]

    def _narrowed(
        self, words: str, folder: str, since: str, until: str, chosen: list[str], language: str
    ) -> tuple[Any, ...]:
        texts, listed = TEXTS[language_of(language)], entries(self._bot)
        wanted = Wanted(words or "", folder or "", since or "", until or "")
        found = matching(listed, wanted)
        ticked = [one for one in listed if one.id in set(chosen or ())]
        within = None if wanted.all else frozenset(one.id for one in found)
        if ticked:
            within = frozenset(one.id for one in ticked)
        met = {one.id for one in (*ticked, *found)}
        offered = [one for one in listed if one.id in met]  # in their order: nothing moves under the pointer
        choices = gr.update(choices=_choices(offered, ticked), value=[one.id for one in ticked])
        return within, gr.update(label=_label(texts, within, len(listed))), choices, _more(texts, len(offered))

    def _reset(self, language: str) -> tuple[Any, ...]:
        texts, listed = TEXTS[language_of(language)], entries(self._bot)
        choices = gr.update(choices=_choices(listed), value=[])
        label = gr.update(label=_label(texts, None, len(listed)))
        return None, label, choices, _more(texts, len(listed)), "", "", "", ""


def _label(texts: Texts, within: frozenset[str] | None, count: int) -> str:
    if within is None:
        return texts.scope_all.format(count=count)
    return texts.scope_some.format(count=len(within), all=count)


def _choices(listed: Sequence[Entry], ticked: Sequence[Entry] = ()) -> list[tuple[str, str]]:
    shown = list(dict.fromkeys([*listed[:_MOST_LISTED], *ticked]))
    return [(_named(one), one.id) for one in shown]


def _named(one: Entry) -> str:
    return " · ".join(part for part in (one.title or one.id, one.date) if part)


def _folders(texts: Texts, listed: Sequence[Entry]) -> dict[str, Any]:
    found = folders(listed)[:_MOST_FOLDERS]
    return {"choices": [(texts.scope_any, ""), *((name, name) for name in found)], "value": "", "visible": bool(found)}


def _more(texts: Texts, count: int) -> str:
    left = count - _MOST_LISTED
    return f'<p class="yw-notice">{texts.scope_more.format(count=left)}</p>' if left > 0 else ""
