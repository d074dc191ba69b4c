"""What the page of evaluation works with: test sets, saved runs, drafts, and the work that makes the last two."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import corpus
from qa.bot import Bot
from qa.errors import BadRun, QAError
from qa.evaluate.ask import AskOptions, evaluate
from qa.evaluate.check import Missing, missing_answers
from qa.evaluate.faults import RowFault
from qa.evaluate.run import Run, load, save
from qa.evaluate.score import values
from qa.evaluate.testset import Case, examine, read_testset, write_testset
from qa.settings import Settings
from qa.web.discarded import Discarded, Kept
from qa.web.work import Stage, Tell

DRAFTS = "drafts.jsonl"
SUFFIXES = (".jsonl", ".csv", ".json")
MEGABYTES = 16  # of one uploaded test set
_SHIPPED = Path(corpus.__file__).parent / "testsets"
_MOST_RUNS = 40  # listed, newest first
_MOST_DRAFTS = 60
_MOST_MISSING = 20  # whose nearest sentence is looked for
_ODD = re.compile(r"[^\w.\- ]+")


@dataclass(frozen=True, slots=True)
class Summary:
    """A saved run in a list: its file, its test set, when it was made (UTC), how many questions and how many came out right."""

    name: str
    testset: str
    made: str
    questions: int
    right: int


class Trials:
    """The folders beside an index, `testsets/` and `runs/`, and the trash for what was in them."""

    def __init__(self, chosen: Settings) -> None:
        """Nothing is made until something is kept."""
        self.testsets = chosen.index.parent / "testsets"
        self.runs = chosen.index.parent / "runs"
        self.discarded = Discarded(chosen.index.parent)

    @property
    def drafts(self) -> Path:
        """The file of drafted questions."""
        return self.testsets / DRAFTS

    def named(self) -> dict[str, Path]:
        """The test sets by name, shipped ones first; one of the reader's own takes the place of a shipped one."""
        found: dict[str, Path] = {}
        for folder in (_SHIPPED, self.testsets):
            files = sorted(folder.iterdir()) if folder.is_dir() else []
            found |= {one.name: one for one in files if one.suffix.lower() in SUFFIXES and one.is_file()}
        return found

    def keep(self, upload: Path) -> str:
        """Keep a test set under its name, or a numbered one where another has that name; the name that it has now."""
        self.testsets.mkdir(parents=True, exist_ok=True)
        stem, suffix = _ODD.sub("", upload.stem)[:80].strip(" .") or "testset", upload.suffix.lower()
        data, number, target = upload.read_bytes(), 1, self.testsets / f"{stem}{suffix}"
        while (target.exists() and target.read_bytes() != data) or (_SHIPPED / target.name).exists():
            number += 1
            target = self.testsets / f"{stem}-{number}{suffix}"
        shutil.copyfile(upload, target)
        return target.name

    def is_own(self, name: str | None) -> bool:
        """Whether a test set is the reader's own, and no file of drafts."""
        path = self.named().get(name or "")
        return path is not None and path.parent == self.testsets and path.name != DRAFTS

    def remove(self, kept: Kept) -> bool:
        """Take a listed run or a test set of one's own away; False where there is none such. Raises FolderUnwritable."""
        known = {one.name for one in self.listed()} if kept.folder == "runs" else set(filter(self.is_own, self.named()))
        return kept.name in known and self.discarded.take(kept)

    def listed(self) -> list[Summary]:
        """The saved runs, newest first; files that are no runs are left out."""
        files = list(self.runs.glob("*.json")) if self.runs.is_dir() else []
        found = [_summarised(path) for path in files]
        return sorted((one for one in found if one), key=lambda one: one.made, reverse=True)[:_MOST_RUNS]

    def run(self, name: str) -> Run | None:
        """A saved run that is listed."""
        path = self.runs / name
        try:
            return _loaded(path, path.stat().st_mtime_ns) if name in {one.name for one in self.listed()} else None
        except (BadRun, OSError):
            return None

    def histories(self, run: Run) -> dict[str, tuple[str, ...]]:
        """What was asked before each question of a run, by id, where the test set is still at hand."""
        path = self.named().get(run.about["testset"]["name"])
        try:
            return {case.id: case.history for case in examine(path)[0]} if path else {}
        except QAError:
            return {}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a test set: unreadable lines, answers that no article holds, how many more of these there are."""

    questions: int
    problems: tuple[tuple[int, RowFault], ...]
    missing: tuple[Missing, ...] = ()
    more: int = 0


def check(bot: Bot, path: Path) -> Checked:
    """Look for what is wrong with a test set. Raises NoTestSet."""
    cases, problems = examine(path)
    texts = bot.library.texts()
    gone = [case for case in cases if any(not answer.stands_in(texts) for answer in case.answers)]
    missing = missing_answers(bot, gone[:_MOST_MISSING])
    return Checked(len(cases), tuple(problems), tuple(missing), max(0, len(gone) - _MOST_MISSING))


def run_tests(tell: Tell, chosen: Settings, path: Path) -> str:
    """Ask every question, one after another, and save the run; its name."""
    tell(Stage("open"))
    cases = read_testset(path)
    bot = Bot(chosen.index, chosen.encoder)
    # one process: those who chat meanwhile have the other cores
    options = AskOptions(few=len(cases))
    made = evaluate(bot, path, cases, lambda done, every: tell(Stage("ask", done, every)), options)
    name = f"{path.stem}-{made.about['made'].replace(':', '')}.json"
    save(made, Trials(chosen).runs / name)
    return name


def draft_questions(tell: Tell, chosen: Settings) -> int:
    """Propose questions from the articles beside those that are drafted already; how many are new."""
    from index.library import Library
    from qa.draft.propose import DraftOptions, draft
    from qa.draft.review import read_drafts

    tell(Stage("draft"))
    path = Trials(chosen).drafts
    library = Library.read(chosen.index)
    try:
        found = draft(library, DraftOptions(most=_MOST_DRAFTS))
    finally:
        library.close()
    kept: Sequence[Case] = read_drafts(path) if path.exists() else []
    known = {case.id for case in kept}
    new = [case for case in found if case.id not in known]
    write_testset(path, [*kept, *new])
    return len(new)


@lru_cache(maxsize=8)
def _loaded(path: Path, _changed: int) -> Run:
    return load(path)


def _summarised(path: Path) -> Summary | None:
    try:
        return _summary(path, path.stat().st_mtime_ns)
    except OSError:  # somebody has just taken it away
        return None


@lru_cache(maxsize=200)
def _summary(path: Path, _changed: int) -> Summary | None:
    try:
        run = load(path)
        right = sum(values(run.outcomes, "right").values())
        about = run.about
        return Summary(path.name, str(about["testset"]["name"]), str(about["made"]), len(run.outcomes), int(right))
    except (BadRun, KeyError, TypeError):
        return None
