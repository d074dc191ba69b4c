"""PDF: the lines of every page with their places, from pypdf; `pdf_layout` makes paragraphs of them. Owns pypdf."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.clean import TextBuilder
from corpus.encodings import weirdness
from corpus.errors import Locked, Malformed, NoTextLayer, OverLimit, Unreadable
from corpus.formats.base import Parsed, Source
from corpus.formats.front_matter import first_lines
from corpus.formats.pdf_layout import lay_out
from corpus.formats.pdf_marks import Fragment, width
from corpus.records import BlockKind

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST_WEIRD = 0.05  # of all characters
_SHOWS = (b"Tj", b"TJ", b"'", b'"')
_MOVES = (b"Td", b"TD", b"Tm", b"T*", b"BT", b"'", b'"')
_MOST_MARKS = 16
_PAGES_LOOKED_AT = 30
_TOOL_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - |untitled|无标题|文档\s*\d|document\s*\d)|\.(?:docx?|indd|tex|dvi|pdf|html?)$",
    re.I,
)


def read(source: Source) -> Iterator[Parsed]:
    """One article, its numbers pages. Raises Locked, NoTextLayer, Malformed, OverLimit, Unreadable."""
    reader = _opened(source)
    pages = [_fragments(page, source) for page in _pages(reader, source)]
    if not any(fragment.text.strip() for page in pages for fragment in page):
        if _has_pictures(reader):
            raise NoTextLayer(path=source.name, pages=len(pages))
        yield Parsed(TextBuilder())
        return
    content = TextBuilder()
    lay_out(pages, content)
    text = content.text()
    if weirdness(text) > _MOST_WEIRD:
        detail, zh = "its fonts do not say which characters they show", "其字体未说明所显示的字符"
        raise Unreadable(path=source.name, detail=detail, detail_zh=zh)
    joined = [text[block.start : block.end] for block in content.blocks[:12]]
    yield Parsed(content, first_lines(joined) | _about(reader, content), numbers="page")


def _opened(source: Source) -> "PdfReader":
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    start = source.data.find(b"%PDF-", 0, 1024)
    if start < 0:
        raise Malformed(path=source.name, format="PDF", detail="it does not begin as one", detail_zh="开头不是 PDF")
    try:
        reader = PdfReader(io.BytesIO(source.data), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Locked(path=source.name)
        return reader
    except DependencyError as error:
        raise Locked(path=source.name) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise _malformed(source, error) from error


def _pages(reader: "PdfReader", source: Source) -> Iterator[Any]:
    from pypdf.errors import PyPdfError

    try:
        count = len(reader.pages)
        if count > source.limits.pages:
            most = source.limits.pages
            raise OverLimit(
                path=source.name, detail=f"{count} pages, over {most}", detail_zh=f"{count} 页，超过 {most} 页"
            )
        if not count:
            raise Malformed(path=source.name, format="PDF", detail="it has no pages", detail_zh="没有页面")
        yield from reader.pages
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise _malformed(source, error) from error


def _fragments(page: Any, source: Source) -> list[Fragment]:
    """The pieces of text of a page in the order in which they are painted, which is the reading order of most programs."""
    from pypdf.errors import LimitReachedError

    pen = _Pen(source)
    try:
        page.extract_text(visitor_operand_before=pen.show, visitor_text=pen.put)
    except (OverLimit, MemoryError, RecursionError):
        raise
    except LimitReachedError as error:
        raise OverLimit(path=source.name, detail=str(error)[:200], detail_zh="解压后的内容过大") from error
    except Exception as error:  # pypdf meets broken pages with any of a dozen errors
        raise _malformed(source, error) from error
    return pen.found


class _Pen:
    """Follows pypdf through a page: where each piece of text begins, and how many characters were painted.

    pypdf puts a space where it sees a gap; what it returns beyond the codes that were painted are such spaces.
    """

    def __init__(self, source: Source) -> None:
        self.found: list[Fragment] = []
        self._source, self._left = source, source.limits.characters
        self._bytes, self._last = 0, 0  # painted since the piece began, and since the pen was moved
        self._moved, self._gap = True, False
        self._wider = 0.0  # by which the gaps between its characters widen the piece, in its size
        self._jumps: dict[
            int, float
        ] = {}  # bytes painted in the piece → by how much the next one stands apart, in its size
        self._first: tuple[Any, Any] | None = None
        self._at: tuple[Any, Any] | None = None

    def show(self, operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
        """Called before every operation of the page; notes those that paint text."""
        if operator in _MOVES:
            self._moved = True
        if operator not in _SHOWS or not operands:
            return
        shown = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
        size = 0
        for one in shown:
            if isinstance(one, str | bytes):
                size += len(getattr(one, "original_bytes", one))
            elif isinstance(one, int | float):
                self._jumps[self._bytes + size] = -float(one) / 1000
        self._bytes += size
        if self._moved:
            self._at, self._last, self._moved, self._wider = (list(cm), list(tm)), 0, False, 0.0
            self._first = self._first or self._at
        self._last += size
        self._wider -= sum(float(one) for one in shown if isinstance(one, int | float)) / 1000

    def put(self, text: str, cm: Any, tm: Any, font: Any, size: Any) -> None:
        """Called with every piece of text once it is complete."""
        self._left -= len(text)
        if self._left < 0:
            raise OverLimit(path=self._source.name, detail="a page holds too much text", detail_zh="单页文字过多")
        if text:
            self._add(text, *(self._first or (cm, tm)), font, float(size))
        if text.strip("\n"):
            self._bytes, self._last, self._first, self._wider = 0, 0, None, 0.0
            self._jumps = {}

    def _add(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        each = 2 if hasattr(font, "get") and font.get("/Subtype") == "/Type0" else 1
        spaces = len(text.replace("\n", "")) - self._bytes // each
        if text == " " and spaces:  # a gap alone: whether it is a space depends on what follows
            self._gap = True
            return
        if self._gap:
            text, spaces, self._gap = f" {text}", spaces + 1, False
        tall = abs(float(cm[3]) * float(tm[3])) or abs(float(cm[1]) * float(tm[2])) or 1.0
        name = str(font.get("/BaseFont", "")).lower() if hasattr(font, "get") else ""
        points = round(size * tall, 1)
        x, y = _place(cm, tm)
        if self._first is None and self._bytes and self.found:  # it follows where the last piece ended
            x, y = self.found[-1].end, self.found[-1].y
        last = _place(*self._at)[0] if self._at and self._first else x
        tail = text.rstrip("\n")[-max(self._last // each, 1) :]
        bold = "bold" in name or "heavy" in name
        whole = Fragment(text, x, y, points, bold, last + (width(tail) + self._wider) * points, max(spaces, 0))
        self.found += self._apart(whole, each)

    def _apart(self, whole: Fragment, each: int) -> list[Fragment]:
        """Marks that were painted in one go for several places of a line, each for itself."""
        marks = [one for one in whole.text if not one.isspace()]
        if len(marks) < 2 or len(marks) > _MOST_MARKS or any(one.isalnum() for one in marks) or not self._jumps:
            return [whole]
        found, x = [], whole.x
        for number, mark in enumerate(marks, 1):
            end = x + width(mark) * whole.size
            found.append(replace(whole, text=mark, x=x, end=end, spaces=0))
            x = end + self._jumps.get(number * each, 0.0) * whole.size
        return found


def _place(cm: Any, tm: Any) -> tuple[float, float]:
    """Where the pen stands on the page, in points."""
    return (
        float(cm[0] * tm[4] + cm[2] * tm[5] + cm[4]),
        float(cm[1] * tm[4] + cm[3] * tm[5] + cm[5]),
    )


def _has_pictures(reader: "PdfReader") -> bool:
    for page in reader.pages[:_PAGES_LOOKED_AT]:
        try:
            resources = page["/Resources"].get_object()
            names = resources.get("/XObject", {}).get_object().values()  # type: ignore[union-attr]
            if any(one.get_object().get("/Subtype") == "/Image" for one in names):
                return True
        except (KeyError, AttributeError, TypeError):
            continue
    return False


def _about(reader: "PdfReader", content: TextBuilder) -> dict[str, str]:
    said = reader.metadata
    if said is None:
        return {}
    found = {"author": _said(said, "author")}
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", str(said.get("/CreationDate") or ""))
    found["date"] = "-".join(created.groups()) if created else ""
    title, text = _said(said, "title"), "".join(content.text()[:3000].split())
    heading = any(block.kind is BlockKind.HEADING for block in content.blocks)
    if title and not _TOOL_TITLE.search(title) and (not heading or "".join(title.split()) in text):
        found["title"] = title
    return {key: value for key, value in found.items() if value}


def _said(said: Any, name: str) -> str:
    value = getattr(said, name, None)
    return " ".join(re.sub(r"[\x00-\x1f\ud800-\udfff]", " ", value).split())[:300] if isinstance(value, str) else ""


def _malformed(source: Source, error: BaseException) -> Malformed:
    detail = f"{type(error).__name__}: {error}"[:200]
    return Malformed(path=source.name, format="PDF", detail=detail, detail_zh=detail)
