"""Readers by file suffix. A new format is one new file and one line here."""

from corpus.formats import archive, ebook, markdown, pdf, plain, rows, webpage, word
from corpus.formats.base import Parser, Reader

#: Text, read in this process.
FORMATS: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".txt": plain.read,
    ".text": plain.read,
}

#: Everything else, read by the worker (`corpus.sandbox`).
COMPLEX: dict[str, Parser] = {
    ".html": webpage.read,
    ".htm": webpage.read,
    ".xhtml": webpage.read,
    ".docx": word.read,
    ".pdf": pdf.read,
    ".epub": ebook.read,
    ".csv": rows.read_csv,
    ".tsv": rows.read_csv,
    ".jsonl": rows.read_jsonl,
    ".ndjson": rows.read_jsonl,
    ".zip": archive.read,
}
