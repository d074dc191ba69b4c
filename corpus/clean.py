"""Putting hard-wrapped lines back together, and building a text that knows which source line each character is from."""

import re
from dataclasses import dataclass, field

from corpus.records import Block, BlockKind

_NO_SPACE = re.compile(r"[　-〿\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff＀-￯“”‘’—…·]")


def joint(before: str, after: str) -> str:
    """What stands between two wrapped lines: nothing beside Han, kana or their punctuation, else one space.

    >>> joint("All", "IP战略"), joint("腾讯科技讯", "9月20日"), joint("联接了", "全球")
    (' ', '', '')
    """
    if not before or not after or before[-1].isspace():
        return ""
    cjk_marks = "“”‘’—…·"  # also used in Latin text: they alone do not decide
    sides = (before[-1], after[0])
    if any(_NO_SPACE.match(side) and side not in cjk_marks for side in sides):
        return ""
    if all(side in cjk_marks for side in sides):
        return ""
    return " "


@dataclass(slots=True)
class TextBuilder:
    """Collects blocks into one text. `add` takes the lines of a block with their 1-based source line numbers."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, kind: BlockKind, lines: list[tuple[int, str]], level: int = 0, beside: bool = False) -> None:
        """Append a block, joining its lines; `beside`: on the very next line. A block without characters is left out."""
        kept = [(number, text.strip(" \t\r\n\f\v")) for number, text in lines]
        kept = [(number, text) for number, text in kept if text.strip()]
        if not kept:
            return
        if self.blocks:
            near = kind == self.blocks[-1].kind and kind in (BlockKind.LIST_ITEM, BlockKind.TABLE)
            self._append("\n" if near or beside else "\n\n")
        start, before = self.length, ""
        for number, text in kept:
            self._append(joint(before, text))
            self.lines.append((self.length, number))
            self._append(text)
            before = text
        self.blocks.append(Block(kind, start, self.length, level))

    def text(self) -> str:
        """All blocks, with blank lines between most of them."""
        return "".join(self.parts)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
