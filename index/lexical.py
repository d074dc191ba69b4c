"""Word search by tantivy: one folder a level, words segmented by us, whitespace between them."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

import tantivy

from index.bm25 import Collection, group_frequency, structured_score
from index.records import Document, Scored, WordGroup

#: A structured query rescores this many candidates, found by the same words as a plain weighted query.
CANDIDATES = 300
_WORDS, _ROW = "words", "row"
_HEAP_BYTES = 64_000_000
_KEPT = 20_000  # rows whose words are kept: those of a passage are looked at by many questions
_LONGEST_WORD = 200  # characters; tantivy drops longer than 64 KiB, nobody asks for longer than this


class LexicalIndex:
    """BM25 over one tantivy folder. Equals the textbook up to tantivy's one-byte document lengths (exact to 40 words)."""

    def __init__(self, folder: Path, collection: Collection) -> None:
        """Open a folder that `write` made; `collection` is what `write` returned."""
        self._index = _register(tantivy.Index.open(str(folder)))
        self._index.config_reader(reload_policy="manual")  # the folder never changes: no thread need watch it
        self._searcher = self._index.searcher()
        self._known: dict[int, list[str]] = {}  # words by row
        self.collection = collection

    @staticmethod
    def write(folder: Path, documents: Iterable[Document]) -> Collection:
        """Write an index of these documents into an empty folder, as one segment. Raises OSError."""
        folder.mkdir(parents=True)
        try:
            return _write(folder, documents)
        except ValueError as error:  # how tantivy says that a file could not be written
            raise OSError(f"tantivy: {error}") from error

    def document_frequency(self, word: str) -> int:
        """In how many documents the word occurs."""
        return int(self._searcher.doc_freq(_WORDS, word))

    def search(self, words: Sequence[str], k: int, rows: Set[int] | None = None) -> Scored:
        """The k best rows by BM25 over the distinct words; of these rows only when they are given."""
        query = self._within(rows, self._any_of([{word: 1.0} for word in dict.fromkeys(words)]))
        return [(row, score) for row, score, _ in self._hits(query, k)]

    def structured(self, groups: Sequence[WordGroup], k: int, rows: Set[int] | None = None) -> Scored:
        """The k best rows by a structured query, among the best `CANDIDATES` of the plain query; `rows` as in `search`."""
        wanted = list(groups)
        frequencies = [group_frequency(group, self.document_frequency) for group in wanted]
        candidates = self._hits(self._within(rows, self._any_of(wanted)), max(k, CANDIDATES))
        scored = []
        for row, _, address in candidates:
            words = self._words(row, address)
            score = structured_score(wanted, frequencies, Counter(words), len(words), self.collection)
            if score > 0:
                scored.append((row, score))
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:k]

    def words(self, rows: Iterable[int]) -> dict[int, list[str]]:
        """The words of these rows, in order."""
        wanted = list(rows)
        found = {row: self._known[row] for row in wanted if row in self._known}
        new = [row for row in wanted if row not in found]
        if new:
            query = tantivy.Query.term_set_query(self._index.schema, _ROW, new)
            found |= {row: self._words(row, address) for row, _, address in self._hits(query, len(new))}
        return found

    def _within(self, rows: Set[int] | None, query: tantivy.Query) -> tantivy.Query:
        """The query over these rows only; which they are adds nothing to a score."""
        if rows is None:
            return query
        only = tantivy.Query.term_set_query(self._index.schema, _ROW, list(rows))
        clauses = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, tantivy.Query.const_score_query(only, 0.0))]
        return tantivy.Query.boolean_query(clauses)

    def _any_of(self, groups: Iterable[WordGroup]) -> tantivy.Query:
        schema, term = self._index.schema, tantivy.Query.term_query
        weights: dict[str, float] = {}
        for group in groups:
            for word, weight in group.items():
                weights[word] = max(weight, weights.get(word, 0.0))
        clauses = []
        for word, weight in weights.items():
            clause = term(schema, _WORDS, word, index_option="freq")
            clauses.append((tantivy.Occur.Should, clause if weight == 1 else tantivy.Query.boost_query(clause, weight)))
        return tantivy.Query.boolean_query(clauses)

    def _hits(self, query: tantivy.Query, k: int) -> list[tuple[int, float, tantivy.DocAddress]]:
        found = self._searcher.search(query, limit=max(k, 1), count=False).hits[:k]
        rows = self._searcher.fast_field_values(_ROW, [address for _, address in found])
        hits = [(int(row or 0), float(score), address) for (score, address), row in zip(found, rows, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def _words(self, row: int, address: tantivy.DocAddress) -> list[str]:
        """The words of a row, read once, then kept."""
        words = self._known.get(row)
        if words is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            words = str(self._searcher.doc(address).get_first(_WORDS) or "").split()
            self._known[row] = words
        return words


def _write(folder: Path, documents: Iterable[Document]) -> Collection:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_WORDS, stored=True, tokenizer_name="words", index_option="freq")
    builder.add_unsigned_field(_ROW, stored=False, indexed=True, fast=True)
    index = _register(tantivy.Index(builder.build(), path=str(folder)))
    count = total = 0
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    for document in documents:
        entry = tantivy.Document()
        entry.add_text(_WORDS, " ".join(word[:_LONGEST_WORD] for word in document.words))
        entry.add_unsigned(_ROW, document.row)
        writer.add_document(entry)
        count, total = count + 1, total + len(document.words)
    writer.commit()
    writer.wait_merging_threads()
    return Collection(count, total / count if count else 0.0)


def _register(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index
