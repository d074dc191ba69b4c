"""What the reader learns from: answers are where they are said to be, and windows without an answer hold none."""

from itertools import islice

import numpy as np
import pytest
from tokenizers import Tokenizer

from tests.training.made_data import WEIGHTS, put_set, put_tokens, row_of, spanish_pairs
from training.reading import Example, Reading, ReadingRecipe
from training.tokens import CLOSING, OPENING

CONTEXTS = {
    "zh": [
        ("灯塔", "海边有一座灯塔。灯塔由花岗岩建成。它高三百米。每天晚上守护者来点灯。", "灯塔有多高？", "三百米"),
        ("灯塔", "灯塔旁边有一间小屋。小屋里住着两只猫。猫在下午晒太阳。", "小屋里住着什么？", "两只猫"),
        ("图书馆", "海底有一座图书馆。图书馆收藏九百册图书。图书都是防水的。", "图书馆收藏多少册图书？", "九百册"),
        ("果园", "山坡上有一座果园。果园里种满苹果树。秋天可以采摘。", "果园里种了什么？", "苹果树"),
    ],
    "en": [
        (
            "Bridge",
            "The bridge crosses the river. It was built in 1932. Many cars use it.",
            "When was it built?",
            "1932",
        ),
        (
            "Bridge",
            "A ferry runs beside it. The ferry carries forty people.",
            "How many people does the ferry carry?",
            "forty",
        ),
        ("Company", "The company makes phones. Ren Zhengfei founded it.", "Who founded the company?", "Ren Zhengfei"),
        ("Cats", "Cats sleep in the sun. They like warm milk.", "What do cats like?", "warm milk"),
    ],
}


SPANISH = {"company": "empresa", "people": "personas", "built": "construido", "cats": "gatos"}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("reading")
    for language, rows in CONTEXTS.items():
        made = [
            {
                "title": title,
                "context": context,
                "question": question,
                "answers": [{"text": answer, "answer_start": context.index(answer)}],
                "lang": language,
            }
            for title, context, question, answer in rows
        ]
        put_set(folder, f"qa_{language}", made)
    put_set(folder, "parallel_en_other", spanish_pairs(SPANISH, 2_000))
    put_tokens(folder)
    return Reading(folder, folder, folder, ReadingRecipe())


@pytest.fixture(scope="module")
def examples(reading: Reading) -> list[Example]:
    return list(islice(iter(reading), 200))


@pytest.fixture(scope="module")
def words() -> dict[int, str]:
    """A piece of each row, in lower case."""
    tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    with np.load(WEIGHTS / "table.npz") as table:
        rows_of = table["rows_of"].tolist()
    return {
        row: str(tokenizer.id_to_token(number)).removeprefix("▁") for number, row in reversed([*enumerate(rows_of)])
    }


def said(words: dict[int, str], rows: np.ndarray) -> str:
    return "".join(words[int(row)] for row in rows)


def test_the_answer_is_between_start_and_end(examples: list[Example], words: dict[int, str]) -> None:
    answers = {row[3].replace(" ", "").lower() for rows in CONTEXTS.values() for row in rows}
    found = [said(words, one.rows[one.start : one.end + 1]) for one in examples if one.answers]
    assert len(found) > 50
    assert all(any(answer in part for answer in answers) for part in found)


def test_the_answer_lies_in_the_sentence_that_is_named(examples: list[Example]) -> None:
    for one in examples:
        if one.answers:
            assert set(one.sentences[one.start : one.end + 1]) == {one.answers}
        else:
            assert one.start == one.end == 0


def test_about_half_of_the_windows_answer(examples: list[Example]) -> None:
    assert 0.35 < np.mean([one.answers > 0 for one in examples]) < 0.75


def test_a_pair_is_opening_question_closing_passage_closing(examples: list[Example]) -> None:
    for one in examples:
        assert one.rows[0] == OPENING
        assert one.rows[one.passage - 1] == one.rows[-1] == CLOSING
        assert not one.sentences[: one.passage].any()
        assert one.sentences[one.passage : -1].all()
        assert len(one.rows) == len(one.sentences)


def test_the_same_seed_draws_the_same_again(reading: Reading) -> None:
    def drawn(seed: int) -> list[list[int]]:
        reading.reseed(seed)
        return [one.rows.tolist() for one in islice(iter(reading), 20)]

    first = drawn(5)
    assert drawn(5) == first
    assert drawn(6) != first


def test_some_questions_are_put_into_a_third_language(examples: list[Example]) -> None:
    spanish, english = row_of("▁empresa"), row_of("▁company")
    asked = [set(one.rows[1 : one.passage - 1].tolist()) for one in examples]
    told = [set(one.rows[one.passage :].tolist()) for one in examples]
    assert 0 < sum(spanish in one for one in asked) < sum(english in one for one in asked)
    assert not any(spanish in one for one in told)
