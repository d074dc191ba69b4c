"""The head that the pages share: the name, the ways to the other pages, the language, dark or light."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from qa.web.cleaning import inert, text
from qa.web.roles import visitor_of
from qa.web.texts import TEXTS, Language, language_of

_HERE = Path(__file__).parent
CSS = (_HERE / "pages.css").read_text(encoding="utf-8")
#: For handlers of the page's own: no spinner over the page, no place in the list of endpoints.
PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

#: The languages of the pages, as they are chosen.
CHOICES = ["中文", "English"]
_PLACES = ("ask", "articles", "evaluate")
_NAMES: dict[Language, dict[str, str]] = {
    "zh": {"ask": "问答", "articles": "文章", "evaluate": "评测", "nav": "页面"},
    "en": {"ask": "Ask", "articles": "Articles", "evaluate": "Evaluate", "nav": "Pages"},
}

#: The browser's own choice, or what was chosen on any page before; the theme as it was left.
ARRIVE = """() => {
    const theme = localStorage.getItem("yuanwen-theme");
    if (theme) document.body.classList.toggle("dark", theme === "dark");
    const chosen = localStorage.getItem("yuanwen-language")
        || ((navigator.language || "").toLowerCase().startsWith("zh") ? "中文" : "English");
    document.documentElement.lang = chosen === "中文" ? "zh" : "en";
    return chosen; }"""
#: What was chosen, for the next visit.
REMEMBER = """(value) => {
    localStorage.setItem("yuanwen-language", value);
    document.documentElement.lang = value === "中文" ? "zh" : "en";
    return value; }"""
#: Dark to light and back.
TURN = """() => {
    const dark = document.body.classList.toggle("dark");
    localStorage.setItem("yuanwen-theme", dark ? "dark" : "light"); }"""


def nav(here: str, language: Language) -> str:
    """Links to the pages, the present one marked."""
    names, parts = _NAMES[language], []
    for place in _PLACES:
        current = ' aria-current="page"' if place == here else ""
        parts.append(f'<a href="./{"" if place == "ask" else place}"{current}>{names[place]}</a>')
    return f'<nav class="yw-nav" aria-label="{names["nav"]}">{"".join(parts)}</nav>'


class VisitorName:
    """Who is signed in, with the way out; nothing where nobody need sign in."""

    def __init__(self) -> None:
        """Put it here."""
        self.component = gr.HTML(visible=False, elem_id="yw-visitor")

    def show(self, chosen: str, request: gr.Request) -> Any:
        """Whoever sends the request, in a language."""
        name, texts = visitor_of(request).name, TEXTS[language_of(chosen)]
        link = f'<a href="./logout" title="{text(texts.sign_out_title)}">{text(texts.sign_out)}</a>'
        said = inert(f'<span class="yw-visitor-name">{text(name)}</span>{link}')
        return gr.update(value=said if name else "", visible=bool(name))


class Head:
    """The row on top of a page, within its route."""

    def __init__(self, here: str, language: Language) -> None:
        """Put the row here."""
        self._here = here
        with gr.Row(elem_id="yw-head"):
            self.brand = gr.HTML(brand(here, language))
            self.language = gr.Radio(
                CHOICES,
                value=CHOICES[language == "en"],
                show_label=False,
                label="语言 Language",
                container=False,
                elem_id="yw-language",
            )
            self.theme = gr.Button(TEXTS[language].theme, size="sm", elem_id="yw-theme", scale=0)
            self.visitor = VisitorName()

    def connect(
        self, blocks: gr.Blocks, speak: Callable[..., Any], inputs: Sequence[Any], outputs: Sequence[Any]
    ) -> None:
        """Call `speak` with the language and the inputs when the page has come and when another language is chosen."""
        said: dict[str, Any] = {"inputs": [self.language, *inputs], "outputs": list(outputs), "queue": False, **PRIVATE}
        named: dict[str, Any] = {
            "inputs": [self.language],
            "outputs": [self.visitor.component],
            "queue": False,
            **PRIVATE,
        }
        arrived = blocks.load(None, outputs=[self.language], js=ARRIVE)
        arrived.then(speak, **said)
        arrived.then(self.visitor.show, **named)
        self.language.input(self.visitor.show, **named)
        self.language.input(None, inputs=[self.language], js=REMEMBER).then(speak, **said)
        self.theme.click(None, js=TURN)

    @property
    def components(self) -> list[Any]:
        """What `words` speaks for."""
        return [self.brand, self.theme]

    def words(self, language: Language) -> list[Any]:
        """The head in a language."""
        return [brand(self._here, language), gr.update(value=TEXTS[language].theme)]


def brand(here: str, language: Language) -> str:
    """The name of the place, with the ways to its pages."""
    tagline = text(TEXTS[language].tagline)
    names = f'<div><h1>原文 Yuanwen</h1><span class="yw-tag">{tagline}</span></div>'
    return inert(f'<div class="yw-brand"><span class="yw-seal">原</span>{names}{nav(here, language)}</div>')
