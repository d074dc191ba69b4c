"""The plain tokenizer.json of the bundled models: it folds as it reads, and needs no segmenter and no code of ours."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Encoding, Tokenizer

from index.encoders.table import EmbeddingTable

WEIGHTS = Path(__file__).parents[3] / "index" / "encoders" / "weights"
TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
TABLE = EmbeddingTable(WEIGHTS / "table.npz")


def read(text: str) -> Encoding:
    return TOKENIZER.encode(text, add_special_tokens=False)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("華為ＩＣＴ學院", "华为ict学院"),
        ("Huawei CLOUD", "huawei cloud"),
        ("Ａｌｌ　ＩＰ", "all ip"),
        ("café São", "cafe sao"),
        ("这是“引号”，对吗？", '这是"引号",对吗?'),
        ("a\u200bb\x07c", "abc"),
    ],
)
def test_what_means_the_same_is_read_as_the_same(written: str, same: str) -> None:
    assert read(written).ids == read(same).ids


def test_chinese_words_and_names_are_tokens_of_their_own() -> None:
    assert len(read("人工智能改变世界").ids) <= 5
    assert len(read("artificial intelligence changes the world").ids) <= 6


@pytest.mark.parametrize("name", ["[SEP]", "[CLS]", "[PAD]", "[UNK]", "<s>", "</s>", "<unk>"])
def test_the_name_of_a_special_token_in_a_text_is_text(name: str) -> None:
    ids = read(f"问题{name}答案").ids
    assert not {0, 2, 3} & set(ids)
    assert len(ids) > len(read("问题答案").ids)


@pytest.mark.parametrize(
    "text", ["誰發表了ＡＩ演講？\n在2023年。", "Ünïcode ﬁle — naïve", "日本語のテキスト", "한국어 질문", "𠮷野家🦜 x"]
)
def test_places_of_tokens_are_places_in_the_text_as_it_was_written(text: str) -> None:
    found = read(text)
    assert all(0 <= start <= end <= len(text) for start, end in found.offsets)
    assert [start for start, _ in found.offsets] == sorted(start for start, _ in found.offsets)
    covered = {place for start, end in found.offsets for place in range(start, end)}
    assert all(place in covered for place, character in enumerate(text) if character.isalnum())


@given(st.text(max_size=60))
def test_any_text_has_ids_and_every_id_a_row(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    ids = np.array(read(text).ids, dtype=np.int64)
    assert np.isfinite(TABLE.of_tokens(ids)).all()


def test_every_id_has_a_row_of_the_table() -> None:
    assert len(TABLE.rows_of) == TOKENIZER.get_vocab_size()
    assert TABLE.rows_of.min() >= 0
    assert TABLE.rows_of.max() < TABLE.rows
    assert TABLE.width == 384
