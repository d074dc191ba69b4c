"""What of a page is not its text: scripts, navigation, side bars, what is hidden, the numbers of footnotes."""

import re
from typing import Any

Element = Any  # lxml ships no types

_SILENT_NAMES = (
    "script style noscript template iframe frame object embed applet svg canvas audio video map select option optgroup datalist "
    "textarea input button rp rt head title link meta base nav"
)
_SILENT = frozenset(_SILENT_NAMES.split())
_SILENT_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar", "doc-backlink"}
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|side-?bar|nav|navbar|menu|pagination|pager|share|social|related|recommend(?:ed|ations)?|"
    r"comments?|cookies?|adverts?|ads|advertisement|footer|copyright|skip-link|sr-only|visually-hidden|toolbar)(?:$|[\s_-])",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul "
    "caption"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_NOTE_MARK = re.compile(r"\s*[\[(（〔【]?\s*(?:\d{1,3}|[a-z*†‡§¶]|注\s*\d*|note \d+)\s*[\])）〕】]?\s*$", re.I)
_MOST_CHECKS = 64  # of whether an element that looks like chrome holds most of the page: each reads it whole


class Page:
    """A page, or the part of it that is read; knows how much text it holds."""

    def __init__(self, root: Element) -> None:
        """Count the characters under the root."""
        self._whole = sum(len(text) for text in root.itertext())
        self._checks = _MOST_CHECKS

    def hides(self, element: Element, whole: bool) -> bool:
        """Whether an element is not text; `whole` keeps what looks like a page's chrome (for books)."""
        tag = element.tag
        if tag in _SILENT and not (whole and tag == "nav"):
            return True
        if element.get("hidden") is not None or element.get("aria-hidden") == "true" or _is_note_mark(element):
            return True
        if _HIDDEN.search(element.get("style") or ""):
            return True
        return not whole and self._is_chrome(element)

    def _is_chrome(self, element: Element) -> bool:
        """Navigation, side bars, footers: by their element, role or the words of their class, unless most of the text is there."""
        tag = element.tag
        if tag in ("body", "html", "main", "article") or tag not in BLOCKS:
            return False
        if element.get("role") in _SILENT_ROLES or (tag in ("footer", "aside") and not is_note(element)):
            return True
        if tag == "header":
            return not any(True for _ in element.iter("h1"))
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        return bool(_CHROME.search(names)) and not self._holds_most(element)

    def _holds_most(self, element: Element) -> bool:
        self._checks -= 1
        return self._checks < 0 or sum(len(text) for text in element.itertext()) * 2 > self._whole


def is_note(element: Element) -> bool:
    """Whether an element is a footnote, or holds some."""
    kinds = f"{element.get('{http://www.idpf.org/2007/ops}type') or ''} {element.get('epub:type') or ''} {element.get('role') or ''}"
    return "note" in kinds or "footnotes" in (element.get("class") or "")


def _is_note_mark(element: Element) -> bool:
    """A footnote's number in the running text, and the arrow back from the note."""
    if element.tag not in ("sup", "a", "span"):
        return False
    if "doc-noteref" in (element.get("role") or "") or "doc-backlink" in (element.get("role") or ""):
        return True
    if "footnote-back" in (element.get("class") or "") or text_of_short(element) in ("↩", "↩︎", "^"):
        return True
    if not _NOTE_MARK.match(text_of_short(element)):
        return False
    if element.tag == "a":
        kinds = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('epub:type') or ''}".lower()
        return "note" in kinds or kinds.strip().startswith("fnref")
    link = next(element.iter("a"), None)
    inner = link is not None and (link.get("href") or "").partition("#")[2] != ""
    outer = any("#" in (parent.get("href") or "") for parent in element.iterancestors("a"))
    return element.tag == "sup" and (inner or outer)


def text_of_short(element: Element, most: int = 20) -> str:
    """The first characters of an element's text."""
    found = ""
    for text in element.itertext():
        found += text
        if len(found) > most:
            break
    return found.strip()
