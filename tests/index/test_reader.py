"""The reader: what it says lies in the text it read, does not depend on its neighbours, and is mostly right where it is easy."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Span
from corpus.sentences import split
from index.reader import UNREAD, Page, Reader, ReaderOptions, Reading

ROOT = Path(__file__).parents[2]
# question, passage, the sentence that answers (from 0), words of the answer, a passage that does not answer
EASY = [
    (
        "这座灯塔有多高？",
        "海边有一座灯塔。灯塔由花岗岩建成。它高三百米。每天晚上有人点灯。",
        2,
        "三百",
        "图书馆收藏了许多书。学生常来借书。周末不开门。",
    ),
    (
        "华为哪一年成立？",
        "华为是一家科技公司。公司于1987年在深圳成立。它的员工很多。",
        1,
        "1987",
        "果园里种满了苹果树。秋天可以采摘。",
    ),
    (
        "谁写了这部小说？",
        "这部小说很有名。作者曹雪芹写了这部小说。它有很多人物。",
        1,
        "曹雪芹",
        "这座山海拔三千米。山上有雪。",
    ),
    (
        "When was the bridge built?",
        "The bridge crosses the river. It was built in 1932 by local workers. Many cars use it every day.",
        1,
        "1932",
        "The library has many books. Students like to read there.",
    ),
    (
        "Who founded the company?",
        "The company makes phones. It was founded by Ren Zhengfei in Shenzhen. It has many offices.",
        1,
        "Ren Zhengfei",
        "Cats like to sleep in the sun. They are often lazy.",
    ),
    (
        "What is the capital of France?",
        "France is a country in Europe. Its capital is Paris. The country is known for its food.",
        1,
        "Paris",
        "The engine needs oil every year. It is made of steel.",
    ),
    (
        "When was the company founded?",
        "华为是一家科技公司。公司于1987年在深圳成立。它的员工很多。",
        1,
        "1987",
        "果园里种满了苹果树。秋天可以采摘。",
    ),
    (
        "法国的首都是哪里？",
        "France is a country in Europe. Its capital is Paris. The country is known for its food.",
        1,
        "Paris",
        "The engine needs oil every year. It is made of steel.",
    ),
]


def page(text: str) -> Page:
    return Page(text, tuple(split(text)))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def easy(reader: Reader) -> list[tuple[Reading, Reading]]:
    return [tuple(reader.read(case[0], [page(case[1]), page(case[4])])) for case in EASY]  # type: ignore[misc]


def test_a_passage_that_answers_is_told_from_one_that_does_not(easy: list[tuple[Reading, Reading]]) -> None:
    assert sum(right.answers > wrong.answers for right, wrong in easy) >= len(EASY) - 1


def test_the_sentence_that_answers_is_found(easy: list[tuple[Reading, Reading]]) -> None:
    best = [int(np.argmax([one.score for one in right.sentences])) for right, _ in easy]
    assert sum(found == case[2] for found, case in zip(best, EASY, strict=True)) >= len(EASY) - 2


def test_the_exact_words_are_mostly_found(easy: list[tuple[Reading, Reading]]) -> None:
    words = [case[1][slice(*right.sentences[case[2]].answer)] for case, (right, _) in zip(EASY, easy, strict=True)]
    assert sum(case[3] in found for case, found in zip(EASY, words, strict=True)) >= len(EASY) - 3


def test_exact_words_lie_inside_their_sentence(easy: list[tuple[Reading, Reading]]) -> None:
    for case, (right, _) in zip(EASY, easy, strict=True):
        for span, one in zip(split(case[1]), right.sentences, strict=True):
            assert span.start <= one.answer.start < one.answer.end <= span.end


def test_a_reading_does_not_depend_on_the_pages_beside_it_or_on_workers(reader: Reader) -> None:
    pages = [page(case[1]) for case in EASY[:4]]
    together = reader.read("这座灯塔有多高？", pages)
    assert together == [reader.read("这座灯塔有多高？", [one])[0] for one in pages]
    assert together == Reader(ReaderOptions(workers=4)).read("这座灯塔有多高？", pages)


def test_nothing_to_read_is_nothing_read(reader: Reader) -> None:
    assert reader.read("问？", []) == []


def test_sentences_beyond_what_is_read_say_so(reader: Reader) -> None:
    text = "灯塔由花岗岩建造，高三百米，颜色是紫色。" * 60
    [reading] = reader.read("灯塔有多高？", [page(text)])
    assert reading.sentences[0].score > UNREAD
    assert reading.sentences[-1].score == UNREAD
    assert len(reading.sentences) == 60


@pytest.mark.parametrize("text", ["", " ", "🦜", "？", "\ud800", "a" * 9_000])
def test_odd_texts_are_read_like_any_other(reader: Reader, text: str) -> None:
    [reading] = reader.read(text, [Page("甲" + text, (Span(0, 1 + len(text)),))])
    assert np.isfinite(reading.answers)


def test_traditional_and_full_width_characters_make_no_difference(reader: Reader) -> None:
    plain = reader.read("华为的ICT学院？", [page("华为建了ICT学院。")])
    other = reader.read("華為的ＩＣＴ學院？", [page("華為建了ＩＣＴ學院。")])
    assert plain == other


def test_reading_imports_neither_torch_nor_transformers_and_leaves_nothing_behind(tmp_path: Path) -> None:
    program = (
        "import sys; from index.reader import Page, Reader; from corpus.records import Span;"
        "Reader().read('什么', [Page('你好', (Span(0, 2),))]);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)))"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=ROOT)
    assert done.stdout.strip() == "[]"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
