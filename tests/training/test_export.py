"""What ships is what was trained, up to rounding; and sentence-transformers reads a copy of it with no code of ours."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from corpus.records import Span
from index.encoders.bundle import Bundle
from index.encoders.bundled import BundledEncoder
from index.encoders.table import EmbeddingTable
from index.reader import Page, Reader
from training.attention import fuse_attention
from training.encoder_model import EncoderModel, ReaderModel, Shape
from training.export import export
from training.sentence_transformer_copy import write
from training.shipped import shipped_encoder, shipped_reader, shipped_rows

WEIGHTS = Path(__file__).parents[2] / "index" / "encoders" / "weights"
SHAPE = Shape(width=384, heads=12, inner=96, layers=1, positions=512)
TEXTS = [
    "华为和多少所高校共建了ICT学院？",
    "誰發表了主題演講？",
    "The weather is fine today.",
    "How many universities did Huawei work with?",
    "この会社には従業員が何人いますか？",
    "¿Cuántos empleados tiene la empresa?",
    "Сколько сотрудников работает в компании?",
    "算力",
    "a",
    "公司于1987年在深圳成立，员工遍布一百七十多个国家和地区。" * 3,
    "[SEP] is only a text, <s> too.",
    "🦜",
]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[EncoderModel, ReaderModel, Path]:
    """An untrained model of one layer, exported."""
    torch.manual_seed(0)
    work, out = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("out")
    for name in ("table.npz", "tokenizer.json"):
        (work / name).write_bytes((WEIGHTS / name).read_bytes())
    encoder, reader = EncoderModel(SHAPE), ReaderModel(SHAPE)
    export(encoder, reader, work, out)
    return encoder, reader, out


def test_the_exported_encoder_says_what_the_network_says(exported: tuple[EncoderModel, ReaderModel, Path]) -> None:
    model, _, folder = exported
    encoder, table = BundledEncoder(bundle=Bundle(folder)), EmbeddingTable(folder / "table.npz")
    for text, vector in zip(TEXTS, encoder.encode_passages(TEXTS), strict=True):
        [ids] = encoder.token_ids([text])
        embedded = torch.from_numpy(table.of_tokens(np.array(ids)))[None]
        with torch.inference_mode():
            expected = model(embedded, torch.ones(1, len(ids)))[0].numpy()
        assert vector @ expected > 0.99


def test_the_exported_reader_says_what_the_network_says(exported: tuple[EncoderModel, ReaderModel, Path]) -> None:
    _, model, folder = exported
    bundle = Bundle(folder)
    session = bundle.session("reader.int8.onnx")
    for length in (3, 40, 300):
        embedded = bundle.table.of_tokens(np.arange(length) + 100)[None]
        sides = (np.arange(length) >= length // 3).astype(np.int64)[None]
        tokens, pair = session.run(None, {"embedded": embedded, "sides": sides})
        with torch.inference_mode():
            of_tokens, of_pair = model(torch.from_numpy(embedded), torch.from_numpy(sides), torch.ones(1, length))
        assert np.corrcoef(tokens[0].ravel(), of_tokens[0].numpy().ravel())[0, 1] > 0.99
        assert pair[0] == pytest.approx(float(of_pair[0]), abs=0.1)


def test_the_attention_of_each_layer_is_one_node_of_the_runtime(
    exported: tuple[EncoderModel, ReaderModel, Path], tmp_path: Path
) -> None:
    fused = onnx.load(exported[2] / "reader.int8.onnx")
    assert [node.op_type for node in fused.graph.node].count("MultiHeadAttention") == SHAPE.layers
    assert "Softmax" not in {node.op_type for node in fused.graph.node}
    again = tmp_path / "again.onnx"
    onnx.save(fused, again)
    assert fuse_attention(again) == 0  # nothing is left to do


def test_the_exported_reader_reads(exported: tuple[EncoderModel, ReaderModel, Path]) -> None:
    [reading] = Reader(bundle=Bundle(exported[2])).read("问", [Page("答案。", (Span(0, 3),))])
    assert np.isfinite(reading.answers)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "yuanwen"
    write(WEIGHTS, folder)
    return folder


def test_sentence_transformers_gives_the_same_vectors_up_to_quantisation(copied: Path) -> None:
    from sentence_transformers import SentenceTransformer

    expected = BundledEncoder().encode_passages(TEXTS)
    found = SentenceTransformer(str(copied), device="cpu").encode(TEXTS)
    cosines = (expected * found).sum(1)
    assert cosines.min() > 0.97
    assert cosines.mean() > 0.985


def test_sentence_transformers_reads_the_same_tokens(copied: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(copied)
    assert tokenizer(TEXTS)["input_ids"] == BundledEncoder().token_ids(TEXTS)
    assert (copied / "model.safetensors").exists()


def test_the_encoder_that_ships_can_be_trained_further() -> None:
    model, encoder = shipped_encoder(WEIGHTS / "encoder.int8.onnx").eval(), BundledEncoder()
    table = EmbeddingTable(WEIGHTS / "table.npz")
    for text, vector in zip(TEXTS, encoder.encode_passages(TEXTS), strict=True):
        [ids] = encoder.token_ids([text])
        with torch.inference_mode():
            again = model(torch.from_numpy(table.of_tokens(np.array(ids)))[None], torch.ones(1, len(ids)))[0].numpy()
        assert vector @ again > 0.99


def test_the_reader_that_ships_can_be_trained_further() -> None:
    reader, table = Reader(), EmbeddingTable(WEIGHTS / "table.npz")
    page = Page("公司于1987年成立。它在深圳。", (Span(0, 11), Span(11, 16)))
    [read] = reader.read("公司是哪一年成立的？", [page])
    model = shipped_reader(WEIGHTS / "reader.int8.onnx").eval()
    bundle = Bundle(WEIGHTS)
    asked, told = (
        bundle.tokenizer.encode(text, add_special_tokens=False).ids for text in ("公司是哪一年成立的？", page.text)
    )
    ids = np.array([bundle.opening, *asked, bundle.closing, *told, bundle.closing])
    sides = torch.from_numpy((np.arange(len(ids)) >= len(asked) + 2).astype(np.int64))[None]
    with torch.inference_mode():
        _, pair = model(torch.from_numpy(table.of_tokens(ids))[None], sides, torch.ones(1, len(ids)))
    assert abs(float(pair) - read.answers) < 1  # the graph rounds what it multiplies


def test_rows_of_a_vocabulary_made_again_are_told_by_their_pieces(tmp_path: Path) -> None:
    ours, theirs = ["a", "b", "水"], ["水", "x", "a"]
    weights = tmp_path / "weights"
    weights.mkdir()
    for folder, pieces in ((weights, ours), (tmp_path, theirs)):
        Tokenizer(WordLevel({piece: place for place, piece in enumerate(pieces)}, "a")).save(
            str(folder / "tokenizer.json")
        )
    np.savez(weights / "table.npz", rows_of=np.array([4, 5, 6], dtype=np.int32))
    np.save(tmp_path / "rows_of.npy", np.array([0, 1, 2]))
    np.save(tmp_path / "is_word.npy", np.array([True, True, False]))
    np.save(tmp_path / "study_rows.npy", np.array([2, 0, 1, -1]))
    made = shipped_rows(weights, tmp_path)
    assert np.load(made / "study_rows.npy").tolist() == [4, 6, -1, -1]
    assert np.flatnonzero(np.load(made / "is_word.npy")).tolist() == [6]
