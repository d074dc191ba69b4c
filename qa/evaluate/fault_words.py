"""What `json` and `jsonschema` find wrong, in words of our own: theirs are English alone, and show a value however long it is."""

import json
from collections.abc import Callable
from typing import Any

#: The same in English and Chinese.
Words = tuple[str, str]

_SHOWN = 60  # characters of a value
_TYPES: dict[str, Words] = {
    "string": ("text", "文本"),
    "integer": ("an integer", "整数"),
    "boolean": ("true or false", " true 或 false"),
    "array": ("a list", "列表"),
    "object": ("an object", "对象"),
}
_JSON: dict[str, Words] = {  # by how the message of `json` begins
    "Expecting value": ("a value is missing", "缺少一个值"),
    "Expecting property name": (
        "a field's name in double quotation marks is missing",
        "缺少用双引号括起来的字段名",
    ),
    "Expecting ':'": ("a colon is missing", "缺少冒号"),
    "Expecting ','": ("a comma is missing", "缺少逗号"),
    "Extra data": ("nothing may follow the end", "结束之后还有内容"),
    "Unterminated string": ("text without an end", "文本没有结束的双引号"),
    "Invalid control character": ("a control character in text", "文本中有控制字符"),
    "Invalid \\escape": ("an unknown \\ sequence", "反斜杠之后的字符无效"),
    "Invalid \\uXXXX": ("\\u without four hexadecimal digits", "\\u 之后不是四位十六进制数"),
    "Illegal trailing comma": ("a comma after the last item", "最后一项之后多了逗号"),
}


def of_json(error: Exception) -> Words:
    """What is wrong, and where.

    >>> try:
    ...     json.loads('{"id" 3}')
    ... except ValueError as error:
    ...     of_json(error)
    ('a colon is missing, character 7', '第 7 个字符处：缺少冒号')
    """
    if isinstance(error, RecursionError):
        return "too many brackets within each other", "括号嵌套太深"
    if not isinstance(error, json.JSONDecodeError):
        return "a number has too many digits", "有一个数字的位数太多"
    known = (words for start, words in _JSON.items() if error.msg.startswith(start))
    said, zh = next(known, ("it cannot be read", "无法读懂"))
    line, line_zh = (f"line {error.lineno}, ", f"第 {error.lineno} 行") if error.lineno > 1 else ("", "")
    return f"{said}, {line}character {error.colno}", f"{line_zh}第 {error.colno} 个字符处：{zh}"


def of_schema(error: Any) -> Words:
    """What of a field, or of the whole row, the schema does not allow; `error` is one of `jsonschema`."""
    otherwise = f"not as it should be ({error.validator})", f"不符合要求（{error.validator}）"
    return SCHEMA[error.validator](error) if error.validator in SCHEMA else otherwise


def _missing(error: Any) -> Words:
    names = [name for name in error.validator_value if name not in error.instance]
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} missing", f"缺少 {'、'.join(names)}"


def _unknown(error: Any) -> Words:
    names = sorted(set(error.instance) - set(error.schema["properties"]))
    return f"there is no field {_clipped(', '.join(names))}", f"没有这样的字段：{_clipped('、'.join(names))}"


def _type(error: Any) -> Words:
    wanted = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    en, zh = zip(*(_TYPES[kind] for kind in wanted), strict=True)
    return f"{_shown(error.instance)} should be {' or '.join(en)}", f"{_shown(error.instance)} 应为{'或'.join(zh)}"


def _one_of(error: Any) -> Words:
    value, names = _shown(error.instance), error.validator_value
    return f"{value} should be one of {', '.join(names)}", f"{value} 应为 {'、'.join(names)} 之一"


def _shown(value: Any) -> str:
    """As the file writes it."""
    try:
        return _clipped(json.dumps(value, ensure_ascii=False))
    except RecursionError:  # it could just be read
        return "…"


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


#: By keyword of the schema; only the list of answers has a least and a most.
SCHEMA: dict[str, Callable[[Any], Words]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _one_of,
    "pattern": lambda _: ("must not be empty", "不能是空的"),
    "minItems": lambda _: ("there must be one, as answerable is true", "answerable 为 true 时要有答案"),
    "maxItems": lambda _: ("there must be none, as answerable is false", "answerable 为 false 时不能有答案"),
    "minimum": lambda error: (
        f"{error.instance} is less than {error.validator_value}",
        f"{error.instance} 小于 {error.validator_value}",
    ),
}
