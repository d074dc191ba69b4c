"""Looking at drafted questions one by one: each is accepted, rejected, asked in other words, or left for later."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa.errors import BadTestSet, NoSuchQuestion, QAError, TestSetMissing
from qa.evaluate.faults import NotLines
from qa.evaluate.testset import ACCEPTED, DRAFT, REJECTED, Case, examine, write_testset
from qa.question import clean
from qa.settings import MessageLanguage

_WORDS: dict[MessageLanguage, dict[str, str]] = {
    "en": {
        "head": "{number} of {all}  [{tags}]",
        "none": "(the articles do not say)",
        "from": "from",
        "choose": "a accept · r reject · e ask in other words · Enter later · q stop > ",
        "words": "question > ",
        "what": "a, r, e, Enter or q",
        "open": "no accepted answer yet: add one to the file first",
    },
    "zh": {
        "head": "第 {number} 个，共 {all} 个  [{tags}]",
        "none": "（文章没有回答）",
        "from": "出自",
        "choose": "a 接受 · r 拒绝 · e 改写问题 · 回车 以后再说 · q 结束 > ",
        "words": "问题 > ",
        "what": "请输入 a、r、e、回车或 q",
        "open": "还没有可接受的答案：请先在文件中补上",
    },
}


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a question is shown, and where an answer comes from; None when there is no more."""

    tell: Callable[[str], None]
    ask: Callable[[str], str | None]


def read_drafts(path: Path) -> list[Case]:
    """Every case of a JSONL file. Raises TestSetMissing, NoTestSet, EmptyTestSet, BadTestSet."""
    if not path.exists():
        raise TestSetMissing(path=path)
    if path.suffix.lower() != ".jsonl":
        raise BadTestSet(path=path, line=1, detail=NotLines())
    cases, problems = examine(path)
    for line, detail in problems:
        raise BadTestSet(path=path, line=line, detail=detail)
    return cases


def decide(path: Path, accepted: Sequence[str], rejected: Sequence[str]) -> list[Case]:
    """Accept and reject questions by id, or by `all` the drafts, and write the file. Raises NoSuchQuestion."""
    cases = read_drafts(path)
    known = {case.id for case in cases} | {"all"}
    for name in (*accepted, *rejected):
        if name not in known:
            raise NoSuchQuestion(path=path, id=name)
    for names, state in ((rejected, REJECTED), (accepted, ACCEPTED)):
        for number, case in enumerate(cases):
            if (case.id in names or ("all" in names and case.review == DRAFT)) and _complete(case, state):
                cases[number] = replace(case, review=state)
    write_testset(path, cases)
    return cases


def reword(path: Path, name: str, question: str) -> list[Case]:
    """Ask the question of this id in other words, and write the file. Raises NoSuchQuestion, QuestionEmpty, QuestionTooLong."""
    cases, words = read_drafts(path), clean(question)
    if name not in {case.id for case in cases}:
        raise NoSuchQuestion(path=path, id=name)
    cases = [replace(case, question=words) if case.id == name else case for case in cases]
    write_testset(path, cases)
    return cases


def review(path: Path, terminal: Terminal, language: MessageLanguage) -> list[Case]:
    """Show every draft and ask what becomes of it; each decision is written at once."""
    words, cases = _WORDS[language], read_drafts(path)
    drafts = [number for number, case in enumerate(cases) if case.review == DRAFT]
    for place, number in enumerate(drafts, 1):
        _show(cases[number], place, len(drafts), words, terminal.tell)
        decided = _decision(cases[number], words, terminal)
        if decided is None:
            break
        if decided != cases[number]:
            cases[number] = decided
            write_testset(path, cases)
    return cases


def counts(cases: Iterable[Case]) -> dict[str, int]:
    """How many are accepted, rejected, and drafts still."""
    states = [case.review for case in cases]
    return {state: states.count(state) for state in (ACCEPTED, REJECTED, DRAFT)}


def _complete(case: Case, state: str) -> bool:
    return state != ACCEPTED or not case.answerable or bool(case.answers)


def _show(case: Case, place: int, drafts: int, words: dict[str, str], tell: Callable[[str], None]) -> None:
    tell("\n" + words["head"].format(number=place, all=drafts, tags=", ".join(case.tags)))
    tell(case.question)
    tell("→ " + (" / ".join(dict.fromkeys(answer.text for answer in case.answers)) or words["none"]))
    if case.note:
        tell(f"  {words['from']}: {case.note}")


def _decision(case: Case, words: dict[str, str], terminal: Terminal) -> Case | None:
    while True:
        said = terminal.ask(words["choose"])
        if said is None or said.strip().lower() == "q":
            return None
        choice = said.strip().lower()
        if choice == "":
            return case
        if choice == "a" and not _complete(case, ACCEPTED):
            terminal.tell(words["open"])
        elif choice in ("a", "r"):
            return replace(case, review=ACCEPTED if choice == "a" else REJECTED)
        elif choice == "e":
            case = _reworded(case, terminal.ask(words["words"]), terminal.tell)
        else:
            terminal.tell(words["what"])


def _reworded(case: Case, question: str | None, tell: Callable[[str], None]) -> Case:
    try:
        return replace(case, question=clean(question or ""))
    except QAError as error:
        tell(str(error))
        return case
