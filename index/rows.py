"""Articles and passages as rows of the library file, and back."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.records import Article, Block, BlockKind, Passage, Span
from corpus.shingles import sketch
from index.records import StoredPassage
from index.schema import ARTICLE


def text_key(text: str) -> bytes:
    """The key of a text, and of its vector: the SHA-256 of its UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def article_values(
    article: Article, digest: str, keywords: Sequence[str], passages: int, carried: bool
) -> tuple[Any, ...]:
    """The values of the columns `ARTICLE`."""
    row = article_row(article, digest) | {
        "passages": passages,
        "carried": int(carried),
        "text_key": text_key(article.text),
        "sketch": sketch(article.text),
        "keywords": json.dumps(list(keywords), ensure_ascii=False),
    }
    return tuple(row[column] for column in ARTICLE)


def article_row(article: Article, digest: str) -> dict[str, Any]:
    """What of an article cannot be made anew from its text, as texts and numbers; `article_of` reads it."""
    return {
        "id": article.id,
        "file": article.file or article.id,
        "digest": digest,
        "hash": article.hash,
        "title": article.title,
        "author": article.author,
        "date": article.date,
        "source": article.source,
        "language": article.language,
        "text": article.text,
        "blocks": json.dumps([[block.kind, block.start, block.end, block.level] for block in article.blocks]),
        "lines": json.dumps(article.lines),
        "pages": json.dumps(article.pages),
    }


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row."""
    return Article(
        id=row["id"],
        text=row["text"],
        hash=row["hash"],
        title=row["title"],
        blocks=tuple(Block(BlockKind(kind), *rest) for kind, *rest in json.loads(row["blocks"])),
        lines=_places(row["lines"]),
        language=row["language"],
        date=row["date"],
        source=row["source"],
        author=row["author"],
        pages=_places(row["pages"]),
        file=row["file"] if row["file"] != row["id"] else None,
    )


def _places(kept: str) -> tuple[tuple[int, int], ...]:
    return tuple((offset, number) for offset, number in json.loads(kept))


def passage_values(part: Passage | StoredPassage) -> tuple[Any, ...]:
    """The values of a passage that its seal covers."""
    return part.article, part.ordinal, part.start, part.end, part.section, json.dumps(part.sentences)


def passage_of(row: int, values: Sequence[Any]) -> StoredPassage:
    """The passage of a row."""
    article, ordinal, start, end, section, sentences = values
    spans = tuple(Span(*span) for span in json.loads(sentences))
    return StoredPassage(row, article, ordinal, start, end, section, spans)
