"""Readers by file suffix. A new format is one new file and one line here."""

from corpus.formats import markdown, plain
from corpus.formats.base import Reader

FORMATS: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".txt": plain.read,
    ".text": plain.read,
}
