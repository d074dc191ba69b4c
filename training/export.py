"""Export the trained models to what ships: int8 graphs, the packed table, a plain tokenizer.json and a card of sizes and sums.

Run from the root of the checkout: python -m training.export WORK [--out index/encoders/weights] [--reader]
Needs WORK/encoder.pt, table.npz, tokenizer.json and, where it is trained already, reader.pt. With `--reader` only the reader is
put beside the files that are there; `--mean FOLDER` makes it the mean of the trained one and the one in that folder.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.attention import fuse_attention
from training.encoder_model import EncoderModel, ReaderModel, Shape
from training.shipped import shipped_reader, texts_of
from training.tokens import CLOSING, OPENING

_OUT = Path(__file__).parent.parent / "index" / "encoders" / "weights"
_NAME = "yuanwen-3"
_LICENCE = "Apache-2.0 AND CC-BY-SA-4.0"
_LANGUAGES = ("zh", "en", "ja", "ko", "es", "fr", "pt", "de", "ru", "it", "id", "pl", "uk", "vi")
ENCODER_POSITIONS, READER_POSITIONS = 256, 320


class _Encode(nn.Module):
    """One text without padding."""

    def __init__(self, model: EncoderModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, embedded: Tensor) -> Tensor:
        found: Tensor = self.model(embedded, torch.ones(embedded.shape[:2]))
        return found


class _Read(nn.Module):
    """One pair without padding; the passage begins at token `passage`."""

    def __init__(self, model: ReaderModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, embedded: Tensor, sides: Tensor) -> tuple[Tensor, Tensor]:
        found: tuple[Tensor, Tensor] = self.model(embedded, sides, torch.ones(embedded.shape[:2]))
        return found


def export(encoder: EncoderModel, reader: ReaderModel | None, work: Path, out: Path) -> None:
    """Write encoder.int8.onnx, reader.int8.onnx, table.npz, tokenizer.json and models.json into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    files = ["table.npz", "tokenizer.json", "encoder.int8.onnx"]
    shutil.copyfile(work / "table.npz", out / "table.npz")
    tokenizer = json.loads((texts_of(work) / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"] = [[piece, round(score, 2)] for piece, score in tokenizer["model"]["vocab"]]
    (out / "tokenizer.json").write_text(
        json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    width = encoder.body.p.shape[1]
    encoder.body.p = nn.Parameter(encoder.body.p[:ENCODER_POSITIONS].detach())
    embedded = torch.zeros(1, 5, width)
    _graph(_Encode(encoder.eval()), {"embedded": embedded}, ["vector"], out / "encoder.int8.onnx")
    if reader is not None:
        _export_reader(reader, out / "reader.int8.onnx")
        files.append("reader.int8.onnx")
    card: dict[str, Any] = {"name": _NAME, "dimension": width, "licence": _LICENCE, "languages": list(_LANGUAGES)}
    card["special"] = {"opening": OPENING, "closing": CLOSING}
    card |= {
        "bytes": {name: (out / name).stat().st_size for name in files},
        "sha256": {name: _sum(out / name) for name in files},
    }
    (out / "models.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def replace_reader(reader: ReaderModel, out: Path) -> None:
    """Put another reader beside the files that are there, and into their card."""
    _export_reader(reader, out / "reader.int8.onnx")
    card = json.loads((out / "models.json").read_text(encoding="utf-8"))
    card["bytes"]["reader.int8.onnx"] = (out / "reader.int8.onnx").stat().st_size
    card["sha256"]["reader.int8.onnx"] = _sum(out / "reader.int8.onnx")
    (out / "models.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def _export_reader(reader: ReaderModel, path: Path) -> None:
    reader.body.p = nn.Parameter(reader.body.p[:READER_POSITIONS].detach())
    inputs = {"embedded": torch.zeros(1, 5, reader.body.p.shape[1]), "sides": torch.tensor([[0, 0, 0, 1, 1]])}
    _graph(_Read(reader.eval()), inputs, ["tokens", "pair"], path)
    fuse_attention(path)


def _graph(model: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            str(full),
            input_names=list(inputs),
            output_names=outputs,
            dynamic_axes={name: {1: "length"} for name in (*inputs, *(n for n in outputs if n == "tokens"))},
            opset_version=17,
            dynamo=False,
        )
        onnx.checker.check_model(str(full))
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--reader", action="store_true")
    parser.add_argument("--mean", type=Path)
    arguments = parser.parse_args()
    if arguments.reader:
        replace_reader(_trained_further(arguments.work, arguments.mean), arguments.out)
    else:
        state = torch.load(arguments.work / "encoder.pt", weights_only=True)["body"]
        encoder = EncoderModel(Shape(positions=len(state["p"])))
        encoder.body.load_state_dict(state)
        reader = _trained_further(arguments.work, None) if (arguments.work / "reader.pt").exists() else None
        export(encoder, reader, arguments.work, arguments.out)


def _trained_further(work: Path, mean: Path | None) -> ReaderModel:
    """The reader in WORK, or the mean of it and the one in a folder of weights."""
    trained = torch.load(work / "reader.pt", weights_only=True)
    if mean:
        other = shipped_reader(mean / "reader.int8.onnx").state_dict()
        trained = {name: (trained[name][: len(value)] + value) / 2 for name, value in other.items()}
    reader = ReaderModel(Shape(positions=len(trained["body.p"])))
    reader.load_state_dict(trained)
    return reader


if __name__ == "__main__":
    main()
