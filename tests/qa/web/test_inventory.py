"""What is inside, searched and sorted."""

from pathlib import Path
from typing import Any

import pytest

from qa.bot import Bot
from qa.settings import Settings
from qa.web.articles_markup import latest, table
from qa.web.articles_texts import ARTICLES
from qa.web.inventory import Inventory, View, arranged, counts, inside
from qa.web.upkeep import FileNote


def row(name: str, **values: Any) -> dict[str, Any]:
    plain = {"article": name, "file": name, "title": name, "date": None, "size": 1, "passages": 1, "state": "indexed"}
    return {**plain, "source": None, "of": None, "reason": None, "reason_zh": None, **values}


ROWS = [
    row("b.md", date="2024-01-02", size=30, passages=3),
    row("a.md", date="2023-01-02", size=None, passages=9),
    row("c.md", title="算力底座", size=10, state="skipped", passages=0, reason="empty", reason_zh="空"),
]


@pytest.mark.parametrize(
    ("view", "names"),
    [
        (View(), ["a.md", "b.md", "c.md"]),
        (View(sort="date"), ["a.md", "b.md", "c.md"]),
        (View(sort="date", down=True), ["b.md", "a.md", "c.md"]),
        (View(sort="size", down=True), ["b.md", "c.md", "a.md"]),
        (View(sort="passages"), ["c.md", "b.md", "a.md"]),
        (View(sort="state"), ["c.md", "a.md", "b.md"]),
        (View(query="算力"), ["c.md"]),
        (View(query="2024 B.MD"), ["b.md"]),
        (View(query="算力 2024"), []),
    ],
)
def test_rows_are_those_searched_in_the_order_asked_for_and_what_lacks_a_value_is_last(
    view: View, names: list[str]
) -> None:
    assert [one["article"] for one in arranged(ROWS, view)] == names


def test_skipped_files_and_duplicates_are_not_counted_as_articles() -> None:
    rows = [*ROWS, row("d.md", state="duplicate", of="b.md"), row("e.md", state="new"), row("f.md", state="changed")]
    assert counts(rows) == {"articles": 3, "passages": 15, "skipped": 1, "copies": 1, "waiting": 2}


def test_a_reason_names_the_file_within_the_folder_alone(tmp_path: Path) -> None:
    told = row("x.pdf", reason=f"{tmp_path}/in/x.pdf is odd", reason_zh=f"{tmp_path}/in/x.pdf 有误")
    assert inside(told, tmp_path) == ("in/x.pdf is odd", "in/x.pdf 有误")


def test_the_listing_follows_the_index(bot: Bot, speech_index: Path, tmp_path: Path) -> None:
    found = Inventory(bot, Settings(tmp_path, speech_index, None, "en")).rows()
    assert [one["article"] for one in found] == bot.library.article_ids()
    assert found[0]["passages"] > 10


def test_only_who_may_change_articles_is_offered_to_remove_them() -> None:
    assert "#a-remove-0" in table(ROWS, View(), ARTICLES["en"], "en", editable=True, all_rows=3)
    assert "#a-remove" not in table(ROWS, View(), ARTICLES["en"], "en", editable=False, all_rows=3)


def test_a_title_is_text_and_a_mark_that_turns_the_direction_is_shown() -> None:
    odd = row("x.md", title="<img src=x onerror=y>${a}{{b}} evil\u202emd.exe")
    shown = table([odd], View(), ARTICLES["zh"], "zh", editable=True, all_rows=1)
    assert "<img" not in shown
    assert not {"$", "{", "}", "\u202e"} & set(shown)
    assert "�" in shown


def test_a_file_that_got_another_name_goes_on_under_it() -> None:
    told = [
        FileNote("a.md", "waiting"),
        FileNote("http://x/y", "waiting"),
        FileNote("http://x/y", "became", of="y.html"),
        FileNote("y.html", "added"),
        FileNote("a.md", "indexed", passages=2),
    ]
    assert [(one.name, one.state) for one in latest(told)] == [("a.md", "indexed"), ("y.html", "added")]
