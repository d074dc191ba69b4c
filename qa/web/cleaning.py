"""From text to harmless HTML: text is escaped first, and the whole is cleaned after."""

import html

import nh3

_TAGS = {
    *(
        "a",
        "article",
        "br",
        "button",
        "details",
        "div",
        "dd",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "header",
        "kbd",
        "li",
    ),
    *("mark", "nav", "ol", "p", "section", "span", "strong", "summary", "ul"),
}
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "hidden", "role", "tabindex"},
    "a": {"href"},
    "button": {"type", "aria-label", "aria-pressed", "data-step", "data-tab", "data-done", "data-act", "disabled"},
    "div": {"aria-label"},
    "nav": {"aria-label"},
    "section": {"data-tab", "data-article"},
    "span": {"aria-live"},
    "mark": {"data-quote", "data-source"},
    "summary": {"aria-label"},
}


def text_html(text: str) -> str:
    """Text as HTML shows it: nothing in it is markup.

    >>> text_html('<b>"1 & 2"')
    '&lt;b&gt;&quot;1 &amp; 2&quot;'
    """
    return html.escape(text, quote=True).replace("\n", "<br>")


def attribute(text: str) -> str:
    """Text as the value of an attribute between double quotes; its line ends stay.

    >>> attribute('a "b"')
    'a &quot;b&quot;'
    """
    return html.escape(text, quote=True)


def clean(markup: str) -> str:
    """Only our tags and attributes are left, links lead nowhere but within the page, and no template mark survives."""
    cleaned = nh3.clean(markup, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None)
    # the page's templates give meaning to three of these and Markdown to line ends; as references they are only text
    for sign in "${}\n":
        cleaned = cleaned.replace(sign, f"&#{ord(sign)};")
    return cleaned
