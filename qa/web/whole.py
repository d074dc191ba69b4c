"""One article, whole, as the reader of the pages shows it."""

from corpus.records import Article
from qa.web import markup


def whole(article: Article) -> str:
    """The article with nothing highlighted."""
    return markup.reader([article], (), 0, related=False)
