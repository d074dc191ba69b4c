"""Models laid out as the well-known ones are on the hub, tiny and with random weights: prompts and pooling by hand."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.encoders.sentence_transformer import SentenceTransformerEncoder

ROOT = Path(__file__).parents[3]
TEXTS = ["华为云的目标", "a longer text, about ships that sail at dawn", "x"]
INSTRUCTION = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
SPECIAL = ["<pad>", "<s>", "</s>", "<unk>"]
COMMIT = "0123456789abcdef0123456789abcdef01234567"

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Known:
    """A model's name, network and pooling, the prompts in its settings, and those that belong before its texts."""

    name: str
    network: str
    pooling: str
    configured: dict[str, str] | None
    query: str
    passage: str


MODELS = [
    Known("multilingual-e5-small", "xlm-roberta", "mean_tokens", None, "query: ", "passage: "),
    Known("e5-base-v2", "bert", "mean_tokens", None, "query: ", "passage: "),
    Known("multilingual-e5-large-instruct", "xlm-roberta", "mean_tokens", None, f"{INSTRUCTION} ", ""),
    Known(
        "e5-mistral-7b-instruct", "qwen3", "lasttoken", {"web_search_query": "Find: ", "sts_query": "!"}, "Find: ", ""
    ),
    Known("bge-small-zh-v1.5", "bert", "cls_token", None, "为这个句子生成表示以用于检索相关文章：", ""),
    Known(
        "bge-base-en-v1.5", "bert", "cls_token", None, "Represent this sentence for searching relevant passages: ", ""
    ),
    Known("bge-m3", "xlm-roberta", "cls_token", None, "", ""),
    Known("gte-base", "bert", "mean_tokens", None, "", ""),
    Known("Qwen3-Embedding-0.6B", "qwen3", "lasttoken", {"query": INSTRUCTION, "document": ""}, INSTRUCTION, ""),
    Known("mxbai-embed-large-v1", "bert", "cls_token", {"query": "Represent: ", "passage": ""}, "Represent: ", ""),
]


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def network_of(kind: str) -> Any:
    """Two layers of 32 numbers."""
    import transformers

    sizes: dict[str, Any] = {"vocab_size": 260, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    sizes |= {"intermediate_size": 64, "pad_token_id": 0}
    if kind == "qwen3":
        return transformers.Qwen3Model(transformers.Qwen3Config(num_key_value_heads=1, head_dim=16, **sizes))
    if kind == "xlm-roberta":
        return transformers.XLMRobertaModel(transformers.XLMRobertaConfig(max_position_embeddings=514, **sizes))
    return transformers.BertModel(transformers.BertConfig(**sizes))


def save_tokenizer(folder: Path, template: str) -> None:
    """A token for every byte, so that no prompt is lost."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    pieces = SPECIAL + sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({piece: number for number, piece in enumerate(pieces)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.TemplateProcessing(template, special_tokens=[("<s>", 1), ("</s>", 2)])
    save: Any = PreTrainedTokenizerFast
    save(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        unk_token="<unk>",
        model_input_names=["input_ids", "attention_mask"],
        model_max_length=512,
    ).save_pretrained(folder)


def make(model: Known, folder: Path) -> Path:
    """The files of the hub: half-precision weights, modules.json, a pooling of switches, and `Normalize` last."""
    import torch

    torch.manual_seed(0)
    network_of(model.network).to(torch.bfloat16).save_pretrained(folder)
    save_tokenizer(folder, "$A </s>" if model.network == "qwen3" else "<s> $A </s>")
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    parts = [{"path": path, "type": f"sentence_transformers.models.{kind}"} for path, kind in kinds.items()]
    write(folder / "modules.json", [{"idx": n, "name": str(n), **part} for n, part in enumerate(parts)])
    modes = ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken")
    switches = {f"pooling_mode_{mode}": mode == model.pooling for mode in modes}
    write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 32, **switches})
    write(folder / "sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": False})
    if model.configured is not None:
        settings = {"prompts": model.configured, "default_prompt_name": next(iter(model.configured))}
        write(folder / "config_sentence_transformers.json", settings)
    return folder


def by_hand(folder: Path, pooling: str) -> Callable[[str], Array]:
    """The unit vector of one text: the network, pooled without the library."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    network = AutoModel.from_pretrained(folder).float().eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    pool: dict[str, Callable[[Any], Any]] = {
        "cls_token": lambda states: states[0],
        "mean_tokens": lambda states: states.mean(0),
        "lasttoken": lambda states: states[-1],
    }

    def vector(text: str) -> Array:
        with torch.no_grad():
            pooled = pool[pooling](network(**tokenizer(text, return_tensors="pt")).last_hidden_state[0])
        found: Array = (pooled / pooled.norm()).numpy()
        return found

    return vector


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_vectors_are_those_of_the_models_card(model: Known, tmp_path: Path) -> None:
    folder = make(model, tmp_path / model.name)
    encoder, vector = SentenceTransformerEncoder(str(folder)), by_hand(folder, model.pooling)
    queries, passages = encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)
    np.testing.assert_allclose(queries, [vector(model.query + text) for text in TEXTS], atol=1e-5)
    np.testing.assert_allclose(passages, [vector(model.passage + text) for text in TEXTS], atol=1e-5)
    for vectors in (queries, passages):
        assert vectors.shape == (3, encoder.dimension) == (3, 32)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert bool(np.abs(queries - passages).max() > 1e-3) == (model.query != model.passage)


@pytest.mark.parametrize(
    "place", ["models--BAAI--bge-small-zh-v1.5/snapshots/" + COMMIT, "bge-small-zh-v1___5"], ids=["hub", "ModelScope"]
)
def test_a_model_is_known_by_the_folder_that_a_hubs_client_made(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    encoder = SentenceTransformerEncoder(str(make(MODELS[4], tmp_path / place)))
    assert np.abs(encoder.encode_queries(["华为"]) - encoder.encode_passages(["华为"])).max() > 1e-3


# the cache of the hub, and no hub

FINGERPRINT = "import sys; from index.encoders import load; print(load(sys.argv[1]).fingerprint)"


def cached(home: Path, model: Known, owner: str) -> Path:
    """A model as the hub's client keeps it; returns its folder."""
    repository = home / "hub" / f"models--{owner}--{model.name}"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(COMMIT, encoding="utf-8")
    (repository / "snapshots").mkdir()
    return make(model, repository / "snapshots" / COMMIT)


def fingerprint(name: str, home: Path, **changes: str) -> "subprocess.CompletedProcess[str]":
    """Of a model by its name, where the hub is a port that nobody listens on."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("HF_")}
    env = {**kept, "HF_HOME": str(home), "HF_ENDPOINT": "http://127.0.0.1:9", **changes}
    command = [sys.executable, "-c", FINGERPRINT, name]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


@pytest.mark.slow
def test_a_model_that_was_fetched_before_needs_no_hub(tmp_path: Path) -> None:
    cached(tmp_path, MODELS[0], "intfloat")
    run = fingerprint("intfloat/multilingual-e5-small", tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"intfloat/multilingual-e5-small/{COMMIT}/")


@pytest.mark.slow
def test_the_library_lets_its_own_models_go_without_an_owner(tmp_path: Path) -> None:
    cached(tmp_path, MODELS[7], "sentence-transformers")
    run = fingerprint("gte-base", tmp_path, HF_HUB_OFFLINE="1")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"gte-base/{COMMIT}/")


def test_a_fetched_model_with_a_network_of_its_own_is_refused_by_name_too(tmp_path: Path) -> None:
    folder = cached(tmp_path, MODELS[7], "Alibaba-NLP")
    network = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    write(folder / "config.json", {**network, "auto_map": {"AutoModel": "Alibaba-NLP/new-impl--modeling.NewModel"}})
    run = fingerprint("Alibaba-NLP/gte-base", tmp_path)
    assert run.returncode == 1
    assert "needs code of its own" in run.stderr.splitlines()[-1]
