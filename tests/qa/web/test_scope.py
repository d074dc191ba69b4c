"""Which articles are asked."""

import pytest

from qa.web.scope import Entry, Wanted, folders, matching

ENTRIES = [
    Entry("a/one.md", "华為ICT学院", "2024-05-01"),
    Entry("a/b/two.md", "Two towers", "2023年6月"),
    Entry("ab/three.md", "三", None),
    Entry("four.md", "四", "1999"),
]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), "1234"),
        (Wanted(words="华为 ict"), "1"),  # as search folds them
        (Wanted(words="TWO.md"), "2"),
        (Wanted(folder="a"), "12"),  # and what lies below, but not ab
        (Wanted(folder="a/b"), "2"),
        (Wanted(since="2023"), "12"),
        (Wanted(since="2023-06-15"), "12"),  # a month is not before a day in it
        (Wanted(until="2023"), "24"),
        (Wanted(since="2023-01", until="2023-12"), "2"),
        (Wanted(since="soon"), "1234"),  # no date, no bound
        (Wanted(words="nowhere"), ""),
    ],
)
def test_articles_meet_every_condition(wanted: Wanted, found: str) -> None:
    places = {one.id: str(number) for number, one in enumerate(ENTRIES, 1)}
    assert "".join(places[one.id] for one in matching(ENTRIES, wanted)) == found


def test_folders_are_those_that_hold_articles() -> None:
    assert folders(ENTRIES) == ["a", "a/b", "ab"]
