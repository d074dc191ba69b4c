"""What the makers of hostile files share."""

from collections.abc import Callable
from typing import Literal

Ends = Literal["read", "skipped", "either"]

#: Name, how it must end, and what makes the bytes.
File = tuple[str, Ends, Callable[[], bytes]]

TEXT = "华为致力于打造中国坚实的算力底座，为世界构建第二选择。"
MB = 1 << 20
