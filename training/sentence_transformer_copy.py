"""Write the encoder that ships as a sentence-transformers model: safetensors, tokenizer, mean pooling, unit vectors.

Run from the root of the checkout: python -m training.sentence_transformer_copy OUT [--weights index/encoders/weights]
The folder loads with `SentenceTransformer(OUT)` and no code of ours. Its vectors are those of the int8 files up to the
rounding of activations: the weights are the rounded ones, so nothing else differs.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from index.encoders.bundle import Bundle

_WEIGHTS = Path(__file__).parent.parent / "index" / "encoders" / "weights"


def write(weights: Path, out: Path) -> None:
    """Convert the shipped files. Raises ModelMissing."""
    from sentence_transformers import SentenceTransformer, models

    bundle = Bundle(weights)
    state = _state(bundle)
    layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layer."))
    words, positions = state["embeddings.word_embeddings.weight"], state["embeddings.position_embeddings.weight"]
    config = BertConfig(
        vocab_size=len(words), hidden_size=words.shape[1], num_hidden_layers=layers, num_attention_heads=words.shape[1] // 32,
        intermediate_size=len(state["encoder.layer.0.intermediate.dense.bias"]), max_position_embeddings=len(positions),
        type_vocab_size=1, layer_norm_eps=1e-12, pad_token_id=0,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()}, strict=False)
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        _tokenizer(bundle, len(positions)).save_pretrained(folder)
        transformer = models.Transformer(folder, max_seq_length=len(positions))
        pooling = models.Pooling(words.shape[1], pooling_mode="mean")
        SentenceTransformer(modules=[transformer, pooling, models.Normalize()], device="cpu").save(str(out))


def _tokenizer(bundle: Bundle, longest: int) -> PreTrainedTokenizerFast:
    tokenizer = bundle.tokenizer
    names = [tokenizer.id_to_token(number) for number in (bundle.opening, bundle.closing)]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{names[0]} $A {names[1]}", special_tokens=[(names[0], bundle.opening), (names[1], bundle.closing)]
    )
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token=tokenizer.id_to_token(0), model_max_length=longest
    )
    fast.model_input_names = ["input_ids", "attention_mask"]
    return fast


def _state(bundle: Bundle) -> dict[str, NDArray[np.float32]]:
    """The weights under the names of a BertModel, int8 ones multiplied out."""
    graph = onnx.load(str(bundle.whole("encoder.int8.onnx"))).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    named = {
        name.removeprefix("model.body."): value for name, value in stored.items() if name.startswith("model.body.")
    }
    matrices = [
        _whole(stored, node.input[1])
        for node in graph.node
        if node.op_type == "MatMulInteger" and node.input[1] in stored
    ]
    table = bundle.table
    zeros = np.zeros((1, table.width), np.float32)
    state = {
        "embeddings.word_embeddings.weight": table.vectors(table.rows_of),
        "embeddings.position_embeddings.weight": named["p"],
        "embeddings.token_type_embeddings.weight": zeros,
        "embeddings.LayerNorm.weight": named["ln.weight"],
        "embeddings.LayerNorm.bias": named["ln.bias"],
    }
    for number, at in enumerate(range(0, len(matrices), 4)):
        qkv, o, i, u = matrices[at : at + 4]
        ours, theirs = f"L.{number}.", f"encoder.layer.{number}."
        parts = zip(("query", "key", "value"), np.split(qkv, 3), np.split(named[f"{ours}qkv.bias"], 3), strict=True)
        for name, weight, bias in parts:
            state[f"{theirs}attention.self.{name}.weight"], state[f"{theirs}attention.self.{name}.bias"] = weight, bias
        for name, matrix, short in (
            ("attention.output.dense", o, "o"),
            ("intermediate.dense", i, "i"),
            ("output.dense", u, "u"),
        ):
            state[f"{theirs}{name}.weight"], state[f"{theirs}{name}.bias"] = matrix, named[f"{ours}{short}.bias"]
        for name, short in (("attention.output.LayerNorm", "l1"), ("output.LayerNorm", "l2")):
            for part in ("weight", "bias"):
                state[f"{theirs}{name}.{part}"] = named[f"{ours}{short}.{part}"]
    return state


def _whole(stored: dict[str, NDArray[np.float32]], name: str) -> NDArray[np.float32]:
    """An int8 matrix (in, out) multiplied out, as (out, in)."""
    base = name.removesuffix("_quantized")
    scale, zero = stored[f"{base}_scale"], stored[f"{base}_zero_point"]
    whole: NDArray[np.float32] = (stored[name].astype(np.float32) - zero.astype(np.float32)) * scale
    return np.ascontiguousarray(whole.T)


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--weights", type=Path, default=_WEIGHTS)
    arguments = parser.parse_args()
    write(arguments.weights, arguments.out)


if __name__ == "__main__":
    main()
