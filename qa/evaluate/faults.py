"""What can be wrong with one line of a test set. Values may be errors themselves, which speak the same language.

RowFault
├── NotJson            a line that is not JSON
├── NotSquad           a file that is not in SQuAD's shape
├── NotCsv             a table that cannot be read any further
├── NotLines           a file to review that is not JSONL
├── QuestionWithout    a question of such a file without one of its fields
├── NoColumn           a table whose first line does not name what a question needs
├── TooManyCells       a line of a table with more cells than there are columns
├── SameId             an id that stands in the file already
├── CannotBeAsked      a question that the chat would refuse
├── EndsTooSoon        an answer whose end is not after its start
└── AgainstSchema      what testset.schema.json does not allow
"""

from typing import Any, Literal

from corpus.errors import YuanwenError
from qa.evaluate.fault_words import of_json, of_schema


class RowFault(YuanwenError):
    """Base of what is wrong with a line."""


class NotJson(RowFault):
    """The line is not JSON."""

    en = "not JSON ({said})"
    zh = "不是 JSON（{said_zh}）"

    @classmethod
    def of(cls, error: Exception) -> "NotJson":
        """From what `json` raised."""
        said, zh = of_json(error)
        return cls(said=said, said_zh=zh)


class NotSquad(RowFault):
    """The file is not in SQuAD's shape."""

    en = "not JSON in SQuAD's shape, data → paragraphs → qas ({said})"
    zh = "不是 SQuAD 格式的 JSON，即 data → paragraphs → qas（{said_zh}）"

    @classmethod
    def of(cls, error: Exception) -> "NotSquad":
        """From what `json` raised, or going down the levels did."""
        said, zh = of_json(error)
        if isinstance(error, KeyError):
            said, zh = f"{error.args[0]} is missing", f"缺少 {error.args[0]}"
        elif isinstance(error, (TypeError, AttributeError)):
            said, zh = "its levels are others", "层次不同"
        return cls(said=said, said_zh=zh)


class NotCsv(RowFault):
    """The table cannot be read any further: a cell goes on and on."""

    en = "a cell is too long; perhaps a closing quotation mark is missing"
    zh = "有一格过长，可能缺少结束的双引号"


class NotLines(RowFault):
    """Decisions on drafts are written to JSONL alone."""

    en = "only JSONL test sets can be reviewed here"
    zh = "这里只能审阅 JSONL 格式的测试集"


class QuestionWithout(RowFault):
    """A question in SQuAD's shape lacks a field."""

    en = "a question without {field}"
    zh = "问题缺少 {field}"


class NoColumn(RowFault):
    """The first line of a table does not name the columns that every question needs."""

    en = "the first line must name the columns id, question and answerable; {missing} missing"
    zh = "第一行须写明列名 id、question、answerable；缺少 {missing_zh}"

    @classmethod
    def of(cls, names: list[str]) -> "NoColumn":
        """From the names that are not there."""
        return cls(missing=f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}", missing_zh="、".join(names))


class TooManyCells(RowFault):
    """A comma that was not meant to part cells, most often."""

    en = "more cells than columns; put text that holds a comma between double quotation marks"
    zh = "单元格比列名多；含有逗号的文字请用双引号括起来"


class SameId(RowFault):
    """Ids tell questions apart."""

    en = "the id {id!r} stands on line {line} already"
    zh = "编号“{id}”在第 {line} 行已经用过"


class CannotBeAsked(RowFault):
    """Nobody could ask it in the chat either."""

    en = "question: {error}"
    zh = "question：{error}"

    def message(self, language: Literal["en", "zh"] = "en") -> str:
        """Without the full stop, which belongs to whoever goes on."""
        return super().message(language).rstrip(".。")


class EndsTooSoon(RowFault):
    """An answer's place is empty."""

    en = "answers.{number}: the end {end} is not after the start {start}"
    zh = "answers.{number}：end {end} 不在 start {start} 之后"


class AgainstSchema(RowFault):
    """A field that is missing, unknown, of another type, too long …"""

    en = "{said}"
    zh = "{said_zh}"

    @classmethod
    def of(cls, error: Any) -> "AgainstSchema":
        """From an error of `jsonschema`."""
        place = ".".join(str(part) for part in error.absolute_path)
        said, zh = of_schema(error)
        return cls(said=f"{place}: {said}" if place else said, said_zh=f"{place}：{zh}" if place else zh)
