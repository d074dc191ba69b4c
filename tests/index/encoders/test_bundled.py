"""The encoder that ships with the package."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encoders import load
from index.encoders.bundled import BundledEncoder, BundledOptions
from index.errors import ModelMissing

WEIGHTS = Path(__file__).parents[3] / "index" / "encoders" / "weights"
TEXTS = ["华为和多少所高校共建了ICT学院？", "", "short", "一句长得多的话，" * 80, "The weather is fine today.", "🦜"]


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder()


def test_every_row_is_a_unit_vector_even_of_an_empty_text(encoder: BundledEncoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension) == (6, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(encoder: BundledEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.encode_queries([]).shape == (0, 384)


def test_a_vector_does_not_depend_on_its_neighbours_bit_for_bit(encoder: BundledEncoder) -> None:
    together = encoder.encode_passages(TEXTS)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    backwards = encoder.encode_passages(TEXTS[::-1])[::-1]
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(together, backwards)


def test_the_number_of_workers_changes_nothing(encoder: BundledEncoder) -> None:
    several = BundledEncoder(BundledOptions(workers=4))
    np.testing.assert_array_equal(several.encode_passages(TEXTS), encoder.encode_passages(TEXTS))


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("What is the capital of France?", "法国的首都是巴黎。", "猫喜欢在下午晒太阳。"),
        (
            "谁写了《红楼梦》？",
            "Dream of the Red Chamber was written by Cao Xueqin.",
            "The engine needs oil every year.",
        ),
        ("这家公司有多少员工？", "The company has 20,000 employees.", "这座山海拔三千米。"),
        ("How high is the mountain?", "这座山海拔三千米。", "公司去年招聘了两千名员工。"),
    ],
)
def test_an_answer_is_nearer_than_something_else_across_languages(
    encoder: BundledEncoder, question: str, answer: str, other: str
) -> None:
    near, far = encoder.encode_passages([answer, other]) @ encoder.encode_queries([question])[0]
    assert near > far + 0.1


def test_traditional_and_full_width_characters_make_no_difference(encoder: BundledEncoder) -> None:
    one, other = encoder.encode_passages(["華為ＩＣＴ學院", "华为ict学院"])
    np.testing.assert_array_equal(one, other)


def test_a_megabyte_of_text_is_cut_before_it_costs_anything(encoder: BundledEncoder) -> None:
    long = encoder.encode_passages(["算力" * 500_000])
    np.testing.assert_array_equal(long, encoder.encode_passages(["算力" * 2_000]))


def test_an_unpaired_surrogate_is_encoded_like_any_odd_character(encoder: BundledEncoder) -> None:
    assert np.isfinite(encoder.encode_queries(["什么\ud800是算力"])).all()


def test_the_files_are_those_the_card_names() -> None:
    card = json.loads((WEIGHTS / "encoder.json").read_text(encoding="utf-8"))
    for name, expected in card["sha256"].items():
        data = (WEIGHTS / name).read_bytes()
        assert len(data) == card["bytes"][name]
        assert hashlib.sha256(data).hexdigest() == expected
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 35_000_000


def test_the_fingerprint_names_model_weights_tokenisation_and_segmenter(encoder: BundledEncoder) -> None:
    assert encoder.name == "bundled"
    assert encoder.fingerprint.startswith("yuanwen-zh-en-s2/1eabaee11aa632e3/tokens-1/rjieba ")
    assert load("bundled").fingerprint == encoder.fingerprint


def test_missing_or_truncated_weights_say_so(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"encoder\.json"):
        BundledEncoder(weights=tmp_path)
    for name in ("encoder.json", "tokenizer.json"):
        shutil.copy(WEIGHTS / name, tmp_path)
    (tmp_path / "encoder.int8.onnx").write_bytes((WEIGHTS / "encoder.int8.onnx").read_bytes()[:1000])
    with pytest.raises(ModelMissing, match="1000 bytes instead of"):
        BundledEncoder(weights=tmp_path).encode_queries(["问"])


def test_weights_of_the_right_size_and_wrong_bytes_are_refused_not_crashed_on(tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    for name in ("encoder.int8.onnx", "tokenizer.json"):
        size = (tmp_path / name).stat().st_size
        (tmp_path / name).write_bytes(b"\xff" * size)
        with pytest.raises(ModelMissing):
            BundledEncoder(weights=tmp_path).encode_queries(["问"])


def test_encoding_imports_neither_torch_nor_transformers() -> None:
    program = (
        "import sys; from index.encoders import load; load('bundled').encode_queries(['你好', 'hello']);"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_reported_or_left_behind(tmp_path: Path) -> None:
    code = "from index.encoders import load; load().encode_queries(['你好'])"
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, cwd=WEIGHTS.parents[2])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
