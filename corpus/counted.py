"""Messages that count: one file, two files."""

import re
from typing import Any

_COUNTED = re.compile(r"\{(\w+)\}((?: more)? [a-z]+)s\b")


def filled(template: str, /, **values: Any) -> str:
    """`template.format(**values)`, with the English noun after the number 1 in the singular.

    >>> filled("{files} files, {pages} pages", files=1, pages=2)
    '1 file, 2 pages'
    """

    def counted(found: re.Match[str]) -> str:
        return f"{{{found[1]}}}{found[2]}" if values.get(found[1]) == 1 else found[0]

    return _COUNTED.sub(counted, template).format(**values)
