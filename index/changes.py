"""What a folder of articles holds that a library does not, and the other way round."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import CorpusError
from corpus.passages import passages
from corpus.read import digest, read_article
from corpus.records import Article, Passage
from index.library import Library
from index.records import Copy, SkippedFile, StoredArticle
from index.rows import text_key

#: Called with a stage ("read", "encode", "write"), how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Change:
    """What a build has to do. `adopted` are carried articles whose file has come; `copies` are all copies there are."""

    articles: list[tuple[Article, str, list[Passage]]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    added: int = 0
    skipped: list[SkippedFile] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the folder: its text's key is known from the library, or from the article just read."""

    path: Path
    id: str
    digest: str
    text_key: bytes
    article: Article | None


def folder_changes(library: Library, root: Path, files: list[Path], progress: Progress) -> Change:
    """What these files of a folder change. Of files with the same text, the first by path is the article.

    Articles that were carried here by an import stay, until a file of their name takes their place.
    """
    change = Change()
    looked = _looked_at(library, root, files, progress, change)
    stored, known = library.stored(), {file.id for file in looked}
    first = {one.text_key: name for name, one in stored.items() if one.carried and name not in known}
    for file in looked:
        if file.text_key in first:
            change.copies.append(Copy(file.id, file.digest, first[file.text_key], file.text_key))
        elif _take(file, root, stored.get(file.id), change):
            first[file.text_key] = file.id
    kept = set(first.values())
    change.removed = [name for name in stored if name not in kept]
    change.adopted = [name for name, one in stored.items() if one.carried and name in known and name in kept]
    return change


def listed_changes(library: Library, articles: Iterable[Article]) -> Change:
    """What it takes to hold exactly these articles."""
    known, change = library.digests(), Change()
    for article in articles:
        if known.pop(article.id, None) != article.hash:
            change.articles.append((article, article.hash, passages(article)))
    change.added = len(change.articles)
    change.removed = sorted(known)
    return change


def _looked_at(library: Library, root: Path, files: list[Path], progress: Progress, change: Change) -> list[_File]:
    """The files that are articles, read where they are new or changed."""
    known = {name: (one.digest, one.text_key) for name, one in library.stored().items()}
    known |= {copy.path: (copy.digest, copy.text_key) for copy in library.copies()}
    looked = []
    for done, path in enumerate(files, 1):
        article_id = path.relative_to(root).as_posix()
        try:
            found = digest(path)
            same = article_id in known and known[article_id][0] == found
            article = None if same else read_article(path, root)
            key = text_key(article.text) if article else known[article_id][1]
            looked.append(_File(path, article_id, found, key, article))
        except CorpusError as error:
            change.skipped.append(_skipped(article_id, error))
        progress("read", done, len(files))
    return looked


def _take(file: _File, root: Path, known: StoredArticle | None, change: Change) -> bool:
    """Make a file's article one of the index, unless it is already. False when it cannot be read any more."""
    if known and known.digest == file.digest:
        return True
    try:
        article = file.article or read_article(file.path, root)  # a copy whose original has gone
    except CorpusError as error:
        change.skipped.append(_skipped(file.id, error))
        return False
    change.articles.append((article, file.digest, passages(article)))
    change.added += known is None
    return True


def _skipped(article_id: str, error: CorpusError) -> SkippedFile:
    shown = article_id.encode("utf-8", "backslashreplace").decode()  # a file's name need not be text
    return SkippedFile(shown, error.message("en"), error.message("zh"))
