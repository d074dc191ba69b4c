"""From text to harmless HTML: text is escaped first, and the whole is cleaned after."""

import html

import nh3

_TAGS = {
    "a", "article", "b", "br", "button", "details", "div", "dd", "dl", "dt", "em", "h1", "h2", "h3", "h4", "header", "kbd", "li", "mark",
    "nav", "ol", "p", "progress", "section", "small", "span", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "hidden", "role", "tabindex", "scope"}
    | {"aria-label", "aria-live", "aria-current", "aria-sort"},
    "a": {"href"},
    "button": {"type", "aria-pressed", "data-step", "data-tab", "data-done", "data-act", "disabled"},
    "section": {"data-tab", "data-article"},
    "mark": {"data-quote", "data-source"},
    "progress": {"value", "max"},
}
_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), "�")


def text(value: object) -> str:
    """A value as text of a list or table. Marks that turn the direction of what follows are shown as such: a name must not hide
    its end.

    >>> text('<b onload="x">'), text("a\u202egpj.md")
    ('&lt;b onload=&quot;x&quot;&gt;', 'a�gpj.md')
    """
    return html.escape(str(value).translate(_BIDI), quote=True)


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
    cleaned = nh3.clean(
        markup, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None, attribute_filter=_within
    )
    return inert(cleaned).replace("\n", "&#10;")  # Markdown gives meaning to line ends


def inert(markup: str) -> str:
    """The page's templates give meaning to three signs; as character references they are only text."""
    for sign in "${}":
        markup = markup.replace(sign, f"&#{ord(sign)};")
    return markup


def _within(tag: str, name: str, value: str) -> str | None:
    return value if (tag, name) != ("a", "href") or value.startswith("#") else None
