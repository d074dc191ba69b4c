"""The dimension that settings tell is the one that the library computes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.encoders.model_folder import dimension


def bert(folder: Path) -> Any:
    """Two layers of 32 numbers."""
    from sentence_transformers.models import Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "华"]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    sizes: dict[str, Any] = {"num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(words), hidden_size=32, **sizes)).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return Transformer(str(folder))


def pooled(folder: Path) -> list[Any]:
    from sentence_transformers.models import Normalize, Pooling

    return [bert(folder), Pooling(32, "mean"), Normalize()]


def pooled_twice(folder: Path) -> list[Any]:
    from sentence_transformers.models import Pooling

    return [bert(folder), Pooling(32, ("mean", "max"))]


def projected(folder: Path) -> list[Any]:
    from sentence_transformers.models import Dense, LayerNorm, Pooling

    return [bert(folder), Pooling(32, "cls"), LayerNorm(32), Dense(32, 24)]


def tabled(_: Path) -> list[Any]:
    from sentence_transformers.models import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models

    return [StaticEmbedding(Tokenizer(models.WordLevel({"华": 0, "?": 1}, "?")), embedding_dim=20), Normalize()]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("cut", [None, 16, 64], ids=["whole", "cut", "cut of nothing"])
@pytest.mark.parametrize("parts", [pooled, pooled_twice, projected, tabled], ids=lambda parts: parts.__name__)
def test_it_is_what_the_library_says(parts: Callable[[Path], list[Any]], cut: int | None, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(modules=parts(tmp_path / "network"), device="cpu", truncate_dim=cut)
    model.save(str(tmp_path / "model"))
    ask = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
    assert dimension(tmp_path / "model") == ask()


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ({"hidden_size": 32}, 32),
        ({"model_type": "distilbert", "dim": 48}, 48),
        ({"model_type": "t5", "d_model": 64, "d_kv": 8}, 64),
        ({"text_config": {"hidden_size": 40}, "vision_config": {"hidden_size": 8}}, 40),
        ({"model_type": "odd"}, None),
        ([], None),
    ],
)
def test_a_plain_network_is_as_wide_as_its_layers(network: Any, expected: int | None, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(network), encoding="utf-8")
    assert dimension(tmp_path) == expected


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, 32),
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True}, 64),
        ({}, 32),
    ],
)
def test_pooling_is_read_as_older_versions_wrote_it(switches: Any, expected: int, tmp_path: Path) -> None:
    modules = [{"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]
    (tmp_path / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (tmp_path / "1_Pooling").mkdir()
    pooling = json.dumps({"word_embedding_dimension": 32, **switches})
    (tmp_path / "1_Pooling" / "config.json").write_text(pooling, encoding="utf-8")
    assert dimension(tmp_path) == expected


@pytest.mark.parametrize("content", ["{", "[1]", '[{"path": "", "type": "sentence_transformers.models.Odd"}]'])
def test_nothing_is_told_of_what_cannot_be_read(content: str, tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(content, encoding="utf-8")
    assert dimension(tmp_path) is None
