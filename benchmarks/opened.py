"""An index of some articles in a temporary folder, open for as long as it is measured."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.records import Article
from index.build import build_from
from index.encoders.base import Encoder
from index.lexicon import Lexicon
from index.search import Searcher
from index.snapshot import Snapshot


@contextmanager
def searcher_over(articles: Sequence[Article], encoder: Encoder) -> Iterator[Searcher]:
    """A searcher over an index that holds these articles and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.yuanwen"
        build_from(index, articles, encoder)
        snapshot = Snapshot.open(index, encoder)
        try:
            yield Searcher(snapshot.library, snapshot.store, encoder, Lexicon())
        finally:
            snapshot.close()
