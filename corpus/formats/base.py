"""The contract of a format: decoded text in, blocks with their source lines out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.clean import TextBuilder


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's readable text with its blocks, and what the file says of itself: title, date, source."""

    content: TextBuilder
    about: dict[str, str] = field(default_factory=dict)


#: Reads the decoded text of a file; lines end in \\n. Never raises on any text.
Reader = Callable[[str], Parsed]
