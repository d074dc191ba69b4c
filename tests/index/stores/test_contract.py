"""Every store gives the same rows and the same scores as the exact one."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.records import Document, Level
from index.stores.base import Store
from index.stores.exact import ExactStore
from index.stores.local import LocalStore

DIMENSION = 8
WORDS = ["算力", "底座", "战略", "高校", "大学", "华为", "云", "ip", "all", "2003"]
Make = Callable[[dict[Level, list[Document]]], Store]


@pytest.fixture(params=["exact", "local"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes a store of each kind from documents."""
    count = iter(range(1_000_000))

    def made(documents: dict[Level, list[Document]]) -> Store:
        if request.param == "exact":
            return ExactStore(documents)
        folder = tmp_path / str(next(count))
        folder.mkdir()
        LocalStore.write(folder, documents, DIMENSION)
        return LocalStore(folder)

    return made


def documents(texts: list[list[str]], seed: int = 0) -> dict[Level, list[Document]]:
    vectors = np.random.default_rng(seed).normal(size=(len(texts), DIMENSION)).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    rows = [Document(10 + 7 * place, words, vectors[place]) for place, words in enumerate(texts)]
    return {Level.PASSAGE: rows, Level.SENTENCE: rows[:1]}


TEXTS = [["华为", "战略", "ip"], ["算力", "底座", "算力"], ["高校", "大学", "华为"], ["云"]]


def same(found: Any, wanted: Any) -> None:
    assert [row for row, _ in found] == [row for row, _ in wanted]
    assert [score for _, score in found] == pytest.approx([score for _, score in wanted], rel=1e-4, abs=1e-5)


def test_words_are_found_with_the_textbooks_score(make: Make) -> None:
    found = make(documents(TEXTS)).lexical(Level.PASSAGE, ["算力", "ip"], 10)
    mean = 10 / 4
    idf = math.log(1 + 3.5 / 1.5)
    once = 2.2 / (1 + 1.2 * (0.25 + 0.75 * 3 / mean))
    twice = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / mean))
    same(found, [(17, idf * twice), (10, idf * once)])


def test_a_word_asked_twice_counts_once(make: Make) -> None:
    store = make(documents(TEXTS))
    assert store.lexical(Level.PASSAGE, ["ip", "ip"], 3) == store.lexical(Level.PASSAGE, ["ip"], 3)


def test_the_levels_are_apart(make: Make) -> None:
    store = make(documents(TEXTS))
    assert store.collection(Level.SENTENCE).documents == 1
    assert store.lexical(Level.SENTENCE, ["算力"], 5) == []
    assert store.document_frequency(Level.PASSAGE, "华为") == 2


def test_words_come_back_as_they_were_indexed(make: Make) -> None:
    assert make(documents(TEXTS)).words(Level.PASSAGE, [17, 31]) == {17: ["算力", "底座", "算力"], 31: ["云"]}
    assert make(documents(TEXTS)).words(Level.PASSAGE, []) == {}


def test_an_empty_store_finds_nothing(make: Make) -> None:
    store = make({})
    vector = np.ones(DIMENSION, dtype=np.float32) / math.sqrt(DIMENSION)
    assert store.lexical(Level.PASSAGE, ["云"], 5) == []
    assert store.structured(Level.PASSAGE, [{"云": 1.0}], 5) == []
    assert store.dense(Level.PASSAGE, vector, 5) == []
    assert store.collection(Level.PASSAGE).documents == 0


def test_a_word_nobody_has_finds_nothing(make: Make) -> None:
    assert make(documents(TEXTS)).lexical(Level.PASSAGE, ["月亮"], 5) == []
    assert make(documents(TEXTS)).lexical(Level.PASSAGE, [], 5) == []


def test_the_words_of_a_group_share_one_tf_and_one_df(make: Make) -> None:
    found = make(documents(TEXTS)).structured(Level.PASSAGE, [{"高校": 1.0, "大学": 0.5}, {"云": 1.0, "ip": 0.5}], 10)
    mean = 10 / 4
    idf = math.log(1 + (4 - 1.5 + 0.5) / (1.5 + 0.5))  # df is 1 + 0.5 for both groups
    school = 1.5 * 2.2 / (1.5 + 1.2 * (0.25 + 0.75 * 3 / mean))
    cloud = 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / mean))
    ip = 0.5 * 2.2 / (0.5 + 1.2 * (0.25 + 0.75 * 3 / mean))
    same(found, [(31, idf * cloud), (24, idf * school), (10, idf * ip)])


def test_documents_of_forty_words_still_score_as_the_textbook_does(make: Make) -> None:
    texts = [["算力", *["云"] * 39], ["算力", *["云"] * 36], ["底座"] * 3]
    found = make(documents(texts)).lexical(Level.PASSAGE, ["算力"], 5)
    idf, mean = math.log(1 + 1.5 / 2.5), 80 / 3
    wanted = [idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * length / mean)) for length in (37, 40)]
    same(found, [(17, wanted[0]), (10, wanted[1])])


def test_the_nearest_vectors_come_first_with_their_cosines(make: Make) -> None:
    axes = np.eye(DIMENSION, dtype=np.float32)
    rows = [Document(5, [], axes[1]), Document(6, [], (axes[0] * 0.6 + axes[1] * 0.8)), Document(9, [], -axes[0])]
    store = make({Level.PASSAGE: rows})
    same(store.dense(Level.PASSAGE, axes[0], 10), [(6, 0.6), (5, 0.0), (9, -1.0)])
    same(store.dense(Level.PASSAGE, axes[0], 1), [(6, 0.6)])
    assert store.cosines(Level.PASSAGE, axes[0], [9, 6, 9]) == pytest.approx([-1.0, 0.6, -1.0])
    assert store.cosines(Level.PASSAGE, axes[0], []) == []


@pytest.mark.parametrize("order", [[10, 20, 30, 40], [40, 30, 20, 10], [30, 10, 40, 20]])
def test_equal_scores_are_cut_off_by_row_in_whatever_order_they_were_written(make: Make, order: list[int]) -> None:
    vector = np.eye(DIMENSION, dtype=np.float32)[0]
    store = make({Level.PASSAGE: [Document(row, ["云"], vector) for row in order]})
    assert [row for row, _ in store.lexical(Level.PASSAGE, ["云"], 2)] == [10, 20]
    assert [row for row, _ in store.structured(Level.PASSAGE, [{"云": 0.5}], 2)] == [10, 20]
    assert [row for row, _ in store.dense(Level.PASSAGE, vector, 2)] == [10, 20]


def test_rows_that_score_nothing_are_left_out(make: Make) -> None:
    store = make(documents(TEXTS))
    assert [row for row, _ in store.lexical(Level.PASSAGE, ["云"], 10)] == [31]
    assert [row for row, _ in store.structured(Level.PASSAGE, [{"云": 1.0}, {"底座": 0.0}], 10)] == [31]
    assert store.structured(Level.PASSAGE, [{}, {"月亮": 1.0}], 10) == []
    assert store.structured(Level.PASSAGE, [], 10) == []


def test_asking_for_nothing_gives_nothing(make: Make) -> None:
    store, vector = make(documents(TEXTS)), np.eye(DIMENSION, dtype=np.float32)[0]
    assert store.lexical(Level.PASSAGE, ["云"], 0) == []
    assert store.structured(Level.PASSAGE, [{"云": 1.0}], 0) == []
    assert store.dense(Level.PASSAGE, vector, 0) == []


def test_words_that_look_like_a_query_language_are_words(make: Make) -> None:
    store = make({Level.PASSAGE: documents([["a:b", "NOT", "(", '"'], ["b"]])[Level.PASSAGE]})
    assert [row for row, _ in store.lexical(Level.PASSAGE, ["a:b"], 5)] == [10]
    assert [row for row, _ in store.lexical(Level.PASSAGE, ["NOT", '"', "*"], 5)] == [10]
    assert store.document_frequency(Level.PASSAGE, "(") == 1


GROUPS = st.lists(
    st.dictionaries(st.sampled_from(WORDS), st.sampled_from([0.25, 0.5, 1.0]), max_size=4), min_size=1, max_size=4
)
CORPORA = st.lists(st.lists(st.sampled_from(WORDS), max_size=40), min_size=1, max_size=12)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CORPORA, GROUPS)
def test_every_structured_query_equals_the_exact_one(
    make: Make, texts: list[list[str]], groups: list[dict[str, float]]
) -> None:
    made = documents(texts)
    store, exact = make(made), ExactStore(made)
    found, wanted = (one.structured(Level.PASSAGE, groups, 50) for one in (store, exact))
    same(found, wanted)  # both are computed by the one formula, so that even near ties agree
    assert store.collection(Level.PASSAGE) == exact.collection(Level.PASSAGE)
    frequencies = [[one.document_frequency(Level.PASSAGE, word) for word in WORDS] for one in (store, exact)]
    assert frequencies[0] == frequencies[1]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CORPORA, st.lists(st.sampled_from(WORDS), max_size=6))
def test_every_word_search_gives_each_row_the_exact_score(make: Make, texts: list[list[str]], words: list[str]) -> None:
    made = documents(texts)
    store, exact = make(made), ExactStore(made)
    found, wanted = (dict(one.lexical(Level.PASSAGE, words, 50)) for one in (store, exact))
    assert found == pytest.approx(wanted, rel=1e-4)
    rows = [document.row for document in made[Level.PASSAGE]]
    assert store.words(Level.PASSAGE, rows) == exact.words(Level.PASSAGE, rows)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=12), st.integers(0, 5))
def test_every_search_equals_the_exact_one(make: Make, texts: list[list[str]], seed: int) -> None:
    made = documents(texts, seed)
    store, exact = make(made), ExactStore(made)
    vector = made[Level.PASSAGE][0].vector
    groups = [{"高校": 1.0, "大学": 0.5}, {"华为": 1.0}, {"云": 0.3, "算力": 1.0}]
    same(store.lexical(Level.PASSAGE, WORDS[:4], 5), exact.lexical(Level.PASSAGE, WORDS[:4], 5))
    same(store.structured(Level.PASSAGE, groups, 5), exact.structured(Level.PASSAGE, groups, 5))
    same(store.dense(Level.PASSAGE, vector, 3)[:1], exact.dense(Level.PASSAGE, vector, 3)[:1])
    rows = [document.row for document in made[Level.PASSAGE]]
    found = store.cosines(Level.PASSAGE, vector, rows)
    assert found == pytest.approx(exact.cosines(Level.PASSAGE, vector, rows), abs=1e-5)
    assert [s for _, s in store.dense(Level.PASSAGE, vector, 20)] == pytest.approx(
        sorted(found, reverse=True), abs=1e-5
    )


@pytest.mark.parametrize("wanted", [{10, 31}, {17}, set(), {10, 17, 24, 31}, {999}])
def test_a_search_of_some_rows_gives_what_the_whole_one_gives_of_them(make: Make, wanted: set[int]) -> None:
    store = make(documents(TEXTS))
    vector = documents(TEXTS)[Level.PASSAGE][0].vector
    groups = [{"华为": 1.0, "云": 0.5}, {"算力": 1.0}]
    asked: list[Callable[[int, set[int] | None], Any]] = [
        lambda k, rows: store.lexical(Level.PASSAGE, ["华为", "云", "算力"], k, rows),
        lambda k, rows: store.structured(Level.PASSAGE, groups, k, rows),
        lambda k, rows: store.dense(Level.PASSAGE, vector, k, rows),
    ]
    for ask in asked:
        of_them = [pair for pair in ask(10, None) if pair[0] in wanted]
        same(ask(10, wanted), of_them)
        same(ask(1, wanted), of_them[:1])  # the filter comes before the cut, not after
