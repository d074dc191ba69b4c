"""Messages of both languages, and exit codes that scripts can rely on."""

import re
import string

import pytest

from corpus.errors import YuanwenError
from index import errors as index_errors
from qa import errors
from qa.exit_codes import EXIT_CODES, exit_code

VALUES = {
    errors.QuestionEmpty: {},
    errors.QuestionTooLong: {"length": 3_000, "limit": 2_000},
    errors.BadSetting: {"name": "YUANWEN_LANG", "value": "fr", "expected": "en or zh", "expected_zh": " en 或 zh"},
    errors.BadBatchLine: {"path": "q.jsonl", "line": 7, "detail": "no question"},
    errors.TestSetMissing: {"path": "set.jsonl"},
    errors.EmptyTestSet: {"path": "set.jsonl"},
    errors.NoSuchQuestion: {"path": "set.jsonl", "id": "a"},
    errors.NoTestSet: {"path": "set.jsonl", "detail": "not UTF-8", "detail_zh": "不是 UTF-8 文本"},
    errors.BadTestSet: {"path": "set.jsonl", "line": 7, "detail": "answers: [] is too short"},
    errors.NothingAccepted: {"path": "drafts.jsonl", "drafts": 3},
    errors.EndpointFailed: {"url": "http://127.0.0.1:1/v1", "detail": "refused"},
    errors.CannotCalibrate: {"path": "set.jsonl", "questions": 12, "right": 3, "wrong": 9},
    errors.CalibrationDamaged: {"path": "index.yuanwen", "detail": "cut short"},
    errors.CalibrationUnfit: {"path": "index.yuanwen"},
    errors.NothingToUndo: {"path": "index.yuanwen"},
    errors.FeedbackFull: {"path": "index.yuanwen.feedback.jsonl", "megabytes": 10},
    errors.NotAnAnswer: {"path": "answer.json", "detail": "cut short"},
    errors.BadRun: {"path": "run.json", "detail": "cut short"},
    errors.BadReportName: {"path": "report.pdf"},
    errors.FileUnwritable: {"path": "run.json", "detail": "no space left"},
    errors.RunsDiffer: {"one": "a.json", "other": "b.json"},
    errors.BadGate: {"gate": "beauty>=1", "detail": "the measures are right", "detail_zh": "可用的指标：right"},
    errors.PortTaken: {"host": "127.0.0.1", "port": 7860, "detail": "in use"},
    errors.ServingError: {},
}


def test_the_tree_in_the_docstring_is_the_tree_there_is() -> None:
    named = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    assert named == {kind.__name__ for kind in errors.QAError.__subclasses__()} == {kind.__name__ for kind in VALUES}


@pytest.mark.parametrize(("kind", "values"), VALUES.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_message_says_its_values_in_both_languages(kind: type[YuanwenError], values: dict[str, object]) -> None:
    error = kind(**values)
    assert str(error) == error.message("en") != error.message("zh")
    assert re.search(r"[\u4e00-\u9fff]", error.message("zh"))
    for template, message in ((kind.en, error.message("en")), (kind.zh, error.message("zh"))):
        fields = [name for _, name, _, _ in string.Formatter().parse(template) if name]
        assert all(str(values[name]).strip() in message for name in fields)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (index_errors.IndexMissing, 10),
        (index_errors.IndexLocked, 11),
        (index_errors.IndexDamaged, 12),
        (index_errors.ModelMissing, 13),
        (errors.QuestionEmpty, 2),
        (errors.QuestionTooLong, 2),
        (errors.BadSetting, 2),
        (errors.BadGate, 2),
        (errors.BadReportName, 2),
    ],
)
def test_the_documented_exit_codes_hold(kind: type[YuanwenError], code: int) -> None:
    assert EXIT_CODES[kind] == code


def test_an_error_without_a_code_of_its_own_is_one() -> None:
    assert exit_code(errors.BadBatchLine(path="q", line=1, detail="x")) == 1
    assert exit_code(YuanwenError()) == 1
    assert not {0, 1, 3, 4, 130} & set(EXIT_CODES.values())
