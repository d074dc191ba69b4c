"""What the page refuses says why, in both languages."""

import re
import string

import pytest

from qa.errors import ServingError
from qa.web import errors

VALUES: dict[type[ServingError], dict[str, object]] = {
    errors.BadArgument: {"name": "k", "expected": "a number", "expected_zh": "数字"},
    errors.Unavailable: {},
    errors.AnsweringFailed: {},
    errors.AddressOpen: {"host": "0.0.0.0"},
    errors.McpMissing: {},
    errors.BadAccounts: {"path": "accounts", "detail": "line 3"},
    errors.BadAccount: {},
    errors.NotSignedIn: {},
    errors.TooManyTries: {"seconds": 15},
    errors.TooManyRequests: {"seconds": 2},
    errors.ServerBusy: {},
    errors.TooLong: {"megabytes": 4},
    errors.OtherSite: {},
    errors.NoSuchDoor: {},
    errors.UploadRefused: {},
    errors.WrongUpload: {},
    errors.TooManyFiles: {"limit": 100},
    errors.WrongType: {"endings": ".md .txt"},
    errors.UploadTooLarge: {"megabytes": 50, "all": 200},
}


def test_the_tree_in_the_docstring_is_the_tree_there_is() -> None:
    named = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    assert named == {kind.__name__ for kind in ServingError.__subclasses__()} == {kind.__name__ for kind in VALUES}


@pytest.mark.parametrize(("kind", "values"), VALUES.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_message_says_its_values_in_both_languages(kind: type[ServingError], values: dict[str, object]) -> None:
    error = kind(**values)
    assert str(error) == error.message("en") != error.message("zh")
    assert re.search(r"[\u4e00-\u9fff]", error.message("zh"))
    for template, message in ((kind.en, error.message("en")), (kind.zh, error.message("zh"))):
        fields = [name for _, name, _, _ in string.Formatter().parse(template) if name]
        assert all(str(values[name]).strip() in message for name in fields)
