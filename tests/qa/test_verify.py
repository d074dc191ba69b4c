"""A quote of an old answer is unchanged, moved, changed or gone."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.build import build
from index.library import Library
from qa.errors import NotAnAnswer
from qa.verify import Present, read_answers, verify

TEXT = "# 灯塔\n\n灯塔在海边。灯塔的颜色是紫色。\n\n守护者名叫李明。"
QUOTE = "灯塔的颜色是紫色。"


@pytest.fixture
def place(tmp_path: Path, toy: Any) -> tuple[Path, Path, dict[str, Any]]:
    """A folder, its index, and an answer that quotes from it."""
    folder, index = tmp_path / "articles", tmp_path / "i.yuanwen"
    folder.mkdir()
    (folder / "a.md").write_text(TEXT, encoding="utf-8")
    (folder / "b.md").write_text("面包用面粉做成。", encoding="utf-8")
    build(index, folder, toy())
    library = Library.read(index)
    article = library.article("a.md")
    library.close()
    start = article.text.index(QUOTE)
    quote = {"article": "a.md", "article_hash": article.hash, "start": start, "end": start + len(QUOTE), "text": QUOTE}
    return folder, index, {"quotes": [quote], "nearest": []}


def verdicts(index: Path, folder: Path | None, *answers: dict[str, Any]) -> list[dict[str, Any]]:
    library = Library.read(index)
    try:
        return [one.to_json() for one in verify(answers, Present(library, folder))]
    finally:
        library.close()


CHANGES = {
    "the same file": (TEXT, "unchanged", True),
    "something after it": (TEXT + "完。", "unchanged", False),
    "something before it": (TEXT.replace("灯塔在", "新的开头。灯塔在"), "moved", False),
    "another word in it": (TEXT.replace("紫色", "白色"), "changed", False),
    "nothing of it": ("完全不同。", "changed", False),
}


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built yet"])
@pytest.mark.parametrize("change", CHANGES)
def test_what_became_of_a_quote_is_told_whether_or_not_it_was_built_since(
    place: tuple[Path, Path, dict[str, Any]], toy: Any, change: str, built: bool
) -> None:
    folder, index, answer = place
    text, state, same = CHANGES[change]
    (folder / "a.md").write_text(text, encoding="utf-8")
    if built:
        build(index, folder, toy())
    [found] = verdicts(index, folder, answer)
    assert (found["state"], found["same_file"]) == (state, same)
    if state in ("unchanged", "moved"):
        now = found["now"]
        assert (now["article"], now["end"] - now["start"], now["line"]) == ("a.md", len(QUOTE), 3)
        assert (now["start"] == answer["quotes"][0]["start"]) == (state == "unchanged")


@pytest.mark.parametrize("built", [True, False], ids=["built", "not built yet"])
def test_a_removed_article_is_gone(place: tuple[Path, Path, dict[str, Any]], toy: Any, built: bool) -> None:
    folder, index, answer = place
    (folder / "a.md").unlink()
    if built:
        build(index, folder, toy())
    assert [found["state"] for found in verdicts(index, folder, answer)] == ["gone"]


def test_a_renamed_article_has_moved_and_its_file_is_the_same(
    place: tuple[Path, Path, dict[str, Any]], toy: Any
) -> None:
    folder, index, answer = place
    (folder / "0.md").write_text("引用：" + QUOTE, encoding="utf-8")  # says it too, but is another file
    (folder / "a.md").rename(folder / "z.md")
    build(index, folder, toy())
    [found] = verdicts(index, folder, answer)
    assert (found["state"], found["now"]["article"], found["same_file"]) == ("moved", "z.md", True)


def test_a_sentence_that_another_article_took_over_has_moved(
    place: tuple[Path, Path, dict[str, Any]], toy: Any
) -> None:
    folder, index, answer = place
    (folder / "a.md").write_text("别的。", encoding="utf-8")
    (folder / "b.md").write_text("面包。" + QUOTE, encoding="utf-8")
    build(index, folder, toy())
    [found] = verdicts(index, folder, answer)
    assert (found["state"], found["now"]["article"], found["same_file"]) == ("moved", "b.md", False)


def test_of_several_places_the_nearest_is_told(place: tuple[Path, Path, dict[str, Any]], toy: Any) -> None:
    folder, index, answer = place
    (folder / "a.md").write_text(f"{QUOTE}\n\n一。{QUOTE}" + "很长的一段。" * 60 + QUOTE, encoding="utf-8")
    build(index, folder, toy())
    [found] = verdicts(index, folder, answer)
    assert (found["state"], found["now"]["start"]) == ("moved", 13)


def test_without_the_folder_it_was_built_from_the_index_is_asked_alone(
    place: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, index, answer = place
    (folder / "a.md").write_text("别的。", encoding="utf-8")
    (tmp_path / "other").mkdir()
    for other in (None, tmp_path / "other"):
        assert [found["state"] for found in verdicts(index, other, answer)] == ["unchanged"]


def test_the_nearest_passages_of_a_refusal_are_verified_too(place: tuple[Path, Path, dict[str, Any]]) -> None:
    folder, index, answer = place
    assert len(verdicts(index, folder, {"quotes": [], "nearest": answer["quotes"]}, answer)) == 2


def test_answers_are_read_alone_in_a_list_or_one_a_line(tmp_path: Path) -> None:
    one = {"question": "问", "quotes": []}
    for text in (json.dumps(one, indent=2), json.dumps([one]), json.dumps(one) + "\n"):
        (tmp_path / "a.json").write_text(text, encoding="utf-8")
        assert read_answers(tmp_path / "a.json") == [one]
    (tmp_path / "a.json").write_text(f"{json.dumps(one)}\n{json.dumps(one)}\n", encoding="utf-8-sig")
    assert read_answers(tmp_path / "a.json") == [one, one]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        b"[]",
        b"7",
        b"{}",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"quotes": 1}',
        b'{"quotes": [1]}',
        b'{"quotes": [{"article": "a", "text": "b", "start": -1, "end": 2}]}',
        b'{"quotes": [{"article": "a", "text": "b", "start": "0", "end": 2}]}',
        b'{"quotes": [], "nearest": [{}]}',
    ],
)
def test_what_is_no_answer_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.json").write_bytes(data)
    with pytest.raises(NotAnAnswer, match=r"a\.json"):
        read_answers(tmp_path / "a.json")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAnAnswer, match=r"none\.json"):
        read_answers(tmp_path / "none.json")
