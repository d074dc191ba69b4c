"""What the bundled encoder reads."""

import importlib.util
import json
import lzma
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from index.encoders.tokenization import BundledTokenizer, plain

ROOT = Path(__file__).parents[3]
FILE = ROOT / "index" / "encoders" / "weights" / "tokenizer.json"
SHARED = Path(os.environ.get("YUANWEN_SHARED", ROOT.parent / "shared"))
CLS, SEP, UNKNOWN = 2, 3, 1


@pytest.fixture(scope="module")
def tokenizer() -> BundledTokenizer:
    return BundledTokenizer(FILE, CLS, SEP)


@pytest.mark.parametrize("text", ["[SEP]", "[CLS] 你好 [SEP] hello [PAD][MASK]", "［ＳＥＰ］", "[sep]", "[UNK]"])
def test_the_names_of_special_tokens_are_plain_text(tokenizer: BundledTokenizer, text: str) -> None:
    [ids] = tokenizer.ids([text], 256)
    assert ids[0] == CLS
    assert ids[-1] == SEP
    assert not {0, 1, 2, 3, 4} & set(ids[1:-1])


def test_brackets_around_a_word_are_brackets(tokenizer: BundledTokenizer) -> None:
    [with_marks, bare] = tokenizer.ids(["[SEP]", "sep"], 256)
    assert len(with_marks) == len(bare) + 2


def test_the_longest_text_is_cut_and_still_closed(tokenizer: BundledTokenizer) -> None:
    [ids] = tokenizer.ids(["算力底座 " * 5_000], 256)
    assert len(ids) == 256
    assert (ids[0], ids[-1]) == (CLS, SEP)


def test_nothing_is_an_opening_and_a_closing(tokenizer: BundledTokenizer) -> None:
    assert tokenizer.ids(["", " \u200b\n"], 256) == [[CLS, SEP], [CLS, SEP]]
    assert tokenizer.ids([], 256) == []


def test_invisible_characters_change_nothing(tokenizer: BundledTokenizer) -> None:
    marked, clean = tokenizer.ids(["算\u200b力\ufeff底\u202e座", "算力底座"], 256)
    assert marked == clean


def test_chinese_punctuation_is_read_as_the_latin_marks_that_the_vocabulary_has() -> None:
    assert plain("《算力》——“底座”。").split() == ['"', "算力", '"--"', "底座", '".']


def test_han_words_are_set_apart_and_other_scripts_are_left_alone() -> None:
    assert plain("华为Cloud的カタカナ") == " 华为 cloud 的 カタカナ"


def _study() -> ModuleType | None:
    """The study's own tokeniser, where the study lies beside the checkout."""
    path = SHARED / "prototype" / "scripts" / "tokz.py"
    specification = importlib.util.spec_from_file_location("study_tokz", path) if path.is_file() else None
    if specification is None or specification.loader is None:
        return None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _texts() -> Iterator[str]:
    """Questions and contexts, Simplified, Traditional and English."""
    for name in ("cmrc2018.zh", "drcd.zh-Hant", "squad2_no_xquad.en", "bipar.zh"):
        with lzma.open(SHARED / "data" / "dev" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as file:
            for place, line in enumerate(file):
                row = json.loads(line)
                if place % 3 == 0:
                    yield row["question"]
                if place % 12 == 0:
                    yield row["context"]


@pytest.mark.skipif(not (SHARED / "prototype").is_dir(), reason="the study is not beside this checkout")
def test_tokens_are_those_the_encoder_was_trained_with(tokenizer: BundledTokenizer) -> None:
    study = _study()
    assert study is not None
    vocabulary = json.loads((SHARED / "prototype" / "vocab.json").read_text(encoding="utf-8"))
    theirs = study.wp(vocabulary["wordpiece"])
    texts = list(_texts())
    assert len(texts) > 5_000
    different = []
    for text, ours in zip(texts, tokenizer.ids(texts, 100_000), strict=True):
        if len(text) < 4_000 and ours[1:-1] != theirs.encode(study.seg(text)).ids:
            different.append(text)
    # only what folding does on purpose may differ: it turns until nothing changes, and takes out the invisible
    assert not [text for text in different if study.norm(study.norm(text)) == study.norm(text) and not _odd(text)]
    assert len(different) <= 0.001 * len(texts)


def _odd(text: str) -> bool:
    """Whether a text has invisible characters, or Hangul, of which the vocabulary has none however it is cut."""
    return any(unicodedata.category(c) in ("Cc", "Cf") or "\uac00" <= c <= "\ud7a3" for c in text)
