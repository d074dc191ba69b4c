"""A build costs what changed, and ends where a fresh one would."""

import os
from pathlib import Path
from typing import Any

import pytest

from corpus.read import find_articles, read_article
from index.build import BuildOptions, build, build_from
from index.changes import Carried
from index.derive import texts_to_encode
from index.errors import FolderEmptied
from index.generation import folder_of
from index.library import Library
from index.rows import text_key
from index.snapshot import Snapshot
from tests.index.searching import answers


def test_everything_is_counted(index: Path, articles: Path, toy: Any) -> None:
    report = build(index, articles, toy())
    assert (report.articles, report.added, report.changed, report.removed, report.encoded) == (3, 0, 0, 0, 0)
    assert report.passages >= 4
    assert report.sentences == 8


def test_the_report_counts_what_a_build_did(index: Path, articles: Path, toy: Any) -> None:
    (articles / "a.md").write_text("灯塔倒了。", encoding="utf-8")
    (articles / "b.txt").unlink()
    (articles / "new.md").write_text("新的一篇。第二句。", encoding="utf-8")
    (articles / "empty.md").touch()
    report = build(index, articles, toy())
    assert (report.articles, report.added, report.changed, report.removed) == (3, 1, 1, 1)
    assert (len(report.skipped), report.generation, report.encoder) == (1, 2, "toy")
    assert (report.articles, report.passages, report.sentences) == Library.read(index).counts()
    assert report.seconds >= 0


def test_an_index_brought_up_to_date_answers_like_one_made_at_once(
    index: Path, articles: Path, tmp_path: Path, toy: Any
) -> None:
    (articles / "a.md").write_text("# 灯塔\n\n灯塔的颜色是绿色。", encoding="utf-8")
    (articles / "b.txt").unlink()
    (articles / "0.md").write_text("灯塔在山上。", encoding="utf-8")
    build(index, articles, toy())
    build(tmp_path / "fresh.yuanwen", articles, toy())
    assert answers(index, toy) == answers(tmp_path / "fresh.yuanwen", toy)


def test_nothing_changed_keeps_the_generation(index: Path, articles: Path, toy: Any) -> None:
    before = folder_of(index, 1).stat().st_ino
    assert build(index, articles, toy()).generation == 1
    assert folder_of(index, 1).stat().st_ino == before


def test_a_file_that_is_only_touched_is_not_a_change(index: Path, articles: Path, toy: Any) -> None:
    os.utime(articles / "a.md", (1, 1))
    assert build(index, articles, toy()).generation == 1


def test_a_changed_sidecar_is_a_change(index: Path, articles: Path, toy: Any) -> None:
    (articles / "b.txt.meta.json").write_text('{"source": "面包报"}', encoding="utf-8")
    encoder = toy()
    assert (build(index, articles, encoder).changed, encoder.encoded) == (1, [])
    assert Library.read(index).article("b.txt").source == "面包报"


def test_only_what_changed_is_encoded_again(index: Path, articles: Path, toy: Any) -> None:
    path = articles / "a.md"
    path.write_text(path.read_text(encoding="utf-8").replace("紫色", "绿色"), encoding="utf-8")
    encoder = toy()
    report = build(index, articles, encoder)
    assert (report.changed, report.generation) == (1, 2)
    assert all("绿色" in text for text in encoder.encoded)
    assert 1 <= len(encoder.encoded) <= 2


def test_a_removed_file_goes_and_a_renamed_one_costs_no_encoding(index: Path, articles: Path, toy: Any) -> None:
    (articles / "a.md").unlink()
    (articles / "b.txt").rename(articles / "d.txt")
    encoder = toy()
    report = build(index, articles, encoder)
    assert Library.read(index).article_ids() == ["d.txt", "sub/c.md"]
    assert (report.added, report.removed, encoder.encoded) == (1, 2, [])


def test_the_same_text_twice_is_encoded_once(tmp_path: Path, toy: Any) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("同样的一句话。还有一句。", encoding="utf-8")
    encoder = toy()
    report = build(tmp_path / "i.yuanwen", folder, encoder)
    assert len(encoder.encoded) == len(set(encoder.encoded)) == report.encoded == 3
    (folder / "b.txt").unlink()
    build(tmp_path / "i.yuanwen", folder, toy())
    (folder / "c.txt").write_text("同样的一句话。还有一句。", encoding="utf-8")
    assert build(tmp_path / "i.yuanwen", folder, toy()).encoded == 0


def test_vectors_that_no_text_needs_are_dropped(index: Path, articles: Path, toy: Any) -> None:
    (articles / "a.md").unlink()
    (articles / "b.txt").unlink()
    build(index, articles, toy())
    library = Library.read(index)
    texts = [
        text for passage in library.passages() for text in texts_to_encode(library.article(passage.article), passage)
    ]
    assert set(library.vectors("toy/1")) == {text_key(text) for text in texts}
    build(index, articles, toy("other"))
    assert Library.read(index).vectors("toy/1") == {}


def test_texts_are_encoded_in_batches(tmp_path: Path, articles: Path, toy: Any) -> None:
    steps: list[tuple[str, int, int]] = []
    report = build(tmp_path / "i.yuanwen", articles, toy(), lambda *step: steps.append(step), BuildOptions(batch=5))
    encoded = [step for step in steps if step[0] == "encode"]
    assert [done for _, done, _ in encoded] == [*range(5, report.encoded, 5), report.encoded]
    assert {every for _, _, every in encoded} == {report.encoded}
    assert [step for step in steps if step[0] == "read"] == [("read", done, 3) for done in (1, 2, 3)]
    assert steps[-2:] == [("write", 0, 1), ("write", 1, 1)]


def test_articles_need_not_come_from_a_folder(index: Path, articles: Path, tmp_path: Path, toy: Any) -> None:
    read = [read_article(path, articles) for path in find_articles(articles)]
    other = tmp_path / "other.yuanwen"
    assert build_from(other, read, toy()).added == 3
    assert answers(other, toy) == answers(index, toy)
    encoder = toy()
    report = build_from(other, read[:2], encoder)
    assert (report.articles, report.removed, report.generation, encoder.encoded) == (2, 1, 2, [])


def test_an_empty_folder_makes_an_empty_index(tmp_path: Path, toy: Any) -> None:
    (tmp_path / "articles").mkdir()
    assert build(tmp_path / "i.yuanwen", tmp_path / "articles", toy()).articles == 0
    Snapshot.open(tmp_path / "i.yuanwen", toy()).close()


def test_a_folder_that_is_emptied_empties_the_index_only_when_that_is_meant(
    index: Path, articles: Path, toy: Any
) -> None:
    for path in find_articles(articles):
        path.unlink()
    with pytest.raises(FolderEmptied, match=r"articles holds no files.* the 3 articles .*--empty"):
        build(index, articles, toy())
    assert Library.read(index).counts()[0] == 3
    report = build(index, articles, toy(), carried=Carried(may_empty=True))
    assert (report.articles, report.passages, report.removed) == (0, 0, 3)
    assert Library.read(index).vectors("toy/1") == {}


def test_another_segmenter_writes_the_search_files_anew_and_encodes_nothing(
    index: Path, articles: Path, toy: Any
) -> None:
    library = Library.write(index)
    library.put_setting("segmenter", "scissors 1")
    library.close()
    encoder = toy()
    assert (build(index, articles, encoder).generation, encoder.encoded) == (2, [])
    Snapshot.open(index, toy()).close()


def test_another_encoder_encodes_everything_anew(index: Path, articles: Path, toy: Any) -> None:
    encoder = toy("other")
    report = build(index, articles, encoder)
    assert report.encoded == len(set(encoder.encoded)) > 8
    assert Library.read(index).setting("encoder") == "other"


def test_damaged_search_files_are_made_anew_by_a_build(index: Path, articles: Path, toy: Any) -> None:
    before = answers(index, toy)
    (folder_of(index, 1) / "passage.faiss").unlink()
    assert build(index, articles, toy()).generation == 2
    notices: list[object] = []
    Snapshot.open(index, toy(), notices.append).close()
    assert (answers(index, toy), notices) == (before, [])
