"""Files become articles whose text is what a reader sees."""

import hashlib
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.errors import BadSidecar, CorpusError, EmptyFile, FolderMissing, UnknownFormat
from corpus.formats import FORMATS
from corpus.read import digest, find_articles, read_article
from corpus.records import Article, BlockKind

SHIPPED = Path(corpus.__file__).parent / "articles"


@pytest.fixture(scope="module")
def speech() -> Article:
    return read_article(find_articles(SHIPPED)[0], SHIPPED)


def article(tmp_path: Path, text: str, name: str = "a.md") -> Article:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_article(path, tmp_path)


def kinds(found: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, found.text[block.start : block.end]) for block in found.blocks]


def test_the_speech_has_title_source_and_date(speech: Article) -> None:
    assert speech.title == "孟晚舟最新演讲：华为致力于打造中国算力底座，支持大模型百花齐放"
    assert (speech.source, speech.date, speech.language) == ("腾讯科技", "9月20日", "zh")
    assert speech.hash == hashlib.sha256((SHIPPED / speech.id).read_bytes()).hexdigest()


def test_the_speechs_wraps_are_joined_and_its_marks_are_gone(speech: Article) -> None:
    assert "华为提出了All IP战略" in speech.text
    assert "腾讯科技讯9月20日消息" in speech.text
    assert not any(mark in speech.text for mark in ("**", "](", "![", "# "))


def test_the_speechs_bold_lines_open_sections_and_its_caption_is_kept(speech: Article) -> None:
    headings = [text for kind, text in kinds(speech) if kind == BlockKind.HEADING]
    assert "与高校联合创新，支持“无用之用”的研究和探索" in headings
    assert ("caption", "孟晚舟在全联接大会上发表主题演讲") in kinds(speech)


def test_every_block_begins_on_the_line_that_it_says(speech: Article) -> None:
    lines = (SHIPPED / speech.id).read_text(encoding="utf-8").split("\n")
    for block in speech.blocks:
        first = speech.text[block.start : block.start + 3]
        assert first in lines[(speech.line_at(block.start) or 0) - 1]


def test_markdown_reads_as_text(tmp_path: Path) -> None:
    found = article(
        tmp_path,
        "# 题目\n\n正文*强调*和[链接](http://x.y)。\n\n- 甲\n- 乙\n\n1. 一\n2. 二\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    )
    assert kinds(found) == [
        ("heading", "题目"),
        ("paragraph", "正文强调和链接。"),
        ("list_item", "甲"),
        ("list_item", "乙"),
        ("list_item", "1. 一"),
        ("list_item", "2. 二"),
        ("table", "a | b"),
        ("table", "1 | 2"),
    ]


def test_bold_beside_chinese_marks_is_bold_too(tmp_path: Path) -> None:
    assert article(tmp_path, "他说**“算力。”**然后走了").text == "他说“算力。”然后走了"


def test_a_bold_sentence_is_no_heading(tmp_path: Path) -> None:
    assert kinds(article(tmp_path, "**这是一句强调的话。**\n\n正文"))[0][0] == "paragraph"


def test_an_underlined_line_is_a_heading_and_a_line_before_a_rule_is_not(tmp_path: Path) -> None:
    found = article(tmp_path, "题目\n====\n\n作者：张三\n---\n\n第一行\n第二行。\n===\n")
    assert kinds(found) == [
        ("heading", "题目"),
        *(("paragraph", line) for line in ("作者：张三", "第一行", "第二行。")),
    ]


@pytest.mark.parametrize("unit", ["**a ", "a**b", "![", "[a](", "> ", "- ", "`a", "__a", "<a ", "|a", ":"])
def test_a_file_of_nothing_but_marks_is_read_in_bounded_time(unit: str, tmp_path: Path) -> None:
    started = time.process_time()
    assert article(tmp_path, "正文\n\n" + unit * 100_000).text.startswith("正文")
    assert time.process_time() - started < 10


def test_deep_quotations_are_kept(tmp_path: Path) -> None:
    assert article(tmp_path, "> " * 40 + "正文").text == "正文"


def test_a_paragraph_with_too_many_marks_keeps_them_and_its_lines(tmp_path: Path) -> None:
    found = article(tmp_path, "甲**乙**丙。\n" * 2_000)
    assert found.text.count("乙") == 2_000
    assert found.line_at(len(found.text) - 1) == 2_000


def test_front_matter_is_read_and_taken_out(tmp_path: Path) -> None:
    found = article(tmp_path, "---\ntitle: 甲\ndate: 2023-09-20\nsource: 乙报\n---\n正文")
    assert (found.title, found.date, found.source, found.text) == ("甲", "2023-09-20", "乙报", "正文")
    assert found.line_at(0) == 6


def test_html_and_scripts_stay_text(tmp_path: Path) -> None:
    found = article(tmp_path, "<script>alert(1)</script>\n\n正文 <b>粗</b> <!-- 注 -->")
    assert "<script>alert(1)</script>" in found.text
    assert "<b>粗</b> <!-- 注 -->" in found.text


def test_plain_text_joins_wrapped_lines_and_keeps_short_ones(tmp_path: Path) -> None:
    wrapped = "The quick brown fox jumps over the lazy dog and runs\naway into the deep forest where nobody ever goes at\nnight.\n"
    found = article(tmp_path, f"A Title\n\n{wrapped}\n第一段在这里结束。\n第二段另起一行。\n", "a.txt")
    assert found.title == "A Title"
    assert "runs away" in found.text
    assert "第一段在这里结束。\n第二段另起一行。" in found.text


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "entries",
    [
        ("参会人：张三、李四", "时间 5月3日下午", "地点 上海办公室三楼", "预算 30万元"),
        ("退货期限 七天", "保修期限 两年"),
        ("Apples 3 euros", "Pears 4 euros"),
        (
            "2024-05-03 09:12 the server in the cellar was started again by Anna",
            "2024-05-03 09:40 the backup of the whole archive was found to be whole",
            "2024-05-04 11:02 the second disk was put into the machine by Bert",
        ),
    ],
)
def test_lines_that_their_author_ended_stay_lines(entries: tuple[str, ...], name: str, tmp_path: Path) -> None:
    found = article(tmp_path, "\n".join(("# 记录" if name == "a.md" else "记录", "", *entries)), name)
    assert kinds(found)[1:] == [("paragraph", entry) for entry in entries]
    assert "\n".join(entries) in found.text
    assert [found.line_at(block.start) for block in found.blocks[1:]] == list(range(3, 3 + len(entries)))


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_poem_is_read_line_by_line_but_for_what_goes_on(name: str, tmp_path: Path) -> None:
    found = article(tmp_path, "静夜思\n\n床前明月光，\n疑是地上霜\n举头望明月\n低头思故乡\n", name)
    assert "床前明月光，疑是地上霜\n举头望明月\n低头思故乡" in found.text


@pytest.mark.parametrize(("name", "text"), [("a.txt", "会员卡有效期为三年"), ("a.md", "# 会员卡有效期为三年")])
def test_a_file_of_one_line_says_that_line(name: str, text: str, tmp_path: Path) -> None:
    found = article(tmp_path, text, name)
    assert (found.title, kinds(found)) == ("会员卡有效期为三年", [("paragraph", "会员卡有效期为三年")])


def test_a_sidecar_overrides_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "a.md.meta.json").write_text(json.dumps({"title": "新题", "source": "书"}), encoding="utf-8")
    found = article(tmp_path, "# 旧题\n\n正文")
    assert (found.title, found.source) == ("新题", "书")
    before = digest(tmp_path / "a.md")
    (tmp_path / "a.md.meta.json").write_text("{}", encoding="utf-8")
    assert digest(tmp_path / "a.md") != before


@pytest.mark.parametrize("sidecar", ["[1]", "{", "[" * 100_000, '{"title": 1}', r'{"title": "\ud800"}', ""])
def test_a_bad_sidecar_is_named(sidecar: str, tmp_path: Path) -> None:
    (tmp_path / "a.md.meta.json").write_text(sidecar, encoding="utf-8")
    with pytest.raises(BadSidecar, match=r"a\.md\.meta\.json"):
        article(tmp_path, "正文")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match="nowhere"):
        find_articles(tmp_path / "nowhere")


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xb9\xab.md")
    try:
        path.write_text("正文", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    with pytest.raises(CorpusError, match="not valid UTF-8"):
        read_article(find_articles(tmp_path)[0], tmp_path)


def test_an_empty_folder_has_no_articles(tmp_path: Path) -> None:
    assert find_articles(tmp_path) == []


def test_hidden_files_sidecars_and_links_out_are_left_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "secret.md"
    inside.mkdir()
    outside.write_text("秘密", encoding="utf-8")
    for name in ("b.md", ".hidden.md", "b.md.meta.json"):
        (inside / name).write_text("文", encoding="utf-8")
    (inside / "link.md").symlink_to(outside)
    (inside / "sub").mkdir()
    (inside / "sub" / "a.txt").write_text("文", encoding="utf-8")
    assert [path.relative_to(inside).as_posix() for path in find_articles(inside)] == ["b.md", "sub/a.txt"]


def test_an_unknown_format_and_an_empty_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text("文", encoding="utf-8")
    with pytest.raises(UnknownFormat, match=r"a\.xyz"):
        read_article(tmp_path / "a.xyz", tmp_path)
    with pytest.raises(EmptyFile, match=r"b\.md"):
        article(tmp_path, "![](x.png)", "b.md")


@given(st.text(max_size=300), st.sampled_from(sorted(FORMATS)))
def test_no_text_breaks_a_reader_and_spans_hold(text: str, suffix: str) -> None:
    content = FORMATS[suffix](text.replace("\r", "\n")).content
    joined = content.text()
    assert all(0 <= a.start < a.end <= len(joined) for a in content.blocks)
    assert all(a.end <= b.start for a, b in zip(content.blocks, content.blocks[1:], strict=False))


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_corpus_error(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        path.write_bytes(data)
        try:
            read_article(path, Path(folder))
        except CorpusError as error:
            assert "a.md" in str(error)
