"""What can be wrong with one line of a test set. Values may be errors themselves, which speak the same language.

RowFault
├── NotJson            a line that is not JSON
├── NotSquad           a file that is not in SQuAD's shape
├── QuestionWithout    a question of such a file without one of its fields
├── SameId             an id that stands in the file already
├── NoQuestions        a file without any line
├── CannotBeAsked      a question that the chat would refuse
├── EndsTooSoon        an answer whose end is not after its start
└── AgainstSchema      what testset.schema.json does not allow
"""

from collections.abc import Callable
from typing import Any

from corpus.errors import YuanwenError

_TYPES = {
    "string": "文本",
    "integer": "整数",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "对象",
    "null": "空",
}


class RowFault(YuanwenError):
    """Base of what is wrong with a line."""


class NotJson(RowFault):
    """The line is not JSON."""

    en = "not JSON ({detail})"
    zh = "不是 JSON（{detail}）"


class NotSquad(RowFault):
    """The file is not in SQuAD's shape."""

    en = "not JSON in SQuAD's shape, data → paragraphs → qas ({detail})"
    zh = "不是 SQuAD 格式的 JSON（data → paragraphs → qas）：{detail}"


class QuestionWithout(RowFault):
    """A question in SQuAD's shape lacks a field."""

    en = "a question without {field}"
    zh = "问题缺少 {field}"


class SameId(RowFault):
    """Ids tell questions apart."""

    en = "the id {id!r} stands on line {line} already"
    zh = "编号 {id!r} 在第 {line} 行已经用过"


class NoQuestions(RowFault):
    """There is nothing in the file."""

    en = "there is no question in it"
    zh = "文件中没有问题"


class CannotBeAsked(RowFault):
    """Nobody could ask it in the chat either."""

    en = "question: {error}"
    zh = "question：{error}"


class EndsTooSoon(RowFault):
    """An answer's place is empty."""

    en = "answers.{number}: the end {end} is not after the start {start}"
    zh = "answers.{number}：end {end} 不在 start {start} 之后"


class AgainstSchema(RowFault):
    """A field that is missing, unknown, of another type, too long …"""

    en = "{where}{said}"
    zh = "{where}{said_zh}"

    @classmethod
    def of(cls, error: Any) -> "AgainstSchema":
        """From an error of `jsonschema`, whose own words are English."""
        place = ".".join(str(part) for part in error.absolute_path)
        zh = _CHINESE.get(error.validator, lambda _: f"不符合要求（{error.validator}）")(error)
        return cls(where=f"{place}: " if place else "", said=error.message, said_zh=zh)


def _missing(error: Any) -> str:
    return "缺少 " + "、".join(name for name in error.validator_value if name not in error.instance)


def _unknown(error: Any) -> str:
    return "没有这样的字段：" + "、".join(sorted(set(error.instance) - set(error.schema["properties"])))


def _type(error: Any) -> str:
    wanted = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    return f"{error.instance!r} 应为{'或'.join(_TYPES[kind] for kind in wanted)}"


_CHINESE: dict[str, Callable[[Any], str]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _type,
    "pattern": lambda _: "不能是空的",
    "enum": lambda error: f"{error.instance!r} 应为 {'、'.join(error.validator_value)} 之一",
    "minItems": lambda error: f"至少要有 {error.validator_value} 项",
    "maxItems": lambda error: f"最多可有 {error.validator_value} 项",
    "minimum": lambda error: f"{error.instance} 小于 {error.validator_value}",
}
