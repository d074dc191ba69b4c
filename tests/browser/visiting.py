"""Opens pages and keeps what a page should not have done."""

from collections.abc import Callable, Iterator
from typing import Any

#: Opens an address: address, locale, width, colour scheme → page.
Open = Callable[..., Any]


def visiting(browser: Any) -> Iterator[Open]:
    """A way to open pages; at the end none has asked another host for anything or logged an error."""
    contexts, outside, errors = [], [], []

    def open_page(url: str, locale: str = "zh-CN", width: int = 1440, scheme: str = "light") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        host = url.split("/", 3)[2]
        page.on("request", lambda request: None if _is_ours(request.url, host) else outside.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: None if "signal is aborted" in str(error) else errors.append(str(error)))
        page.set_default_timeout(60_000)
        page.goto(url)
        page.wait_for_selector("#yw-head .yw-nav")
        page.wait_for_timeout(1_000)  # the browser's language arrives just after the page
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []


def _is_ours(requested: str, host: str) -> bool:
    return requested.startswith((f"http://{host}/", f"ws://{host}/", "data:", "blob:"))
