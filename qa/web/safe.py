"""Text as HTML for the lists and tables of the pages: escaped first, the whole cleaned after."""

import html

import nh3

_TAGS = {
    "a", "b", "br", "details", "div", "em", "h2", "h3", "li", "mark", "ol", "p", "progress", "section", "small", "span",
    "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "role", "aria-label", "aria-live", "aria-current", "aria-sort", "scope"},
    "a": {"href"},
    "progress": {"value", "max"},
}
_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), "�")


def text(value: object) -> str:
    """A value as text of a page. Marks that turn the direction of what follows are shown as such: a name must not hide its end.

    >>> text('<b onload="x">'), text("a\u202egpj.md")
    ('&lt;b onload=&quot;x&quot;&gt;', 'a�gpj.md')
    """
    return html.escape(str(value).translate(_BIDI), quote=True)


def clean(markup: str) -> str:
    """Only our tags are left, links lead nowhere but within the page, and no template mark survives."""
    cleaned = nh3.clean(
        markup, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None, attribute_filter=_within
    )
    return inert(cleaned)


def inert(markup: str) -> str:
    """The page's templates give meaning to these three; as character references they are only text."""
    return markup.replace("$", "&#36;").replace("{", "&#123;").replace("}", "&#125;")


def _within(tag: str, name: str, value: str) -> str | None:
    return value if (tag, name) != ("a", "href") or value.startswith("#") else None
