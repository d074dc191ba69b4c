"""From the library to the documents a store takes: search words and vectors of every passage and sentence."""

from collections.abc import Iterator
from pathlib import Path

from corpus.records import Article, Passage
from corpus.words import tokens
from index.errors import IndexDamaged
from index.library import Library
from index.records import Document, Level, StoredPassage
from index.rows import text_key
from index.stores.base import Store
from index.stores.local import LocalStore


def passage_context(article: Article, section: str | None, start: int, end: int) -> str:
    """What the encoder reads for a passage: its section's title, then its text."""
    text = article.text[start:end]
    return f"{section}\n{text}" if section else text


def texts_to_encode(article: Article, passage: Passage | StoredPassage) -> list[str]:
    """The passage with its context, then each of its sentences."""
    sentences = [article.text[start:end] for start, end in passage.sentences]
    return [passage_context(article, passage.section, passage.start, passage.end), *sentences]


def documents(library: Library, encoder: str, old: Store | None = None) -> dict[Level, list[Document]]:
    """Everything the library holds, as documents of both levels. Raises IndexDamaged when a text has no vector.

    Rows that an older store of the same library and segmenter has are not segmented again: a row never means two texts.
    """
    vectors, passages = library.vectors(encoder), list(_in_order(library))
    rows = {
        Level.PASSAGE: [passage.row for _, passage in passages],
        Level.SENTENCE: [passage.sentence_row(i) for _, passage in passages for i in range(len(passage.sentences))],
    }
    words = {level: old.words(level, rows[level]) if old else {} for level in Level}

    def document(level: Level, row: int, text: str) -> Document:
        known = words[level].get(row)
        try:
            return Document(row, tokens(text) if known is None else known, vectors[text_key(text)])
        except KeyError as error:
            raise IndexDamaged(path=library.path, detail=f"a vector of {article.id} is missing") from error

    found: dict[Level, list[Document]] = {level: [] for level in Level}
    for article, passage in passages:
        whole, *sentences = texts_to_encode(article, passage)
        found[Level.PASSAGE].append(document(Level.PASSAGE, passage.row, whole))
        for place, text in enumerate(sentences):
            found[Level.SENTENCE].append(document(Level.SENTENCE, passage.sentence_row(place), text))
    return found


def write_store(library: Library, encoder: str, dimension: int, folder: Path, old: Path | None = None) -> None:
    """Write the local store of this library's present state into an empty folder; `old` is one of an earlier state."""
    LocalStore.write(folder, documents(library, encoder, LocalStore(old) if old else None), dimension)


def _in_order(library: Library) -> Iterator[tuple[Article, StoredPassage]]:
    for article_id in library.article_ids():
        article = library.article(article_id)
        for passage in library.passages_of(article_id):
            yield article, passage
