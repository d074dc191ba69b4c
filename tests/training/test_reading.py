"""What the reader learns from: answers are where they are said to be, and windows without an answer hold none."""

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from tests.training.made_data import WEIGHTS, put_set, put_tokens, row_of, spanish_pairs
from training.reading import Example, Reading, ReadingRecipe
from training.tokens import CLOSING, NO_SPAN, OPENING
from training.written import NAME, is_held_out, name_of, written

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
    return Reading(folder, folder, folder, ReadingRecipe(sets={"qa_zh": 0.4, "qa_en": 0.6}))


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


SOLD = "去年它把三万辆车送到了客户手里。"
OURS: list[dict[str, object]] = [
    {
        "title": "公司",
        "lang": "zh",
        "text": "公司成立于2003年。总部设在成都。创始人在一家车企做了十年。",
        "asked": [
            {"question": "老板创业之前在哪儿上班？", "answers": [[22, 26]], "exact": True},
            {
                "question": "公司卖出多少辆车？",
                "answers": [],
                "exact": True,
                "put_in": {"text": SOLD, "at": 18, "answer": [4, 7]},
            },
        ],
    },
    {
        "title": "Shop",
        "lang": "en",
        "text": "The shop opens at nine. Bread is baked every morning.",
        "asked": [
            {"question": "Wann kann man dort einkaufen?", "answers": [[0, 23]], "exact": False},
            {"question": "Who owns the shop?", "answers": [], "exact": True},
        ],
    },
]


def written_to(folder: Path, passages: Iterable[dict[str, object]]) -> Path:
    """A file of passages that are trained on, not held out."""
    file = folder / "questions.jsonl"
    names = (name for name in map(str, range(99)) if not is_held_out({"id": name}))
    lines = [json.dumps({"id": name} | passage) for name, passage in zip(names, passages, strict=False)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    """Examples of those passages alone."""
    folder = tmp_path_factory.mktemp("ours")
    file = written_to(folder, OURS)
    put_tokens(folder)
    recipe = ReadingRecipe(sets={NAME: 1.0}, crossed={NAME: 0.0}, third={NAME: 0.0}, reworded={NAME: 0.0})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.reading.written", lambda data: written(data, path=file))
        return [*islice(iter(Reading(folder, folder, folder, recipe)), 200)]


def test_of_our_questions_the_answers_are_known_or_only_their_sentence(
    ours: list[Example], words: dict[int, str]
) -> None:
    told = [one for one in ours if one.answers]
    assert {said(words, one.rows[one.start : one.end + 1]) for one in told if one.start >= 0} == {"一家车企", "三万辆"}
    of_a_sentence = [said(words, one.rows) for one in told if one.start == one.end == NO_SPAN]
    assert of_a_sentence
    assert all("wann" in one and "opensatnine" in one for one in of_a_sentence)


def test_a_question_that_nothing_answers_is_read_where_it_is_answered_as_often(
    ours: list[Example], words: dict[int, str]
) -> None:
    sold = [one for one in ours if "卖出" in said(words, one.rows[: one.passage])]
    answered = [said(words, one.rows) for one in sold if one.answers]
    assert 0.35 < len(answered) / len(sold) < 0.65
    assert all("三万辆" in one for one in answered)
    assert not any("三万辆" in said(words, one.rows) for one in sold if not one.answers)


def test_a_question_that_gives_itself_away_is_left_out(ours: list[Example], words: dict[int, str]) -> None:
    assert not any("owns" in said(words, one.rows) for one in ours)


def test_what_we_wrote_is_where_it_says(tmp_path: Path) -> None:
    """Passages of ours alone, for the training text is not here."""
    rows = [*written(tmp_path), *written(tmp_path, held_out=True)]
    trained, held_out = ({row["context"] for row in written(tmp_path, held_out=held)} for held in (False, True))
    assert trained.isdisjoint(held_out)
    assert len(trained) > len(held_out) > 20
    for row in rows:
        for answer in row["answers"]:
            at = answer["answer_start"]
            assert answer["text"].strip()
            assert row["context"][at : at + len(answer["text"])] == answer["text"]
    paired = [bool(row["answers"]) for row in rows if row["paired"]]
    assert len(paired) > 1_000
    assert np.mean(paired) == 0.5
    assert len({row["question"] for row in rows}) > 0.97 * (len(rows) - sum(paired))


def test_a_passage_of_training_text_is_found_by_the_sum_of_its_text(tmp_path: Path) -> None:
    text = "前言不提。灯塔高三百米。后话不提。"
    put_set(tmp_path, "mono_zh", [{"text": "别的", "lang": "zh"}, {"text": text, "lang": "zh", "title": "灯塔"}])
    file = tmp_path / "questions.jsonl"
    asked = [{"question": "它有多高？", "answers": [[3, 6]], "exact": True}]
    passages = [
        {"id": "1", "set": "mono_zh", "of": name_of(other), "start": 5, "end": 12, "asked": asked}
        for other in (text, "不在这里")
    ]
    file.write_text("\n".join(map(json.dumps, passages)), encoding="utf-8")
    held_out = is_held_out(passages[0])
    [row] = written(tmp_path, held_out=held_out, path=file)
    assert (row["context"], row["answers"]) == ("灯塔高三百米。", [{"text": "三百米", "answer_start": 3}])
    assert not [*written(tmp_path / "nowhere", held_out=held_out, path=file)]
