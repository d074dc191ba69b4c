"""What is inside an index, article by article, and how its files stand to the folder of articles."""

from enum import StrEnum
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError
from corpus.read import digest, find_articles
from index.library import Library
from index.records import Copy, SkippedFile, StoredArticle


class State(StrEnum):
    """How a file stands to the index."""

    INDEXED = "indexed"
    CARRIED = "carried"
    CHANGED = "changed"
    REMOVED = "removed"
    NEW = "new"
    SKIPPED = "skipped"
    DUPLICATE = "duplicate"


_PLAIN = {
    "en": {
        State.INDEXED: "indexed",
        State.CARRIED: "imported, no file here",
        State.CHANGED: "changed since the build",
        State.REMOVED: "file removed since the build",
        State.NEW: "new, not built yet",
        State.SKIPPED: "skipped: {reason}",
        State.DUPLICATE: "duplicate of {of}",
    },
    "zh": {
        State.INDEXED: "已收录",
        State.CARRIED: "由导入带来，本机没有文件",
        State.CHANGED: "构建后有改动",
        State.REMOVED: "构建后文件已删除",
        State.NEW: "新文件，尚未构建",
        State.SKIPPED: "已跳过：{reason_zh}",
        State.DUPLICATE: "与 {of} 内容相同",
    },
}


def listing(index: Path, folder: Path | None = None) -> list[dict[str, Any]]:
    """A row an article, then a row a file that is none; sorted by name. Raises BuildUnfinished and what `Library.read` does.

    The states of files are looked up in `folder`, when the index was built from it; else the index alone is asked.
    """
    library = Library.read(index)
    try:
        library.check()
        library.check_built()
        known = folder if folder and library.setting("folder") == str(folder.resolve()) else None
        copies = library.copies()
        rows = [_row(library, stored, copies, known) for stored in library.stored().values()]
        rows += [_file(one.path, State.DUPLICATE, known, of=one.article) for one in copies]
        rows += [_skipped(one, known) for one in library.skipped()]
        if known and known.is_dir():
            _compare(library, known, rows)
    finally:
        library.close()
    return sorted(rows, key=lambda row: row["article"])


def plain_listing(rows: list[dict[str, Any]], language: str = "en") -> str:
    """The rows as lines: name, title, date, size, passages, state."""
    lines = []
    for row in rows:
        size = "-" if row["size"] is None else f"{row['size']:,} B"
        state = _PLAIN[language][State(row["state"])].format(**row)
        lines.append(
            "  ".join([row["article"], row["title"] or "-", row["date"] or "-", size, str(row["passages"]), state])
        )
    return "\n".join(lines)


def _row(library: Library, stored: StoredArticle, copies: list[Copy], folder: Path | None) -> dict[str, Any]:
    article = library.article(stored.id)
    return {
        "article": article.id,
        "file": stored.file,
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "language": article.language,
        "characters": len(article.text),
        "size": _size(folder, stored.file),
        "passages": len(library.passages_of(article.id)),
        "article_hash": article.hash,
        "state": State.CARRIED if stored.carried else State.INDEXED,
        "copies": [copy.path for copy in copies if copy.article == article.id],
        "of": None,
        "reason": None,
        "reason_zh": None,
    }


def _file(name: str, state: State, folder: Path | None, of: str | None = None) -> dict[str, Any]:
    nothing = dict.fromkeys(("title", "date", "source", "language", "article_hash", "reason", "reason_zh"))
    row = {"article": name, "file": name, "characters": 0, "passages": 0, "size": _size(folder, name), "copies": []}
    return {**nothing, **row, "state": state, "of": of}


def _skipped(file: SkippedFile, folder: Path | None) -> dict[str, Any]:
    return _file(file.path, State.SKIPPED, folder) | {"reason": file.reason, "reason_zh": file.reason_zh}


def _compare(library: Library, folder: Path, rows: list[dict[str, Any]]) -> None:
    """Mark what has changed in the folder since the build."""
    digests = {one.file: one.digest for one in library.stored().values()}
    digests |= {copy.file: copy.digest for copy in library.copies()}
    names = {path.relative_to(folder).as_posix(): path for path in find_articles(folder)}
    for row in rows:
        if row["file"] in digests and row["state"] is not State.CARRIED:
            path = names.get(row["file"])
            if path is None:
                row["state"] = State.REMOVED
            elif _digest(path) != digests[row["file"]]:
                row["state"] = State.CHANGED
    told = {row["file"] for row in rows}
    rows += [_file(name, State.NEW, folder) for name in names if name not in told and _shown(name) not in told]


def _digest(path: Path) -> str | None:
    try:
        return digest(path)
    except CorpusError:
        return None


def _shown(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()


def _size(folder: Path | None, name: str) -> int | None:
    try:
        return (folder / name).stat().st_size if folder else None
    except OSError:
        return None
