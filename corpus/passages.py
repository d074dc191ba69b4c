"""Cutting an article into passages: a few sentences that belong together, never across a section."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.records import Article, Block, BlockKind, Passage, Span
from corpus.sentences import split


@dataclass(frozen=True, slots=True)
class PassageOptions:
    """Sizes in Han characters; a Latin character counts `latin` of one.

    A paragraph up to `most` stays whole; a longer one is cut into even parts of about `aim`; neighbours are put
    together while they stay under `aim`, unless both are at least `alone`.
    """

    aim: float = 160
    most: float = 260
    alone: float = 60
    latin: float = 0.4


def passages(article: Article, options: PassageOptions | None = None) -> list[Passage]:
    """The passages of an article, in order: disjoint, and leaving out nothing but headings and white space."""
    options = options or PassageOptions()
    found: list[Passage] = []
    for section, blocks in _sections(article):
        units = [unit for block in blocks for unit in _units(article.text, block, options)]
        for sentences in _grouped(article.text, units, options):
            span = (sentences[0].start, sentences[-1].end)
            found.append(Passage(article.id, len(found), *span, section, tuple(sentences)))
    return found


def _sections(article: Article) -> Iterator[tuple[str | None, list[Block]]]:
    """Runs of blocks under one heading; a heading that repeats the title opens no section of its own."""
    section: str | None = None
    blocks: list[Block] = []
    for block in article.blocks:
        if block.kind is BlockKind.HEADING:
            if blocks:
                yield section, blocks
            heading = article.text[block.start : block.end]
            section, blocks = (None if heading == article.title else heading), []
        else:
            blocks.append(block)
    if blocks:
        yield section, blocks


def _units(text: str, block: Block, options: PassageOptions) -> list[list[Span]]:
    """The sentences of a block, in even parts where the block is too long for one passage."""
    if block.kind is BlockKind.CAPTION:
        return [[Span(block.start, block.end)]]
    sentences = split(text, block.start, block.end)
    total = sum(_size(text, sentence, options) for sentence in sentences)
    if total <= options.most:
        return [sentences] if sentences else []
    return _even_parts(text, sentences, total / max(2, round(total / options.aim)), options)


def _even_parts(text: str, sentences: list[Span], part: float, options: PassageOptions) -> list[list[Span]]:
    parts: list[list[Span]] = [[]]
    filled = 0.0
    for sentence in sentences:
        size = _size(text, sentence, options)
        if parts[-1] and filled + size / 2 > part:
            parts.append([])
            filled = 0.0
        parts[-1].append(sentence)
        filled += size
    return parts


def _grouped(text: str, units: list[list[Span]], options: PassageOptions) -> Iterator[list[Span]]:
    """Neighbouring units put together while that makes a better passage than each alone."""
    group: list[Span] = []
    filled = 0.0
    for unit in units:
        size = sum(_size(text, sentence, options) for sentence in unit)
        both_stand_alone = filled >= options.alone and size >= options.alone
        if group and (filled + size > options.aim or both_stand_alone):
            yield group
            group, filled = [], 0.0
        group = [*group, *unit]
        filled += size
    if group:
        yield group


def _size(text: str, span: Span, options: PassageOptions) -> float:
    """The length of a span in Han characters."""
    wide = sum(ord(character) > 0x2E7F for character in text[span.start : span.end])
    return wide + (span.end - span.start - wide) * options.latin
