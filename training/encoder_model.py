"""The bundled encoder as a torch module: a BERT of six layers, mean pooling, unit vectors."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

NORM_EPS = 1e-12


@dataclass(frozen=True, slots=True)
class EncoderShape:
    """Sizes of the network; `rows` is the number of embedding rows."""

    rows: int
    width: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    positions: int = 512


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, shape: EncoderShape) -> None:
        """Make the layer's matrices."""
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.qkv = nn.Linear(width, 3 * width)
        self.o = nn.Linear(width, width)
        self.l1 = nn.LayerNorm(width, eps=NORM_EPS)
        self.i = nn.Linear(width, shape.inner)
        self.u = nn.Linear(shape.inner, width)
        self.l2 = nn.LayerNorm(width, eps=NORM_EPS)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """States (b, l, d) and attention bias (b, 1, 1, l) to states (b, l, d)."""
        batch, length, width = x.shape
        size = width // self.heads
        split = (part.view(batch, length, self.heads, size).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        query, key, value = split
        attention = torch.softmax(query @ key.transpose(-1, -2) / size**0.5 + bias, -1) @ value
        x = self.l1(x + self.o(attention.transpose(1, 2).reshape(batch, length, width)))
        out: Tensor = self.l2(x + self.u(nn.functional.gelu(self.i(x))))
        return out


class EncoderModel(nn.Module):
    """Token ids to unit vectors. `rows_of` maps a tokenizer's ids to embedding rows: pieces that differ only in where
    they stand in a word share a row.
    """

    def __init__(self, shape: EncoderShape, rows_of: Tensor) -> None:
        """Make an untrained model."""
        super().__init__()
        self.e = nn.Embedding(shape.rows, shape.width)
        self.p = nn.Parameter(torch.zeros(shape.positions, shape.width))
        self.ln = nn.LayerNorm(shape.width, eps=NORM_EPS)
        self.L = nn.ModuleList([Layer(shape) for _ in range(shape.layers)])
        self.rows_of: Tensor
        self.register_buffer("rows_of", rows_of, persistent=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Ids and mask (b, l) to unit vectors (b, d): the mean of the last states of real tokens."""
        mask = attention_mask.float()
        x = self.ln(self.e(self.rows_of[input_ids]) + self.p[: input_ids.shape[1]])
        bias = ((mask - 1) * 10_000.0)[:, None, None, :]
        for layer in self.L:
            x = layer(x, bias)
        pooled = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        unit: Tensor = pooled / pooled.norm(dim=1, keepdim=True)
        return unit


def load_study(folder: Path) -> tuple[EncoderModel, dict[str, int]]:
    """The model and the WordPiece vocabulary from the study's `encoder_s2.fp16.safetensors` and `vocab.json`."""
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    rows_of = torch.tensor(vocabulary["wordpiece_to_row"], dtype=torch.int64)
    state = {name: tensor.float() for name, tensor in load_file(folder / "encoder_s2.fp16.safetensors").items()}
    model = EncoderModel(EncoderShape(rows=state["e.weight"].shape[0]), rows_of)
    model.load_state_dict(state)
    return model.eval(), dict(vocabulary["wordpiece"])
