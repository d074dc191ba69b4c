"""Accepted answers: characters that a right quote holds, anywhere, or at their own place in one article."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start` to `end` of an article."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """An answer that counts as right. With a place it counts there only; its text may then be left out of the test set."""

    text: str
    place: Place | None = None

    @classmethod
    def of(cls, value: str | Mapping[str, Any]) -> "Accepted":
        """From a test set: a string, or an object as `ask --json` prints quotes."""
        if isinstance(value, str):
            return cls(value)
        return cls(value.get("text", ""), Place(value["article"], value["start"], value["end"]))

    def to_json(self) -> str | dict[str, Any]:
        """As a test set writes it."""
        if self.place is None:
            return self.text
        return {"article": self.place.article, "start": self.place.start, "end": self.place.end, "text": self.text}

    def with_text(self, texts: Mapping[str, str]) -> "Accepted":
        """With the characters that stand at its place now, when the test set leaves them out."""
        if self.text or self.place is None:
            return self
        return Accepted(texts.get(self.place.article, "")[self.place.start : self.place.end], self.place)

    def stands_in(self, texts: Mapping[str, str]) -> bool:
        """Whether some article of these (id → text) still says so; with a place, whether this one does there."""
        if self.place is None:
            return any(self.text in text for text in texts.values())
        found = texts.get(self.place.article, "")[self.place.start : self.place.end]
        return bool(found) and self.text in ("", found)

    def is_in(self, article: str, start: int, text: str) -> bool:
        """Whether a quoted text, which starts at a place of an article, answers with this.

        With a place, the quote must hold it, or lie within it where whole passages are accepted.

        >>> Accepted("1987年").is_in("a.md", 20, "建于1987年。")
        True
        >>> Accepted("1987年", Place("a.md", 22, 27)).is_in("a.md", 20, "建于1987年。")
        True
        >>> Accepted("1987年", Place("a.md", 2, 7)).is_in("a.md", 20, "建于1987年。")
        False
        """
        if self.place is None:
            return self.text in text
        if article != self.place.article:
            return False
        first, last = max(start, self.place.start), min(start + len(text), self.place.end)
        if last - first < min(len(text), self.place.end - self.place.start) or first >= last:
            return False
        said = self.text[first - self.place.start : last - self.place.start]
        return not self.text or text[first - start : last - start] == said
