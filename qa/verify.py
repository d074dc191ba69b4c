"""Whether the articles still say what was quoted from them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError
from corpus.read import digest, read_file
from corpus.records import Article
from index.library import Library
from qa.errors import NotAnAnswer


class Verdict(StrEnum):
    """What became of a quote."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Verified:
    """A quote of an answer and what became of it; where it stands now, when the articles still say it."""

    verdict: Verdict
    text: str
    article: str
    start: int
    end: int
    now: Article | None = None
    now_start: int | None = None
    same_file: bool = False

    def to_json(self) -> dict[str, Any]:
        """The shape that `verify --json` prints."""
        place = None
        if self.now and self.now_start is not None:
            place = {
                "article": self.now.id,
                "article_hash": self.now.hash,
                "start": self.now_start,
                "end": self.now_start + len(self.text),
                "line": self.now.line_at(self.now_start),
                "page": self.now.page_at(self.now_start),
            }
        quoted = {"article": self.article, "start": self.start, "end": self.end, "text": self.text}
        return {"state": self.verdict, **quoted, "same_file": self.same_file, "now": place}


class Present:
    """What the articles say at present: the library's word, or the file's own where it has changed since the build."""

    def __init__(self, library: Library, folder: Path | None) -> None:
        """Files are looked at in `folder`, when the index was built from it."""
        library.check()
        self._library, self._stored = library, library.stored()
        built = folder and library.setting("folder") == str(folder.resolve())
        self._folder = folder if built else None
        self.changed: set[str] = set()
        self._read: dict[str, Article | None] = {}

    def ids(self) -> list[str]:
        """All articles that the index holds."""
        return list(self._stored)

    def article(self, article_id: str) -> Article | None:
        """An article as it is now, or None where there is none. Raises IndexDamaged."""
        if article_id not in self._read:
            self._read[article_id] = self._look(article_id)
        return self._read[article_id]

    def _look(self, article_id: str) -> Article | None:
        stored = self._stored.get(article_id)
        if stored is None:
            return None
        path = self._folder / stored.file if self._folder and not stored.carried else None
        if path is None or self._folder is None or _digest(path) == stored.digest:
            return self._library.article(article_id)
        self.changed.add(article_id)
        try:
            return next((one for one in read_file(path, self._folder).articles if one.id == article_id), None)
        except CorpusError:  # it is gone, or nothing that can be read any more
            return None


def _digest(path: Path) -> str | None:
    try:
        return digest(path)
    except CorpusError:
        return None


def read_answers(path: Path) -> list[dict[str, Any]]:
    """The answers in a file: one JSON object as `ask --json` prints it, or one a line. Raises NotAnAnswer."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotAnAnswer(path=path, detail=getattr(error, "strerror", None) or str(error)) from error
    try:
        found = json.loads(text)
    except ValueError:
        try:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError) as error:
            raise NotAnAnswer(path=path, detail=str(error)) from error
    except RecursionError as error:
        raise NotAnAnswer(path=path, detail=str(error)) from error
    answers = found if isinstance(found, list) else [found]
    if not answers or not all(_is_answer(answer) for answer in answers):
        raise NotAnAnswer(path=path, detail="no quotes with article, start, end and text")
    return answers


def verify(answers: Iterable[dict[str, Any]], present: Present) -> list[Verified]:
    """Every quote of the answers, and of the nearest passages where there are none, in order. Raises IndexDamaged."""
    quotes = [quote for answer in answers for quote in [*answer["quotes"], *answer.get("nearest", [])]]
    return [_verified(quote, present) for quote in quotes]


def _verified(quote: dict[str, Any], present: Present) -> Verified:
    text, name, start, end = quote["text"], quote["article"], quote["start"], quote["end"]
    article = present.article(name)
    if article is not None:
        same = article.hash == quote.get("article_hash")
        if article.text[start:end] == text:
            return Verified(Verdict.UNCHANGED, text, name, start, end, article, start, same)
        place = _nearest(article.text, text, start)
        if place is not None:
            return Verified(Verdict.MOVED, text, name, start, end, article, place, same)
    elsewhere = _elsewhere(text, name, quote.get("article_hash"), present)
    if elsewhere:
        return Verified(Verdict.MOVED, text, name, start, end, *elsewhere)
    return Verified(Verdict.CHANGED if article else Verdict.GONE, text, name, start, end, article)


def _elsewhere(text: str, name: str, file_hash: str | None, present: Present) -> tuple[Article, int, bool] | None:
    """Another article that says it: the one with the file's hash, which was renamed, before all others."""
    found = None
    for other in present.ids():
        article = present.article(other) if other != name else None
        place = article.text.find(text) if article else -1
        if article and place >= 0:
            if article.hash == file_hash:
                return article, place, True
            found = found or (article, place, False)
    return found


def _nearest(text: str, wanted: str, start: int) -> int | None:
    """Where a text stands in another, the place nearest to where it stood."""
    before, after = text.rfind(wanted, 0, start + len(wanted)), text.find(wanted, start)
    places = [place for place in (before, after) if place >= 0]
    return min(places, key=lambda place: abs(place - start)) if places and wanted else None


def _is_answer(answer: object) -> bool:
    if not isinstance(answer, dict) or not isinstance(answer.get("quotes"), list):
        return False
    return all(_is_quote(quote) for quote in [*answer["quotes"], *(answer.get("nearest") or [])])


def _is_quote(quote: object) -> bool:
    if not isinstance(quote, dict) or not all(isinstance(quote.get(key), str) for key in ("article", "text")):
        return False
    start, end = quote.get("start"), quote.get("end")
    return type(start) is int and type(end) is int and 0 <= start <= end
