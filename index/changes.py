"""What a folder of articles holds that a library does not, and the other way round."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import CorpusError, FileMissing, ReaderStopped
from corpus.passages import passages
from corpus.read import digest, not_files, read_file
from corpus.records import Article, Passage
from index.errors import FolderEmptied
from index.library import Library
from index.records import Copy, SkippedFile, StoredArticle
from index.rows import text_key

#: Called with a stage ("read", "encode", "write"), how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Change:
    """What a build has to do.

    `carried` are those of the articles that have no file here, `adopted` carried ones whose file has come, `copies` all
    copies that there are.
    """

    articles: list[tuple[Article, str, list[Passage]]] = field(default_factory=list)
    carried: set[str] = field(default_factory=set)
    removed: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    added: int = 0
    skipped: list[SkippedFile] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Carried:
    """What changes among the articles that have no file in the folder: ids to `drop`, articles to `bring`, with digests.

    With `may_empty`, a folder without files is no mistake.
    """

    drop: frozenset[str] = frozenset()
    bring: tuple[tuple[Article, str], ...] = ()
    may_empty: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """An article of the folder: its text's key is known from the library, or from the article just read."""

    path: Path
    id: str
    file: str
    digest: str
    text_key: bytes
    article: Article | None = None


def folder_changes(
    library: Library, root: Path, files: list[Path], progress: Progress, carried: Carried | None = None
) -> Change:
    """What these files of a folder change. Of articles with the same text, the first by path is the one that is indexed.

    Articles that were carried here by an import stay, until a file of their name takes their place. Raises FolderEmptied.
    """
    change, carried = Change(), carried or Carried()
    stored = library.stored()
    here = sum(not one.carried for one in stored.values())
    if here and not files and not carried.may_empty:
        raise FolderEmptied(path=root, index=library.path, articles=here)
    looked = _looked_at(stored, library, root, files, progress, change)
    known = {one.id for one in looked}
    staying = {name for name, one in stored.items() if one.carried} - carried.drop - known
    first = {stored[name].text_key: name for name in sorted(staying)}
    _bring(carried, {*known, *stored}, first, change)
    for one in looked:
        if one.text_key in first:
            change.copies.append(Copy(one.id, one.file, one.digest, first[one.text_key], one.text_key))
        elif _take(one, root, stored.get(one.id), change):
            first[one.text_key] = one.id
    change.skipped += [_skipped(name, error) for name, error in not_files(root)]
    kept = set(first.values())
    change.removed = [name for name in stored if name not in kept]
    change.adopted = [name for name, one in stored.items() if one.carried and name in known and name in kept]
    return change


def _bring(carried: Carried, known: set[str], first: dict[bytes, str], change: Change) -> None:
    """Take in the articles that are brought, but never in the place of others."""
    for article, found in carried.bring:
        if article.id not in known:
            change.articles.append((article, found, passages(article)))
            change.carried.add(article.id)
            change.added += 1
            first[text_key(article.text)] = article.id


def listed_changes(library: Library, articles: Iterable[Article]) -> Change:
    """What it takes to hold exactly these articles."""
    known, change = library.digests(), Change()
    for article in articles:
        if known.pop(article.id, None) != article.hash:
            change.articles.append((article, article.hash, passages(article)))
    change.added = len(change.articles)
    change.removed = sorted(known)
    return change


def _looked_at(
    stored: Mapping[str, StoredArticle],
    library: Library,
    root: Path,
    files: list[Path],
    progress: Progress,
    change: Change,
) -> list[_Found]:
    """The articles of these files in order, read where a file is new or changed."""
    known, skipped = _known(stored, library.copies(), root), library.skipped()
    hopeless = {(file.path, file.digest): file for file in skipped if file.digest}
    looked: list[_Found] = []
    for done, path in enumerate(files, 1):
        name, found = path.relative_to(root).as_posix(), ""
        try:
            found = digest(path)
            same = [one for one in known.get(name, ()) if one.digest == found]
            if (name, found) in hopeless:
                change.skipped.append(hopeless[name, found])
            else:
                looked += same or _read(path, root, found, change)
                change.skipped += [file for file in skipped if same and file.path.startswith((f"{name}#", f"{name}/"))]
        except CorpusError as error:
            again = isinstance(error, (FileMissing, ReaderStopped))  # another try may succeed
            change.skipped.append(_skipped(name, error, "" if again else found))
        progress("read", done, len(files))
    return looked


def _known(stored: Mapping[str, StoredArticle], copies: list[Copy], root: Path) -> dict[str, list[_Found]]:
    """The articles that the library knows, copies included, by file."""
    found: dict[str, list[_Found]] = {}
    for one in stored.values():
        found.setdefault(one.file, []).append(_Found(root / one.file, one.id, one.file, one.digest, one.text_key))
    for copy in copies:
        found.setdefault(copy.file, []).append(
            _Found(root / copy.file, copy.path, copy.file, copy.digest, copy.text_key)
        )
    return found


def _read(path: Path, root: Path, found: str, change: Change) -> list[_Found]:
    """The articles of a file, in its order; of what could not be read in it the change takes note."""
    reading, name = read_file(path, root), path.relative_to(root).as_posix()
    change.skipped += [_skipped(part, error) for part, error in reading.skipped]
    return [_Found(path, one.id, name, found, text_key(one.text), one) for one in reading.articles]


def _take(found: _Found, root: Path, known: StoredArticle | None, change: Change) -> bool:
    """Make an article one of the index, unless it is already. False when it cannot be read any more."""
    if known and known.digest == found.digest:
        return True
    try:  # a copy whose original has gone was not read yet
        read = read_file(found.path, root).articles if found.article is None else (found.article,)
        article = next(one for one in read if one.id == found.id)
    except (CorpusError, StopIteration) as error:
        if isinstance(error, CorpusError):
            change.skipped.append(_skipped(found.id, error))
        return False
    change.articles.append((article, found.digest, passages(article)))
    change.added += known is None
    return True


def _skipped(article_id: str, error: CorpusError, found: str = "") -> SkippedFile:
    return SkippedFile(_written(article_id), _written(error.message("en")), _written(error.message("zh")), found)


def _written(text: str) -> str:
    """A file's name need not be text, which is all that the library takes."""
    return text.encode("utf-8", "backslashreplace").decode()
