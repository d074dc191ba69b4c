"""The page of articles: what is inside, and for those who may, putting in, taking out and building."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.errors import TrashEmpty, YuanwenError
from corpus.formats import COMPLEX, FORMATS
from corpus.records import Article
from corpus.trash import Trash
from qa.bot import Bot
from qa.settings import Settings
from qa.web import articles_markup, reading, upkeep
from qa.web.articles_texts import ARTICLES, ArticlesTexts
from qa.web.cleaning import clean, text
from qa.web.head import PRIVATE, Head
from qa.web.inventory import COLUMNS, PAGE, Inventory, View, arranged
from qa.web.texts import TEXTS, Language, language_of
from qa.web.work import Desk

MEGABYTES = 50  # of one uploaded file
_ENDINGS = " ".join(sorted({*FORMATS, *COMPLEX}))
_MOST_FILES = 100  # at a time
_TICK = 1.0  # seconds between two looks at work
_QUERY = 200  # characters of a search that count
_JS = (Path(__file__).parent / "articles.js").read_text(encoding="utf-8")

#: Whether whoever sent a request may change articles.
MayEdit = Callable[[gr.Request], bool]


class ArticlesPage:
    """Components and their handlers. What a visitor looks at is state on the server; work is shared by all."""

    def __init__(self, blocks: gr.Blocks, bot: Bot, chosen: Settings, language: Language, may_edit: MayEdit) -> None:
        """Put the page here, within its route."""
        self.bot, self.chosen, self.may_edit = bot, chosen, may_edit
        self.inventory, self.desk = Inventory(bot, chosen), Desk()
        self.head = Head("articles", language)
        self.view = gr.State(View())
        self.timer = gr.Timer(_TICK, active=False)
        with gr.Row(elem_id="yw-body", elem_classes="yw-shelf"):
            with gr.Column(scale=7, elem_id="yw-list-column"):
                self._list(ARTICLES[language])
            with gr.Column(scale=6, elem_id="yw-reader-column"):
                self.reader = gr.HTML(_hint(ARTICLES[language]), elem_id="yw-reader")
        self._connect(blocks)

    def _list(self, texts: ArticlesTexts) -> None:
        self.summary = gr.HTML(elem_id="yw-summary", apply_default_css=False)
        with gr.Column(visible=False, elem_id="yw-shelving") as self.editing:
            with gr.Column(elem_id="yw-drop-box"):
                self.drop = gr.File(
                    file_count="multiple",
                    show_label=False,
                    label=texts.drop,
                    container=False,
                    height=84,
                    elem_id="yw-drop",
                )
                self.drop_words = gr.HTML(_drop_words(texts), elem_id="yw-drop-words", apply_default_css=False)
            with gr.Row(elem_id="yw-address-row"):
                self.address = _box(texts.address, "yw-address")
                self.add = gr.Button(texts.add, size="sm", elem_id="yw-add", scale=0)
            with gr.Row(elem_id="yw-tools"):
                self.replace = gr.Checkbox(label=texts.replace, container=False, elem_id="yw-replace")
                self.undo = gr.Button(texts.undo, size="sm", elem_id="yw-undo", scale=0, visible=False)
                self.rebuild = gr.Button(texts.rebuild, size="sm", elem_id="yw-rebuild", scale=0)
                self.stop = gr.Button(texts.stop, size="sm", elem_id="yw-halt", scale=0, visible=False)
        self.progress = gr.HTML(elem_id="yw-progress", apply_default_css=False)
        self.search = _box(texts.search, "yw-search")
        self.table = gr.HTML(
            elem_id="yw-articles", js_on_load=_JS, apply_default_css=False, megabytes=MEGABYTES, endings=_ENDINGS
        )

    def _connect(self, blocks: gr.Blocks) -> None:
        now: dict[str, Any] = {"queue": False, **PRIVATE}
        state = [self.view, self.head.language]
        self.shown = [self.summary, self.progress, self.table, self.undo, self.stop, self.timer, self.view]
        spoken = [*self.head.components, *self._words_of(), self.editing, *self.shown]
        self.head.connect(blocks, self._speak, [self.view], spoken)
        self.search.change(
            self._find, [self.search, *state], [self.table, self.view], trigger_mode="always_last", **now
        )
        self.table.select(self._select, state, [self.reader, *self.shown], **now)
        self.timer.tick(self._tick, state, self.shown, **now)
        started: dict[str, Any] = {"outputs": self.shown, **now}
        self.drop.upload(
            self._upload, [self.drop, self.replace, *state], [self.drop, *self.shown], queue=False, **PRIVATE
        )
        for event in (self.add.click, self.address.submit):
            event(self._address, [self.address, self.replace, *state], [self.address, *self.shown], **now)
        self.undo.click(self._undo, state, **started)
        self.rebuild.click(self._rebuild, state, **started)
        self.stop.click(self._stop, state, **started)

    def _words_of(self) -> list[Any]:
        return [self.drop_words, self.address, self.add, self.replace, self.rebuild, self.search, self.reader]

    def _speak(self, chosen: str, view: View, request: gr.Request) -> list[Any]:
        language = language_of(chosen)
        texts = ARTICLES[language]
        words = [
            _drop_words(texts),
            gr.update(placeholder=texts.address, label=texts.address),
            gr.update(value=texts.add),
            gr.update(label=texts.replace),
            gr.update(value=texts.rebuild),
            gr.update(placeholder=texts.search, label=texts.search),
            gr.skip() if view.opened else _hint(texts),
        ]
        editing = gr.update(visible=self.may_edit(request))
        return [*self.head.words(language), *words, editing, *self._everything(view, language, request)]

    def _everything(self, view: View, language: Language, request: gr.Request, said: str = "") -> list[Any]:
        """All that depends on what is inside and on how work stands; `said` takes the place of the latter."""
        texts, standing, editable = ARTICLES[language], self.desk.standing, self.may_edit(request)
        view = replace(view, watched=standing.number) if standing.running else view
        rows = self._rows(look=True)
        table, view = self._table(rows, view, language, editable)
        told = articles_markup.message(said) if said else ""
        if not said and editable and view.watched == standing.number:
            told = articles_markup.progress(standing, time.monotonic(), texts, language)
        undo = editable and not standing.running and self._can_undo()
        return [
            articles_markup.summary(rows, texts),
            told,
            table,
            gr.update(value=texts.undo, visible=undo),
            gr.update(value=texts.stop, visible=editable and standing.running),
            gr.update(active=standing.running),
            view,
        ]

    def _rows(self, look: bool = False) -> list[dict[str, Any]]:
        try:
            return self.inventory.rows(look)
        except YuanwenError:  # it is being replaced: what was known is shown until it is there
            return []

    def _table(self, rows: list[dict[str, Any]], view: View, language: Language, editable: bool) -> tuple[str, View]:
        found = arranged(rows, view)
        view = replace(view, screen=max(0, min(view.screen, (len(found) - 1) // PAGE)))
        shown = found[view.screen * PAGE : (view.screen + 1) * PAGE]
        made = articles_markup.table(found, view, ARTICLES[language], language, editable, len(rows))
        return made, replace(view, shown=tuple((row["article"], row["file"]) for row in shown))

    def _find(self, query: str, view: View, chosen: str, request: gr.Request) -> tuple[str, View]:
        view = replace(view, query=(query or "")[:_QUERY], screen=0)
        return self._table(self._rows(), view, language_of(chosen), self.may_edit(request))

    def _select(self, view: View, chosen: str, request: gr.Request, event: gr.EventData) -> list[Any]:
        """A click on a link of the table."""
        language = language_of(chosen)
        verb, value = str(getattr(event, "verb", "")), str(getattr(event, "value", ""))
        if verb == "sort" and value in COLUMNS:
            view = replace(view, sort=value, down=view.sort == value and not view.down, screen=0)
        elif verb == "screen" and value.isdecimal():
            view = replace(view, screen=int(value[:6]))
        elif verb == "open":
            return self._open(view, language, request, value)
        elif verb == "remove":
            return [gr.skip(), *self._remove(view, language, request, value)]
        elif verb in ("large", "type"):
            texts = ARTICLES[language]
            said = texts.too_large if verb == "large" else texts.wrong_type
            said = said.format(name=value[:200], megabytes=MEGABYTES)
            return [gr.skip(), *self._everything(view, language, request, said)]
        table, view = self._table(self._rows(), view, language, self.may_edit(request))
        return [gr.skip(), gr.skip(), gr.skip(), table, gr.skip(), gr.skip(), gr.skip(), view]

    def _open(self, view: View, language: Language, request: gr.Request, value: str) -> list[Any]:
        name = _shown(view, value)
        try:
            read = _whole(self.bot.article(name[0]), language) if name else gr.skip()
        except KeyError:
            read = self._original(name[0] if name else "", language)
        view = replace(view, opened=name[0] if name else view.opened)
        table, view = self._table(self._rows(), view, language, self.may_edit(request))
        return [read, gr.skip(), gr.skip(), table, gr.skip(), gr.skip(), gr.skip(), view]

    def _original(self, name: str, language: Language) -> str:
        """The article that a duplicate says again, or that there is none."""
        of = next((row["of"] for row in self._rows() if row["article"] == name and row["of"]), None)
        try:
            return _whole(self.bot.article(of or ""), language)
        except KeyError:
            return clean(f'<p class="yw-reader-empty">{text(ARTICLES[language].gone)}</p>')

    def _tick(self, view: View, chosen: str, request: gr.Request) -> list[Any]:
        language, standing = language_of(chosen), self.desk.standing
        if not standing.running:
            return self._everything(view, language, request)
        said = articles_markup.progress(standing, time.monotonic(), ARTICLES[language], language)
        running = gr.update(active=standing.running)
        return [gr.skip(), said, gr.skip(), gr.skip(), gr.skip(), running, gr.skip()]

    def _upload(self, files: list[str] | None, swap: bool, view: View, chosen: str, request: gr.Request) -> list[Any]:
        texts, sources = ARTICLES[language_of(chosen)], tuple(files or ())
        if len(sources) > _MOST_FILES or self.desk.standing.running:
            said = texts.busy if self.desk.standing.running else texts.too_many.format(files=_MOST_FILES)
            upkeep.discard(sources)
            return [None, *self._everything(view, language_of(chosen), request, said)]
        return [None, *self._start("add", view, chosen, request, upkeep.add_files, sources, bool(swap))]

    def _address(self, address: str, swap: bool, view: View, chosen: str, request: gr.Request) -> list[Any]:
        source = (address or "").strip()[:2_000]
        if not source.lower().startswith(("http://", "https://")):
            said = ARTICLES[language_of(chosen)].no_address
            return [gr.skip(), *self._everything(view, language_of(chosen), request, said)]
        return ["", *self._start("add", view, chosen, request, upkeep.add_files, (source,), bool(swap))]

    def _remove(self, view: View, language: Language, request: gr.Request, value: str) -> list[Any]:
        name = _shown(view, value)
        if name is None:
            return self._everything(view, language, request)
        return self._start("remove", view, language, request, upkeep.remove_files, (name[1],))

    def _undo(self, view: View, chosen: str, request: gr.Request) -> list[Any]:
        return self._start("undo", view, chosen, request, upkeep.bring_back)

    def _rebuild(self, view: View, chosen: str, request: gr.Request) -> list[Any]:
        return self._start("rebuild", view, chosen, request, upkeep.rebuild)

    def _stop(self, view: View, chosen: str, request: gr.Request) -> list[Any]:
        if self.may_edit(request):
            self.desk.stop()
        return self._everything(view, language_of(chosen), request)

    def _start(self, kind: str, view: View, chosen: str, request: gr.Request, work: Any, *arguments: Any) -> list[Any]:
        """Begin a piece of work, for those who may; whoever comes while another is done is told."""
        language = language_of(chosen)
        texts = ARTICLES[language]
        if not self.may_edit(request):
            return self._everything(view, language, request, texts.not_allowed)
        begun = self.desk.start(kind, work, self.chosen, *arguments)
        view = replace(view, watched=self.desk.standing.number) if begun else view
        return self._everything(view, language, request, "" if begun else texts.busy)

    def _can_undo(self) -> bool:
        try:
            Trash(self.chosen.index).last()
        except (TrashEmpty, YuanwenError, ValueError):
            return False
        return True


def _whole(article: Article, language: Language) -> str:
    """An article with nothing highlighted."""
    return reading.reader([article], (), 0, related=False, texts=TEXTS[language])


def _shown(view: View, value: str) -> tuple[str, str] | None:
    """The article and file of a row, if it is on the visitor's screen."""
    number = int(value) if value.isdecimal() and len(value) < 4 else -1
    return view.shown[number] if 0 <= number < len(view.shown) else None


def _hint(texts: ArticlesTexts) -> str:
    return clean(f'<p class="yw-reader-empty">{text(texts.read_hint)}</p>')


def _drop_words(texts: ArticlesTexts) -> str:
    hint = texts.drop_hint.format(megabytes=MEGABYTES, files=_MOST_FILES)
    return clean(f"<strong>{text(texts.drop)}</strong><small>{text(hint)}</small>")


def _box(words: str, name: str) -> gr.Textbox:
    return gr.Textbox(
        placeholder=words, show_label=False, label=words, container=False, max_lines=1, elem_id=name, scale=8
    )
