"""Question sets as embedding rows: contexts cut into sentences, questions with the place of their answer, and the contexts
that look most like answers without being any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from corpus.sentences import split
from training.sample_text import rows as read_rows
from training.tokens import Rows, TextRows


@dataclass(frozen=True, slots=True)
class Sentence:
    """Rows of a sentence's tokens, and where in the context each token starts and ends."""

    rows: Rows
    starts: Rows
    ends: Rows


@dataclass(frozen=True, slots=True)
class Context:
    """A text that questions were asked about."""

    title: str
    text: str
    language: str
    sentences: tuple[Sentence, ...]

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds a character, or the last one before it."""
        first = [int(sentence.starts[0]) for sentence in self.sentences]
        return max(0, int(np.searchsorted(first, place, side="right")) - 1)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the number of its context, the characters `start` to `end` of its first answer, and all answers.

    Where nothing answers, `start` and `end` are -1. `exact` is false where the answer is known to be in its sentence only;
    `paired` is true where the same question stands beside another context as well, which does not answer it, or here does not.
    """

    text: str
    rows: Rows
    context: int
    start: int
    end: int
    answers: tuple[str, ...]
    exact: bool = True
    paired: bool = False


@dataclass(frozen=True, slots=True)
class Questions:
    """Contexts, the questions asked about them, neighbours beside each other, and the numbers of the contexts of each title."""

    contexts: list[Context]
    asked: list[Question]
    of_title: dict[str, list[int]]


def load(path: Path, read: TextRows) -> Questions:
    """One file of questions."""
    return of_rows(list(read_rows(path)), read)


def of_rows(rows: Sequence[dict[str, Any]], read: TextRows, longest: int = 160) -> Questions:
    """Questions of rows as in those files. Sentences are cut after `longest` tokens."""
    number = {text: place for place, text in enumerate(dict.fromkeys(row["context"] for row in rows))}
    of = {row["context"]: (row.get("title") or "", row["lang"]) for row in rows}
    contexts = [_context(text, *of[text], read, longest) for text in number]
    asked = []
    for row, question in zip(rows, read([row["question"] for row in rows]), strict=True):
        start, end = -1, -1
        if row["answers"]:
            start = row["answers"][0]["answer_start"]
            end = start + len(row["answers"][0]["text"])
        answers = tuple(dict.fromkeys(one["text"] for one in row["answers"]))
        if contexts[number[row["context"]]].sentences and len(question):
            told = (start, end, answers, row.get("exact", True), row.get("paired", False))
            asked.append(Question(row["question"], question, number[row["context"]], *told))
    asked.sort(key=lambda one: one.context)
    of_title: dict[str, list[int]] = {}
    for place, context in enumerate(contexts):
        of_title.setdefault(context.title, []).append(place)
    return Questions(contexts, asked, of_title)


def _context(text: str, title: str, language: str, read: TextRows, longest: int) -> Context:
    spans = split(text)
    encoded = read.tokenizer.encode_batch([text[span.start : span.end] for span in spans], add_special_tokens=False)
    sentences = []
    for span, one in zip(spans, encoded, strict=True):
        if one.ids:
            offsets = np.array(one.offsets[:longest], dtype=np.int32) + span.start
            sentences.append(Sentence(read.row_of[one.ids[:longest]], offsets[:, 0], offsets[:, 1]))
    return Context(title, text, language, tuple(sentences))


def look_alikes(found: Questions, cache: Path, most: int = 8) -> NDArray[np.int32]:
    """For each question the contexts that BM25 (k1 1.2, b 0.75) likes best and that hold none of its answers: (q, most)."""
    if cache.exists():
        kept: NDArray[np.int32] = np.load(cache)
        return kept
    documents = [
        np.concatenate([sentence.rows for sentence in context.sentences] or [np.zeros(1, np.int32)])
        for context in found.contexts
    ]
    questions = [question.rows for question in found.asked]
    matrix = _bm25(documents, width=1 + max(int(text.max()) for text in (*documents, *questions)))
    asked = _counts(questions, matrix.shape[1])
    asked.data[:] = 1
    table = np.full((len(found.asked), most), -1, dtype=np.int32)
    for start in range(0, len(found.asked), 512):
        scores = np.asarray((asked[start : start + 512] @ matrix.T).todense())
        best = np.argsort(-scores, axis=1)[:, : most * 3]
        for place, order in enumerate(best, start=start):
            question = found.asked[place]
            kept_ones = [
                c
                for c in order
                if c != question.context and not any(a in found.contexts[c].text for a in question.answers)
            ]
            table[place, : len(kept_ones[:most])] = kept_ones[:most]
    np.save(cache, table)
    return table


def _counts(texts: Sequence[Rows], width: int) -> sparse.csr_matrix:
    places = np.concatenate([np.full(len(text), place) for place, text in enumerate(texts)])
    found = sparse.csr_matrix(
        (np.ones(len(places), np.float32), (places, np.concatenate(texts))), shape=(len(texts), width)
    )
    found.sum_duplicates()
    return found


def _bm25(documents: Sequence[Rows], width: int, k1: float = 1.2, b: float = 0.75) -> sparse.csr_matrix:
    counts = _counts(documents, width).tocoo()
    lengths = np.array([len(document) for document in documents])
    frequency = np.bincount(counts.col, minlength=width)
    idf = np.log(1 + (len(documents) - frequency + 0.5) / (frequency + 0.5))
    norm = k1 * (1 - b + b * lengths / lengths.mean())
    counts.data = counts.data * (k1 + 1) / (counts.data + norm[counts.row]) * idf[counts.col]
    return sparse.csr_matrix(counts)
