"""Any sentence-transformers model, shown on a tiny one that the test makes."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.encoders import load
from index.encoders.sentence_transformer import SentenceTransformerEncoder
from index.errors import ModelMissing, ModelNeedsCode, ModelNotFetched, ModelUnsafe

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "huawei", "cloud", "华", "为", "云"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers and 32 numbers with prompts in the manner of E5, saved as users have it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    home = tmp_path_factory.mktemp("tiny")
    (home / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(0)
    sizes: dict[str, Any] = {
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
    }
    BertModel(BertConfig(vocab_size=len(WORDS), **sizes)).save_pretrained(home / "bert")
    BertTokenizer(str(home / "vocab.txt")).save_pretrained(home / "bert")
    parts: list[Any] = [Transformer(str(home / "bert")), Pooling(32)]
    model = SentenceTransformer(modules=parts, device="cpu", prompts={"query": "query: ", "document": "passage: "})
    model.save(str(home / "model"))
    return home / "model"


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(folder, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(folder))


def test_rows_are_unit_vectors_in_the_order_of_the_texts(encoder: SentenceTransformerEncoder) -> None:
    vectors = encoder.encode_passages(["华为云", "", "huawei cloud"])
    assert vectors.shape == (3, encoder.dimension) == (3, 32)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(encoder.encode_passages(["huawei cloud"])[0], vectors[2], atol=1e-5)


def test_no_texts_give_no_rows(encoder: SentenceTransformerEncoder) -> None:
    assert encoder.encode_queries([]).shape == (0, 32)


def test_questions_and_passages_get_the_models_own_prompts(encoder: SentenceTransformerEncoder, copy: Path) -> None:
    settings = json.loads((copy / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    settings["prompts"] = {"query": "", "document": ""}
    (copy / "config_sentence_transformers.json").write_text(json.dumps(settings), encoding="utf-8")
    bare = SentenceTransformerEncoder(str(copy))
    question, passage = encoder.encode_queries(["华为"]), encoder.encode_passages(["华为"])
    np.testing.assert_allclose(question, bare.encode_passages(["query: 华为"]), atol=1e-5)
    np.testing.assert_allclose(passage, bare.encode_queries(["passage: 华为"]), atol=1e-5)
    assert np.abs(question - passage).max() > 1e-3
    assert bare.fingerprint.split("/")[1:] != encoder.fingerprint.split("/")[1:]


def test_a_known_model_without_prompts_in_its_settings_gets_those_of_its_card(copy: Path, tmp_path: Path) -> None:
    settings = json.loads((copy / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    settings["prompts"] = {"query": "", "document": ""}
    (copy / "config_sentence_transformers.json").write_text(json.dumps(settings), encoding="utf-8")
    named = copy.rename(tmp_path / "multilingual-e5-small")
    e5 = SentenceTransformerEncoder(str(named))
    assert np.abs(e5.encode_queries(["华为"]) - e5.encode_passages(["华为"])).max() > 1e-3


def test_the_same_files_have_the_same_fingerprint_and_other_weights_another(folder: Path, copy: Path) -> None:
    first = load(str(folder))
    again = copy.rename(copy.with_name("model"))
    assert load(str(again)).fingerprint == first.fingerprint
    weights = again / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.unlink()  # the loaded model still maps the old file
    weights.write_bytes(data)
    assert load(str(again)).fingerprint != first.fingerprint


def test_a_folder_with_nothing_but_a_pickle_is_refused(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelUnsafe, match="pickle"):
        load(str(copy))


def test_a_pickle_in_a_later_module_is_refused_too(copy: Path) -> None:
    (copy / "2_Dense").mkdir()
    (copy / "2_Dense" / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelUnsafe):
        load(str(copy))


def test_code_that_a_model_brings_along_is_never_run(copy: Path) -> None:
    ran = copy / "ran"
    (copy / "own.py").write_text(f"open({str(ran)!r}, 'w')\nclass Own: pass\n", encoding="utf-8")
    modules = json.loads((copy / "modules.json").read_text(encoding="utf-8"))
    modules[0]["type"] = "own.Own"
    (copy / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    with pytest.raises(ModelNeedsCode, match=r"code of its own.*own\.Own"):
        load(str(copy))
    assert not ran.exists()


def test_code_is_found_beside_a_second_module_of_the_same_folder(copy: Path) -> None:
    modules = json.loads((copy / "modules.json").read_text(encoding="utf-8"))
    modules.insert(0, {**modules[0], "type": "own.Own"})
    (copy / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    with pytest.raises(ModelNeedsCode):
        load(str(copy))


@pytest.mark.parametrize("key", ["AutoConfig", "AutoModel"])
def test_a_network_of_its_own_is_refused_even_where_the_library_has_one_of_that_type(copy: Path, key: str) -> None:
    network = json.loads((copy / "config.json").read_text(encoding="utf-8"))
    network["auto_map"] = {key: "Alibaba-NLP/new-impl--modeling.NewModel"}
    (copy / "config.json").write_text(json.dumps(network), encoding="utf-8")
    with pytest.raises(ModelNeedsCode, match=r"new-impl--modeling\.NewModel.*--encoder bundled"):
        load(str(copy))


def test_a_folder_without_weights_is_named(copy: Path) -> None:
    (copy / "model.safetensors").unlink()
    with pytest.raises(ModelMissing, match="no weights"):
        load(str(copy))


@pytest.mark.parametrize("content", ["{", "{}x", '["a"]', '[{"no": "type"}]'])
def test_a_broken_list_of_modules_is_named(copy: Path, content: str) -> None:
    (copy / "modules.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelMissing, match=r"modules\.json"):
        load(str(copy))


def test_a_model_that_is_nowhere_tells_the_ways_out() -> None:
    with pytest.raises(ModelNotFetched) as caught:
        load("nobody-at-all/no-such-model")
    assert "hf download nobody-at-all/no-such-model --local-dir no-such-model" in str(caught.value)
    assert "--encoder FOLDER" in str(caught.value)
    assert "模型库" in caught.value.message("zh")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["./no-such-folder", "/no/such/folder", "some/deep/folder", "~/no-such-folder"])
def test_a_folder_that_is_not_there_is_not_looked_for_on_the_hub(name: str) -> None:
    with pytest.raises(ModelMissing, match="there is no such folder") as caught:
        load(name)
    assert not isinstance(caught.value, ModelNotFetched)


def test_weights_that_are_cut_short_are_an_error_that_names_the_model(copy: Path) -> None:
    weights = copy / "model.safetensors"
    data = weights.read_bytes()[:100]
    weights.unlink()
    weights.write_bytes(data)
    with pytest.raises(ModelMissing, match="copy"):
        load(str(copy))
