"""What a file says of itself: a `---` block of `key: value` lines, labelled lines, or a news dateline."""

import re

_LABELS = {
    "title": ("title", "标题", "標題"),
    "date": ("date", "published", "日期", "发布时间", "發布時間", "时间", "時間"),
    "source": ("source", "url", "来源", "來源", "出处", "出處"),
}
_KEYS = {label: key for key, labels in _LABELS.items() for label in labels}
_LINE = re.compile(r"^\s*([\w\u4e00-\u9fff]{2,12})\s*[:：]\s*(\S.*?)\s*$")
_DATELINE = re.compile(r"^([\u4e00-\u9fff]{2,10}?)[讯訊]\s*[,，]?\s*((?:\d{4}年)?\d{1,2}月\d{1,2}日)")
_FIRST_LINES = 12


def split(text: str) -> tuple[dict[str, str], int]:
    """What the leading `---` block says, and how many lines it takes (0 when there is none).

    >>> split("---\\ntitle: A\\ndate: 2023-09-20\\n---\\nText")
    ({'title': 'A', 'date': '2023-09-20'}, 4)
    """
    lines = text.split("\n")
    if lines[0].strip() != "---":
        return {}, 0
    for number, line in enumerate(lines[1:60], 1):
        if line.strip() in ("---", "..."):
            return _labelled(lines[1:number]), number + 1
    return {}, 0


def first_lines(lines: list[str]) -> dict[str, str]:
    """What the first lines of the text say of date and source: `来源：…`, `Date: …`, or `腾讯科技讯 9月20日`.

    >>> first_lines(["标题", "腾讯科技讯9月20日消息，……"])
    {'source': '腾讯科技', 'date': '9月20日'}
    """
    head = [line for line in lines if line.strip()][:_FIRST_LINES]
    found = {key: value for key, value in _labelled(head).items() if key != "title"}
    for line in head:
        dateline = _DATELINE.match(line)
        if dateline:
            found.setdefault("source", dateline[1])
            found.setdefault("date", dateline[2])
            break
    return found


def _labelled(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        match = _LINE.match(line)
        if match and match[1].lower() in _KEYS and len(match[2]) <= 300:
            found.setdefault(_KEYS[match[1].lower()], match[2].strip("\"'"))
    return found
