"""CSV and JSONL: every row is an article of its own; its columns are named, one paragraph each.

A row's part is `#3` for the third row (in JSONL the third line), or `#key` where a column `id` gives every row its own key.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence

from corpus.clean import TextBuilder
from corpus.encodings import decode
from corpus.errors import CorpusError, Malformed, OverLimit
from corpus.formats.base import Parsed, Source, Unread
from corpus.records import BlockKind

_ABOUT = {
    "title": ("title", "标题", "標題", "题目", "題目", "name", "headline"),
    "author": ("author", "作者", "by"),
    "date": ("date", "日期", "published", "时间", "時間", "发布时间"),
    "source": ("source", "来源", "來源", "url", "出处", "link"),
}
_TEXTS = ("text", "content", "body", "正文", "内容", "內容", "文本", "article")
_IDS = ("id", "编号", "編號", "key")
_LONGEST_ID = 80
_LONGEST_ABOUT = 300
_SEPARATORS = ",\t;|，"

Row = list[tuple[str, str]]  # (column, value) in the file's order


def read_csv(source: Source) -> Iterator[Parsed | Unread]:
    """One article a row; the first row names the columns. Raises EmptyFile, Unreadable, Malformed."""
    text = decode(source.data, source.name)
    separator = "\t" if source.suffix == ".tsv" else _separator(text)
    csv.field_size_limit(source.limits.characters)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, Row]] = []
    try:
        names = [name.strip() for name in next(lines, [])]
        for cells in lines:
            if len(rows) > source.limits.articles:
                raise _too_many(source)
            pairs = [(names[n] if n < len(names) else "", cell.strip()) for n, cell in enumerate(cells)]
            rows.append((lines.line_num, [pair for pair in pairs if pair[1]]))
    except csv.Error as error:
        detail = f"line {lines.line_num}: {error}"
        raise Malformed(
            path=source.name, format="CSV", detail=detail, detail_zh=f"第 {lines.line_num} 行：{error}"
        ) from error
    yield from _articles([(number, row) for number, row in rows if row], by_line=False)


def read_jsonl(source: Source) -> Iterator[Parsed | Unread]:
    """One article a line that holds a JSON object; a line that does not is named. Raises EmptyFile, Unreadable."""
    rows: list[tuple[int, Row]] = []
    bad: list[Unread] = []
    for number, line in enumerate(decode(source.data, source.name).split("\n"), 1):
        if len(rows) + len(bad) > source.limits.articles:
            raise _too_many(source)
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            if not isinstance(found, dict):
                raise ValueError("not an object")
            rows.append((number, _flat(found)))
        except (ValueError, RecursionError) as error:
            bad.append(Unread(f"#{number}", _bad_line(source, number, error)))
    yield from _articles([(number, row) for number, row in rows if row], by_line=True)
    yield from bad


def _articles(rows: Sequence[tuple[int, Row]], by_line: bool) -> Iterator[Parsed | Unread]:
    keys = [_key(row) for _, row in rows]
    own = all(keys) and len(set(keys)) == len(keys)
    for place, (number, row) in enumerate(rows):
        content = TextBuilder()
        about = _fill(content, number, row)
        if content.blocks:
            yield Parsed(content, about, f"#{keys[place] if own else number if by_line else place + 1}")


def _fill(content: TextBuilder, number: int, row: Row) -> dict[str, str]:
    """The row's title as a heading, its text as paragraphs, every other column as `name: value`, but for the key of a text."""
    about: dict[str, str] = {}
    texts = [name for name, _ in row if name.lower() in _TEXTS]
    for name, value in row:
        if texts and name.lower() in _IDS:
            continue
        kind = next((key for key, names in _ABOUT.items() if name.lower() in names), None)
        if kind and kind not in about and len(value) <= _LONGEST_ABOUT:
            about[kind] = " ".join(value.split())
        if kind == "title" and about.get("title") and not any(one.kind is BlockKind.HEADING for one in content.blocks):
            content.add(BlockKind.HEADING, [(number, " ".join(value.split()))], 1)
            continue
        label = "" if name in texts or not name else f"{name}：" if _is_chinese(name) else f"{name}: "
        for paragraph in re.split(r"\n\s*\n", value):
            lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
            if lines:
                content.add(
                    BlockKind.PARAGRAPH, [(number, (label + lines[0])), *((number, line) for line in lines[1:])]
                )
                label = ""
    return about


def _key(row: Row) -> str:
    found = next((value for name, value in row if name.lower() in _IDS), "")
    return found if 0 < len(found) <= _LONGEST_ID and "\n" not in found and "#" not in found else ""


def _flat(found: dict[str, object]) -> Row:
    """Values as texts: lists of plain values on one line, what is deeper as JSON."""
    row: Row = []
    for name, value in found.items():
        if value is None or value == "":
            continue
        if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
            value = "、".join(map(str, value)) if _is_chinese("".join(map(str, value))) else ", ".join(map(str, value))
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        row.append((str(name).strip(), text.strip()))
    return [(name, value) for name, value in row if value]


def _is_chinese(text: str) -> bool:
    return any(ord(one) > 0x2E7F for one in text)


def _separator(text: str) -> str:
    """The mark that parts the names of the columns: the commonest in the first line outside quotes."""
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    best = max(_SEPARATORS, key=first.count)
    return best if first.count(best) else ","


def _too_many(source: Source) -> OverLimit:
    most = source.limits.articles
    return OverLimit(path=source.name, detail=f"more than {most} rows", detail_zh=f"超过 {most} 行")


def _bad_line(source: Source, number: int, error: Exception) -> CorpusError:
    detail, zh = f"line {number} is no JSON object ({error})"[:200], f"第 {number} 行不是 JSON 对象（{error}）"[:200]
    return Malformed(path=source.name, format="JSONL", detail=detail, detail_zh=zh)
