"""Passages partition an article."""

import hashlib
import itertools

from hypothesis import given
from hypothesis import strategies as st

from corpus.formats import FORMATS
from corpus.passages import PassageOptions, passages
from corpus.records import Article, BlockKind

LINES = st.lists(
    st.text(alphabet="华为提出战略。！“”，算力# *-All IP1.\n", max_size=200)
    | st.sampled_from(["# 标题", "**小标题**", "", "- 项"]),
    max_size=20,
)


def make(text: str) -> Article:
    content = FORMATS[".md"](text).content
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Article("a.md", content.text(), sha, "题", tuple(content.blocks), tuple(content.lines), "zh")


@given(LINES)
def test_passages_leave_out_nothing_but_headings_and_white_space(lines: list[str]) -> None:
    article = make("\n".join(lines))
    held: set[int] = set()
    for one in passages(article):
        held.update(range(one.start, one.end))
    for block in article.blocks:
        for place in range(block.start, block.end):
            if not article.text[place].isspace():
                assert (place in held) == (block.kind is not BlockKind.HEADING)


@given(LINES)
def test_passages_are_ordered_disjoint_and_tiled_by_their_sentences(lines: list[str]) -> None:
    article = make("\n".join(lines))
    found = passages(article)
    assert [one.ordinal for one in found] == list(range(len(found)))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for one in found:
        assert (one.start, one.end) == (one.sentences[0].start, one.sentences[-1].end)
        said = "".join(article.text[a:b] for a, b in one.sentences)
        assert "".join(said.split()) == "".join(article.text[one.start : one.end].split())


def test_a_passage_never_crosses_a_section() -> None:
    article = make("# 题\n\n甲。\n\n## 一\n\n乙。\n\n**二**\n\n丙。")
    assert [(one.section, article.text[one.start : one.end]) for one in passages(article)] == [
        (None, "甲。"),
        ("一", "乙。"),
        ("二", "丙。"),
    ]


def test_a_long_paragraph_is_cut_into_even_parts_at_sentence_ends() -> None:
    article = make("算力底座是人工智能发展的核心驱动力。" * 40)
    sizes = [one.end - one.start for one in passages(article)]
    assert len(sizes) >= 3
    assert max(sizes) <= PassageOptions().most
    assert max(sizes) - min(sizes) <= 40


def test_short_neighbours_share_a_passage() -> None:
    article = make("甲句很短。\n\n乙句很短。\n\n丙句很短。")
    assert len(passages(article)) == 1
