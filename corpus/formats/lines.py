"""Lines of a paragraph: which of them a program wrapped, and which their author ended."""

import re
import unicodedata

#: Columns. No program wraps lines as short as this: where all of a paragraph are, each stands for itself.
NARROW = 40
_GOES_ON = re.compile(r"[，,、；;：:\-—(（]\s*$")
_STAMP = re.compile(r"\s*[\[(（]?(?:\d{4}[-/.年]\d{1,2}|\d{1,2}:\d{2})")


def width(line: str) -> int:
    """Columns on a terminal: East Asian wide characters take two.

    >>> width("All 云")
    6
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip())


def ended(before: str, after: str, widest: int) -> bool:
    """Whether the author ended the line `before`, so that `after` is no part of it: an entry of a list, a log or a poem.

    >>> ended("退货期限 七天", "保修期限 两年", 13), ended("支持了全球170多个国家和", "地区1500多张网络", 48)
    (True, False)
    """
    if _STAMP.match(before) and _STAMP.match(after):
        return True
    return widest <= NARROW and not _GOES_ON.search(before) and not after.lstrip()[:1].islower()
