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
from index.encoders.bundle import Bundle
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
        ("¿Cuántos empleados tiene la empresa?", "这家公司有两万名员工。", "这座山海拔三千米。"),
        ("この会社には従業員が何人いますか？", "The company has 20,000 employees.", "The engine needs oil every year."),
        ("Wie viele Mitarbeiter hat das Unternehmen?", "这家公司有两万名员工。", "猫喜欢在下午晒太阳。"),
        ("Сколько сотрудников работает в компании?", "The company has 20,000 employees.", "Cats like the sun."),
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


def test_the_files_are_those_the_card_names_and_small_enough() -> None:
    card = json.loads((WEIGHTS / "models.json").read_text(encoding="utf-8"))
    assert set(card["bytes"]) | {"models.json", "MODEL_CARD.md"} == {path.name for path in WEIGHTS.iterdir()}
    for name, expected in card["sha256"].items():
        data = (WEIGHTS / name).read_bytes()
        assert len(data) == card["bytes"][name]
        assert hashlib.sha256(data).hexdigest() == expected
    lexicon = (WEIGHTS.parents[1] / "lexicon.sqlite").stat().st_size
    encoder = sum(size for name, size in card["bytes"].items() if not name.startswith("reader"))
    assert encoder < 35_000_000
    assert lexicon < 10_000_000
    assert sum(card["bytes"].values()) + lexicon < 50_000_000


def test_the_fingerprint_names_the_model_and_every_file_that_a_vector_depends_on(encoder: BundledEncoder) -> None:
    card = json.loads((WEIGHTS / "models.json").read_text(encoding="utf-8"))
    assert encoder.name == "bundled"
    assert encoder.fingerprint.startswith(card["name"] + "/")
    for name in ("encoder.int8.onnx", "table.npz", "tokenizer.json"):
        assert card["sha256"][name][:8] in encoder.fingerprint
    assert load("bundled").fingerprint == encoder.fingerprint


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))


def test_without_a_card_nothing_is_loaded(copy: Path) -> None:
    (copy / "models.json").unlink()
    with pytest.raises(ModelMissing, match=r"models\.json"):
        Bundle(copy)


@pytest.mark.parametrize("name", ["encoder.int8.onnx", "table.npz", "tokenizer.json"])
def test_a_file_that_is_missing_cut_short_or_of_other_bytes_is_refused_not_crashed_on(copy: Path, name: str) -> None:
    size = (copy / name).stat().st_size
    for data, reason in ((b"\xff" * size, ""), (b"\xff" * 1000, "1000 bytes instead of"), (None, "0 bytes instead of")):
        (copy / name).unlink()
        if data is not None:
            (copy / name).write_bytes(data)
        with pytest.raises(ModelMissing, match=reason or None):
            BundledEncoder(bundle=Bundle(copy)).encode_queries(["问"])
        (copy / name).touch()


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
