"""Where an answer is accepted: anywhere, or at its own place."""

import pytest

from qa.evaluate.accepted import Accepted, Place

TEXT = "甲建于1987年。乙也建于1987年。丙不同。"
TEXTS = {"a.md": TEXT, "b.md": "别的。"}
AT = TEXT.rindex("1987年")
PLACED = Accepted("1987年", Place("a.md", AT, AT + 5))


def quoted(part: str, article: str = "a.md") -> tuple[str, int, str]:
    return article, TEXT.index(part), part


@pytest.mark.parametrize(
    ("quote", "right"),
    [
        (quoted("乙也建于1987年。"), True),
        (quoted("甲建于1987年。"), False),
        (quoted("甲建于1987年。乙也建于1987年。"), True),
        (quoted("乙也建于1987年。", "b.md"), False),
        (quoted("丙不同。"), False),
        (quoted("乙也建于"), False),
    ],
)
def test_an_answer_with_a_place_counts_there_only(quote: tuple[str, int, str], right: bool) -> None:
    assert PLACED.is_in(*quote) == right
    assert Accepted("", PLACED.place).is_in(*quote) == right


def test_a_quote_within_an_accepted_passage_is_right() -> None:
    passage = Accepted(TEXT[8:], Place("a.md", 8, len(TEXT)))
    assert passage.is_in(*quoted("丙不同。"))
    assert not passage.is_in(*quoted("甲建于1987年。"))


def test_characters_that_have_changed_since_are_not_accepted() -> None:
    assert not Accepted("1988年", PLACED.place).is_in(*quoted("乙也建于1987年。"))


@pytest.mark.parametrize(
    ("answer", "stands"),
    [
        (Accepted("1987年"), True),
        (Accepted("1988年"), False),
        (PLACED, True),
        (Accepted("", PLACED.place), True),
        (Accepted("1987年", Place("a.md", AT + 1, AT + 6)), False),
        (Accepted("", Place("c.md", 0, 2)), False),
        (Accepted("", Place("b.md", 40, 50)), False),
    ],
)
def test_an_answer_stands_in_the_articles_or_not(answer: Accepted, stands: bool) -> None:
    assert answer.stands_in(TEXTS) == stands


def test_a_text_that_is_left_out_is_taken_from_the_article() -> None:
    assert Accepted("", PLACED.place).with_text(TEXTS) == PLACED
    assert PLACED.with_text({}) is PLACED
