"""What is inside an index, article by article."""

from pathlib import Path
from typing import Any

from index.library import Library


def listing(index: Path) -> list[dict[str, Any]]:
    """A row an article: id, title, date, source, language, characters, passages, hash. Raises what `Library.read` does."""
    library = Library.read(index)
    try:
        return [_row(library, article_id) for article_id in library.article_ids()]
    finally:
        library.close()


def plain_listing(rows: list[dict[str, Any]]) -> str:
    """The rows as lines: id, title, date, passages."""
    lines = [f"{row['article']}  {row['title']}  {row['date'] or '-'}  {row['passages']}" for row in rows]
    return "\n".join(lines)


def _row(library: Library, article_id: str) -> dict[str, Any]:
    article = library.article(article_id)
    return {
        "article": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "language": article.language,
        "characters": len(article.text),
        "passages": len(library.passages_of(article_id)),
        "article_hash": article.hash,
    }
