"""Exit codes of the command line: 0 ok, 1 error, 2 usage, and these."""

from corpus.errors import YuanwenError
from index import errors
from qa.errors import BadGate, BadReportName, BadSetting, QuestionEmpty, QuestionTooLong
from qa.web.errors import AddressOpen, BadAccount

SOME_SKIPPED = 3
GATE_FAILED = 4
INTERRUPTED = 130

EXIT_CODES: dict[type[YuanwenError], int] = {
    errors.IndexMissing: 10,
    errors.IndexLocked: 11,
    errors.IndexDamaged: 12,
    errors.NotAnIndex: 12,
    errors.ModelMissing: 13,
    errors.ModelUnsafe: 13,
    QuestionEmpty: 2,
    QuestionTooLong: 2,
    BadSetting: 2,
    BadGate: 2,
    BadReportName: 2,
    AddressOpen: 2,
    BadAccount: 2,
}


def exit_code(error: YuanwenError) -> int:
    """The exit code of an error; 1 where it has none of its own."""
    return next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), 1)
