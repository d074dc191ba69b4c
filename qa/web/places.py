"""Where a quote stands, in words: short beside an answer, in full for whoever quotes it elsewhere."""

from qa.records import Quote
from qa.web.texts import Texts

_MOST_TITLE = 22  # characters of a title beside a quote; the reader shows all of it


def place(quote: Quote, texts: Texts) -> list[str]:
    """Title and section, page, date, source: whatever of it there is, in this order."""
    title = quote.title if len(quote.title) <= _MOST_TITLE else quote.title[: _MOST_TITLE - 1] + "…"
    where = title if not quote.section else f"{title} › {quote.section}"
    page = texts.page.format(page=quote.page) if quote.page else None
    return [part for part in (where, page, quote.date, quote.source) if part]


def reference(quote: Quote, texts: Texts) -> str:
    """Title, section, date and source, then the file with the line or page: enough to find the quote again."""
    number = ""
    if quote.line:
        number = f":{quote.line}"
    elif quote.page:
        number = ", " + texts.page.format(page=quote.page)
    parts = [quote.title, quote.section, quote.date, quote.source, quote.file + number]
    return " · ".join(part for part in parts if part)
