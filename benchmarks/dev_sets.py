"""Public question sets in SQuAD's shape: one article a context, questions with their accepted answers."""

import argparse
import hashlib
import json
import lzma
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.language import detect
from corpus.records import Article, Block, BlockKind
from training.written import PUT_IN, written

#: Where the sets lie beside a checkout that has them; every script takes --data.
DATA = Path(__file__).parent.parent.parent / "shared" / "data" / "dev"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the id of the article made of its context, its accepted answers, whether there are any, and whether it is
    answered by yes or no instead.
    """

    id: str
    question: str
    article: str
    title: str
    answers: tuple[str, ...]
    answerable: bool
    yes_or_no: bool = False


def parse(parser: argparse.ArgumentParser, limit: int) -> argparse.Namespace:
    """The arguments of a script, with where the sets are (`data`) and how many questions of a set to ask (`limit`)."""
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--limit", type=int, default=limit, help="questions of a set, spread evenly")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.error(f"{arguments.data} is not there: name the folder of the question sets with --data")
    return arguments


def spread(asked: Sequence[Asked], limit: int) -> list[Asked]:
    """About so many of the questions that have an answer, spread evenly."""
    answerable = [one for one in asked if one.answerable]
    return answerable[:: max(1, len(answerable) // limit)]


def load(name: str, data: Path = DATA) -> tuple[list[Article], list[Asked]]:
    """The distinct contexts of a set as articles, and its questions in order."""
    return of_rows(_rows(data / f"{name}.jsonl.xz"))


def load_written(data: Path, put_in: bool = False) -> tuple[list[Article], list[Asked]]:
    """What we wrote and never trained on (see training/written.py), of the training text what lies beside the development sets:
    questions that their passages answer, and questions that these do not, but do with the sentences that are `put_in`.
    """
    rows = [row for row in written(data.parent / "train", held_out=True) if row["answers"] or row["paired"]]
    return of_rows(row for row in rows if row["id"].endswith(PUT_IN) == put_in)


def of_rows(rows: Iterable[dict[str, Any]]) -> tuple[list[Article], list[Asked]]:
    """The same of rows in the shape of those files."""
    articles: dict[str, Article] = {}
    asked = []
    for row in rows:
        context = row["context"].replace(" [SEP] ", "\n")
        article_id = hashlib.sha256(context.encode()).hexdigest()[:16]
        if article_id not in articles:
            articles[article_id] = article_of(article_id, context)
        accepted = row.get("evidences") or [answer["text"] for answer in row["answers"]]
        answers = tuple(dict.fromkeys(accepted))
        answerable = bool(row.get("is_answerable", True)) and not row.get("yesno")
        yes_or_no = bool(row.get("is_answerable")) and not answers
        asked.append(
            Asked(
                row["id"], row["question"], article_id, row["title"], answers, answerable and bool(answers), yes_or_no
            )
        )
    return list(articles.values()), asked


def article_of(article_id: str, context: str) -> Article:
    """An article whose paragraphs are the lines of a context."""
    blocks, place = [], 0
    for line in context.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, place, place + len(line)))
        place += len(line) + 1
    # no title: the title of a Wikipedia article would give many answers away
    sha = hashlib.sha256(context.encode()).hexdigest()
    return Article(article_id, context, sha, "", tuple(blocks), ((0, 1),), detect(context))


def across(questions: list[Asked], contexts: list[Asked]) -> list[Asked]:
    """The questions of one language with the articles of another: ids are equal up to a language suffix."""
    by_id = {_stem(one.id): one for one in contexts}
    found = []
    for one in questions:
        other = by_id.get(_stem(one.id))
        if other:
            found.append(Asked(one.id, one.question, other.article, other.title, other.answers, other.answerable))
    return found


def _stem(question_id: str) -> str:
    return question_id.rsplit("_", 1)[0]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
