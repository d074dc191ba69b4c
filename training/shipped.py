"""The models that ship as torch modules again, to train them further: int8 weights times their scales; and their rows."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn

from index.encoders.table import EmbeddingTable
from training.encoder_model import EncoderModel, ReaderModel, Shape

_MATRICES = ("qkv", "o", "i", "u")  # of a layer, in the order in which the graph multiplies by them
_QUANTISED = "_quantized"


def shipped_reader(path: Path, dropout: float = 0.0) -> ReaderModel:
    """The reader of a `reader.int8.onnx`; it reads as many tokens as the file does. `dropout` is for its further training."""
    arrays = _arrays(path)
    model = ReaderModel(Shape(positions=len(arrays["model.body.p"]), dropout=dropout))
    found = _found(arrays, "token")
    for name in ("pair.0", "pair.2"):
        found[f"{name}.weight"] = _dequantised(arrays, f"model.{name}.weight_Transposed{_QUANTISED}").T
    found["side"] = _dequantised(arrays, f"model.side{_QUANTISED}")
    model.load_state_dict(dict(_tensors(found, model.state_dict())))
    return model


def shipped_encoder(path: Path) -> EncoderModel:
    """The encoder of an `encoder.int8.onnx`; it reads as many tokens as the file does."""
    arrays = _arrays(path)
    model = EncoderModel(Shape(positions=len(arrays["model.body.p"])))
    model.load_state_dict(dict(_tensors(_found(arrays), model.state_dict())))
    return model


def shipped_rows(weights: Path, work: Path) -> Path:
    """A folder in WORK with what `training.vocabulary` writes there, but by the tokenizer and the rows of these weights.

    A vocabulary made again need not be the one that shipped; pieces that both have tell which row is which.
    """
    out = work / "shipped"
    out.mkdir(exist_ok=True)
    (out / "tokenizer.json").write_bytes((weights / "tokenizer.json").read_bytes())
    ours = Tokenizer.from_file(str(weights / "tokenizer.json")).get_vocab()
    theirs = Tokenizer.from_file(str(work / "tokenizer.json")).get_vocab()
    with np.load(weights / "table.npz") as table:
        rows_of = table["rows_of"]
    made, words, study = (np.load(work / f"{name}.npy") for name in ("rows_of", "is_word", "study_rows"))
    row_of = np.full(len(words) + 1, -1, dtype=np.int32)  # the last one for what is in no row
    for piece, number in theirs.items():
        if piece in ours:
            row_of[made[number]] = rows_of[ours[piece]]
    is_word = np.zeros(int(rows_of.max()) + 1, dtype=bool)
    is_word[row_of[:-1][words & (row_of[:-1] >= 0)]] = True
    np.save(out / "rows_of.npy", rows_of)
    np.save(out / "is_word.npy", is_word)
    np.save(out / "study_rows.npy", row_of[study])
    return out


def reader_to_train(on: Path | None, work: Path, dropout: float) -> tuple[ReaderModel, Path]:
    """The reader of a folder of weights, or an untrained one on the layers of WORK/encoder.pt; and the folder of its tokenizer."""
    if on:
        return shipped_reader(on / "reader.int8.onnx", dropout), shipped_rows(on, work)
    state = torch.load(work / "encoder.pt", weights_only=True)["body"]
    model = ReaderModel(Shape(positions=len(state["p"]), dropout=dropout))
    model.body.load_state_dict(state)
    return model, work


def frozen_table(on: Path | None, work: Path) -> nn.Embedding:
    """The embedding table in WORK, or that of a folder of weights where WORK has none."""
    folder = on if on and not (work / "table.npz").exists() else work
    shared = EmbeddingTable(folder / "table.npz")
    vectors = torch.from_numpy(shared.vectors(np.arange(shared.rows)))
    made: nn.Embedding = nn.Embedding.from_pretrained(vectors, freeze=True)  # type: ignore[no-untyped-call]
    return made


def texts_of(work: Path) -> Path:
    """The folder of the tokenizer and the rows that training in WORK uses."""
    return work / "shipped" if (work / "shipped").exists() else work


def _arrays(path: Path) -> dict[str, NDArray[np.float32]]:
    return {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}


def _found(arrays: dict[str, NDArray[np.float32]], *heads: str) -> dict[str, NDArray[np.float32]]:
    """Arrays by their names in the module: those that the graph names, each layer's matrices, and those of `heads`."""
    found = {name.removeprefix("model."): array for name, array in arrays.items() if name.startswith("model.")}
    layers = (f"body.L.{layer}.{matrix}" for layer in range(Shape().layers) for matrix in _MATRICES)
    multiplied = [name for name in arrays if name.startswith("onnx::MatMul") and name.endswith(_QUANTISED)]
    for name, quantised in zip([*layers, *heads], multiplied, strict=True):
        found[f"{name}.weight"] = _dequantised(arrays, quantised).T
    return found


def _dequantised(arrays: dict[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    stem = name.removesuffix(_QUANTISED)
    whole = arrays[name].astype(np.float32) - arrays[f"{stem}_zero_point"].astype(np.float32)
    return (whole * arrays[f"{stem}_scale"]).astype(np.float32)


def _tensors(found: dict[str, NDArray[np.float32]], wanted: dict[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    for name in wanted:
        yield name, torch.from_numpy(np.array(found[name]))
