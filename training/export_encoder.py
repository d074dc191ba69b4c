"""Export the encoder to what ships: an int8 ONNX file, a plain tokenizer.json, and their sums.

Run from the root of the checkout: python -m training.export_encoder STUDY_FOLDER [--out index/encoders/weights]
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from training.encoder_model import EncoderModel, load_study

_OUT = Path(__file__).parent.parent / "index" / "encoders" / "weights"


def export(model: EncoderModel, vocabulary: dict[str, int], out: Path) -> None:
    """Write encoder.int8.onnx, tokenizer.json and encoder.json into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        full = Path(work) / "encoder.onnx"
        _to_onnx(model, full)
        onnx.checker.check_model(str(full))
        quantize_dynamic(full, out / "encoder.int8.onnx", weight_type=QuantType.QInt8, per_channel=True)
    wordpiece(vocabulary).save(str(out / "tokenizer.json"), pretty=False)
    files = {name: _sum(out / name) for name in ("encoder.int8.onnx", "tokenizer.json")}
    special = {name: vocabulary[f"[{name.upper()}]"] for name in ("cls", "sep", "pad")}
    sizes = {name: (out / name).stat().st_size for name in files}
    card = {"name": "yuanwen-zh-en-s2", "dimension": model.e.embedding_dim, "special": special}
    card |= {"bytes": sizes, "sha256": files}
    (out / "encoder.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def wordpiece(vocabulary: dict[str, int]) -> Tokenizer:
    """The WordPiece tokenizer over text that is already folded and segmented. It knows no special tokens:
    `[SEP]` in a user's text is three ordinary pieces, and the encoder adds its own by id.
    """
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=64))  # noqa: S106 not a password
    tokenizer.normalizer = normalizers.BertNormalizer(handle_chinese_chars=False, strip_accents=True, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def _to_onnx(model: EncoderModel, path: Path) -> None:
    ids = torch.tensor([[2, 4, 5, 3], [2, 4, 3, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        model,
        (ids, mask),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["embeddings"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embeddings": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path, help="folder with encoder_s2.fp16.safetensors and vocab.json")
    parser.add_argument("--out", type=Path, default=_OUT)
    arguments = parser.parse_args()
    model, vocabulary = load_study(arguments.study)
    export(model, vocabulary, arguments.out)


if __name__ == "__main__":
    main()
