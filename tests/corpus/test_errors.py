"""Every message speaks both languages and says what it is about."""

import string

import pytest

import index.errors
import qa.errors
from corpus import errors

ALL = [
    kind
    for module in (errors, index.errors, qa.errors)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, errors.YuanwenError) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_both_languages_are_there_and_name_the_same_things(kind: type[errors.YuanwenError]) -> None:
    fields = [
        {name.split(".")[0].removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (kind.en, kind.zh)
    ]
    assert fields[0] == fields[1]
    assert any(ord(character) > 0x2E7F for character in kind.zh)
