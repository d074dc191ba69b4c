"""Markdown: the marks go, the text stays. Parsed by markdown-it; HTML in it is text like any other."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from corpus.clean import TextBuilder
from corpus.formats.base import Parsed
from corpus.formats.front_matter import first_lines, split
from corpus.formats.lines import ended, width
from corpus.records import BlockKind

_LONGEST_HEADING = 60
_MARK = re.compile(r"[*_\[\]!`<]")
# Pairing marks takes time that grows with their square: what has more of them keeps them.
_MOST_IN_PARAGRAPH = 2_000
_MOST_IN_FILE = 500_000
_SENTENCE_END = re.compile(r"[。.!！；;，,]\s*$")
# markdown-it leaves emphasis beside Chinese punctuation alone, because no space stands there;
# the bound keeps a line of lonely marks from taking quadratic time
_LEFT_OVER = re.compile(r"(\*\*|__)(?=\S)(.{1,400}?)(?<=\S)\1")


def read(text: str) -> Parsed:
    """Blocks of a Markdown text: # headings, and bold lines that stand alone, part it into sections."""
    about, skip = split(text)
    body = "\n" * skip + "\n".join(text.split("\n")[skip:])
    content = TextBuilder()
    _Blocks(content).walk(_parser().parse(body))
    joined = [content.text()[block.start : block.end] for block in content.blocks[:12]]
    return Parsed(content, first_lines(joined) | about)


def _parser() -> MarkdownIt:
    # indented code is far more often a layout accident; HTML stays text; what nests deeper than the limit is lost
    parser = (
        MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable(["code", "html_block", "html_inline"])
    )
    parser.core.ruler.at("inline", _parse_inline)
    return parser


def _parse_inline(state: StateCore) -> None:
    """markdown-it's own rule, but a file of nothing but marks must not take minutes."""
    left = _MOST_IN_FILE
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        marks = len(_MARK.findall(token.content))
        left -= marks
        if marks <= _MOST_IN_PARAGRAPH and left >= 0:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            continue
        for line in token.content.split("\n"):
            token.children += [Token("text", "", 0, content=line), Token("softbreak", "br", 0)]


class _Blocks:
    """Walks the block tokens in order and hands their lines to the builder."""

    def __init__(self, content: TextBuilder) -> None:
        self.content = content
        self.depth = 0  # of the last # heading
        self.after_image = False
        self.row: list[str] | None = None  # cells of the table row we are in
        self.row_line = 1
        self.markers: list[str] = []  # of the list items we are in, outermost first

    def walk(self, tokens: list[Token]) -> None:
        heading: Token | None = None
        for token in tokens:
            if token.type == "heading_open":
                heading = token
            elif token.type == "heading_close":
                heading = None
            elif token.type == "list_item_open":
                self.markers.append(f"{token.info}{token.markup} " if token.info else "")
            elif token.type == "list_item_close":
                self.markers.pop()
            elif token.type == "fence":
                self._code(token)
            elif token.type.startswith("tr_"):
                self._row(token)
            elif token.type == "inline" and self.row is not None:
                self.row.append(" ".join(text for _, text in _lines(token)))
            elif token.type == "inline":
                self._inline(token, _level(heading, token))

    def _row(self, token: Token) -> None:
        """A table row begins, or ends and is a line of its own."""
        if token.type == "tr_open":
            self.row, self.row_line = [], token.map[0] + 1 if token.map else 1
        elif self.row is not None:
            self.content.add(BlockKind.TABLE, [(self.row_line, " | ".join(self.row))])
            self.row = None

    def _inline(self, token: Token, heading: int) -> None:
        lines, images = _lines(token), _images(token)
        text = "".join(line for _, line in lines).strip()
        if heading:
            self.depth = heading
            self.content.add(BlockKind.HEADING, lines, heading)
        elif images:
            alternative = [(token.map[0] + 1 if token.map else 1, " ".join(filter(None, images)))]
            self.content.add(BlockKind.CAPTION, lines if text else alternative)
        elif self.after_image and _only_inside(token, ("em_open", "strong_open")):
            self.content.add(BlockKind.CAPTION, lines)
        elif self.markers:
            marker, self.markers[-1] = self.markers[-1], ""
            self.content.add(BlockKind.LIST_ITEM, [(lines[0][0], marker + lines[0][1]), *lines[1:]] if lines else [])
        elif _is_bold_heading(token, text):
            self.content.add(BlockKind.HEADING, lines, self.depth + 1)
        else:
            for place, unit in enumerate(_units(lines)):
                self.content.add(BlockKind.PARAGRAPH, unit, beside=place > 0)
        self.after_image = bool(images) and not text

    def _code(self, token: Token) -> None:
        first = (token.map[0] if token.map else 0) + 2  # the fence itself is one line
        lines = token.content.split("\n")
        for number, line in enumerate(lines, first):  # code keeps its lines
            self.content.add(BlockKind.LIST_ITEM, [(number, line)])


def _level(heading: Token | None, inline: Token) -> int:
    """The depth of a heading, 0 for what is none: a line above --- is a paragraph before a rule, by long custom."""
    if heading is None or heading.markup == "-":
        return 0
    return int(heading.tag[1:]) if heading.markup != "=" or _may_be_heading(inline.content) else 0


def _lines(token: Token) -> list[tuple[int, str]]:
    """The readable text of an inline token by source line, images left out."""
    number = token.map[0] + 1 if token.map else 1
    lines = [(number, "")]
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            number += 1
            lines.append((number, ""))
        elif child.type != "image" and child.content:
            lines[-1] = (number, lines[-1][1] + child.content)
    return [(line, _LEFT_OVER.sub(r"\2", text)) for line, text in lines if text.strip()]


def _units(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Lines that belong together. Markdown joins all lines of a paragraph, but notes are written a line an entry."""
    widest = max((width(line) for _, line in lines), default=0)
    unit = lines[:1]
    for line in lines[1:]:
        if ended(unit[-1][1], line[1], widest):
            yield unit
            unit = []
        unit.append(line)
    yield unit


def _images(token: Token) -> list[str]:
    """The alternative texts of the images in an inline token."""
    return [child.content.strip() for child in token.children or [] if child.type == "image"]


def _only_inside(token: Token, kinds: tuple[str, ...]) -> bool:
    """Whether all of an inline token's text stands inside one emphasis."""
    children = [child for child in token.children or [] if child.content.strip() or child.type != "text"]
    return bool(children) and children[0].type in kinds and children[-1].type.endswith("_close") and _one_run(children)


def _one_run(children: list[Token]) -> bool:
    depths = list(_depths(children))
    return all(depth > 0 for depth in depths[:-1]) and depths[-1] == 0


def _depths(children: list[Token]) -> Iterator[int]:
    depth = 0
    for child in children:
        depth += child.nesting
        yield depth


def _is_bold_heading(token: Token, text: str) -> bool:
    bold = _only_inside(token, ("strong_open",)) or bool(re.fullmatch(r"(\*\*|__)[^*_]+\1", token.content.strip()))
    return bold and "\n" not in token.content.strip() and _may_be_heading(text)


def _may_be_heading(text: str) -> bool:
    return "\n" not in text and len(text) <= _LONGEST_HEADING and not _SENTENCE_END.search(text)
