"""What the page does with articles: adding, removing, bringing back, building. Each runs away from the chat (`qa.web.work`)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import AlreadyThere, CorpusError
from corpus.read import find_articles
from corpus.trash import Trash
from index.build import build
from index.changes import Carried
from index.lock import locked
from index.records import BuildReport, NearDuplicate
from qa import keeping, settings
from qa.building import PATIENCE, encoder_for
from qa.settings import Settings
from qa.web.inventory import inside
from qa.web.work import Stage, Tell, without_paths

ALREADY = ("", "")  # a file of that name with other content: the page has its own words for it


@dataclass(frozen=True, slots=True)
class FileNote:
    """What became of one file so far.

    `state` is waiting, added, replaced, same, read, indexed, duplicate or skipped; `reason` is in English and Chinese,
    `of` the article that a duplicate says again, `passages` what was indexed.
    """

    name: str
    state: str
    reason: tuple[str, str] | None = None
    of: str = ""
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """What one piece of work changed: names of files, counts of articles, and new articles that nearly say the same."""

    names: tuple[str, ...]
    added: int
    changed: int
    removed: int
    skipped: int
    seconds: float
    near: tuple[NearDuplicate, ...] = ()


def add_files(tell: Tell, chosen: Settings, sources: Sequence[str], replace: bool) -> Done:
    """Put uploaded files, or what an address gives, among the articles as `add` does, and build. Uploads are deleted."""
    for source in sources:
        tell(FileNote(_shown(source), "waiting"))
    settings.start_articles(chosen.articles)
    names: list[str] = []
    try:
        with locked(chosen.index, PATIENCE):
            for number, source in enumerate(sources, 1):
                names += _put(tell, chosen, source, replace)
                tell(Stage("take", number, len(sources)))
            if not names:
                return Done((), 0, 0, 0, 0, 0.0)
            return _done(names, _build(tell, chosen, names))
    finally:
        discard(sources)


def remove_files(tell: Tell, chosen: Settings, names: Sequence[str]) -> Done:
    """Move files to the trash and build."""
    with locked(chosen.index, PATIENCE):
        found, carried = keeping.remove(names, chosen)
        return _done(found, _build(tell, chosen, (), carried))


def bring_back(tell: Tell, chosen: Settings) -> Done:
    """Undo the last removal and build."""
    with locked(chosen.index, PATIENCE):
        removal = Trash(chosen.index).last()
        names, carried = keeping.undo(chosen)
        report = _build(tell, chosen, names, carried)
        Trash(chosen.index).forget(removal)
        return _done(names, report)


def rebuild(tell: Tell, chosen: Settings) -> Done:
    """Bring the index up to date with the folder."""
    return _done((), _build(tell, chosen, ()))


def discard(sources: Sequence[str]) -> None:
    """Delete uploads; addresses are left alone."""
    for source in sources:
        if not _is_address(source):
            with suppress(OSError):
                Path(source).unlink()


def _put(tell: Tell, chosen: Settings, source: str, replace: bool) -> list[str]:
    added = keeping.add([source], chosen, replace)
    for put in added.files:
        tell(FileNote(_shown(source), "became", of=put.name))
        tell(FileNote(put.name, put.placed))
    for _, error in added.failed:
        tell(FileNote(_shown(source), "skipped", _reason(error)))
    return [put.name for put in added.files]


def _build(tell: Tell, chosen: Settings, names: Sequence[str], carried: Carried | None = None) -> BuildReport:
    settings.start_articles(chosen.articles)
    tell(Stage("start"))
    encoder = encoder_for(chosen)
    order = [path.relative_to(chosen.articles).as_posix() for path in find_articles(chosen.articles)]
    wanted = set(names)

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "read" and 0 < done <= len(order) and order[done - 1] in wanted:
            tell(FileNote(order[done - 1], "read"))
        tell(Stage(stage, done, total))

    report = build(chosen.index, chosen.articles, encoder, progress, carried=carried)
    if wanted:
        _tell_of_files(tell, chosen, wanted)
    return report


def _tell_of_files(tell: Tell, chosen: Settings, names: set[str]) -> None:
    """How each file ended: in the index, as a copy of another, or skipped."""
    from qa.listing import listing

    passages: dict[str, int] = {}
    for row in listing(chosen.index):
        name = next((one for one in (row["file"], row["article"].partition("#")[0]) if one in names), None)
        if name is None:
            continue
        if row["state"] == "skipped":
            tell(FileNote(name, "skipped", inside(row, chosen.articles)))
        elif row["state"] == "duplicate":
            tell(FileNote(name, "duplicate", of=row["of"]))
        else:
            passages[name] = passages.get(name, 0) + row["passages"]
    for name, count in passages.items():
        tell(FileNote(name, "indexed", passages=count))


def _reason(error: CorpusError) -> tuple[str, str]:
    return ALREADY if isinstance(error, AlreadyThere) else without_paths(error)


def _shown(source: str) -> str:
    return source if _is_address(source) else Path(source).name


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _done(names: Sequence[str], report: BuildReport) -> Done:
    return Done(
        tuple(names), report.added, report.changed, report.removed, len(report.skipped), report.seconds, report.near
    )
