"""The bundled models as torch modules: one embedding table, a body of six BERT layers each, mean pooling or reading heads."""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

NORM_EPS = 1e-12


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    width: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    positions: int = 512
    dropout: float = 0.0


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, shape: Shape) -> None:
        """Make the layer's matrices."""
        super().__init__()
        width = shape.width
        self.heads, self.dropout = shape.heads, shape.dropout
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
        if torch.onnx.is_in_onnx_export():  # plain products, for training.attention to find
            attention = torch.softmax(query @ key.transpose(-1, -2) / size**0.5 + bias, -1) @ value
        else:
            attention = nn.functional.scaled_dot_product_attention(query, key, value, bias.to(query.dtype))
        x = self.l1(x + self._dropped(self.o(attention.transpose(1, 2).reshape(batch, length, width))))
        out: Tensor = self.l2(x + self._dropped(self.u(nn.functional.gelu(self.i(x)))))
        return out

    def _dropped(self, x: Tensor) -> Tensor:
        return nn.functional.dropout(x, self.dropout, self.training)


class Body(nn.Module):
    """Embedded tokens to states."""

    def __init__(self, shape: Shape) -> None:
        """Make untrained layers."""
        super().__init__()
        self.p = nn.Parameter(torch.zeros(shape.positions, shape.width))
        self.ln = nn.LayerNorm(shape.width, eps=NORM_EPS)
        self.L = nn.ModuleList([Layer(shape) for _ in range(shape.layers)])

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """Embedded tokens (b, l, d) and their mask (b, l) to states (b, l, d)."""
        x = self.ln(embedded + self.p[: embedded.shape[1]])
        bias = ((mask - 1) * 10_000.0)[:, None, None, :]
        for layer in self.L:
            x = layer(x, bias)
        states: Tensor = x
        return states


class EncoderModel(nn.Module):
    """Embedded tokens to unit vectors."""

    def __init__(self, shape: Shape | None = None) -> None:
        """Make an untrained model."""
        super().__init__()
        self.body = Body(shape or Shape())

    def forward(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """Embedded tokens and mask (b, l) to unit vectors (b, d): the mean of the last states of real tokens."""
        states = self.body(embedded, mask)
        pooled = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        unit: Tensor = pooled / pooled.norm(dim=1, keepdim=True)
        return unit


class ReaderModel(nn.Module):
    """Embedded tokens of a question and a passage to three numbers a token: where an answer starts, where it ends, and how
    well the place answers; and one number for the pair: does the passage answer.
    """

    def __init__(self, shape: Shape | None = None) -> None:
        """Make an untrained model."""
        super().__init__()
        shape = shape or Shape()
        self.body = Body(shape)
        self.side = nn.Parameter(torch.zeros(2, shape.width))
        self.token = nn.Linear(shape.width, 3)
        self.pair = nn.Sequential(nn.Linear(shape.width, shape.width), nn.Tanh(), nn.Linear(shape.width, 1))

    def forward(self, embedded: Tensor, sides: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Embedded tokens (b, l, d), side of each token (b, l: 0 question, 1 passage) and mask (b, l) to logits of tokens
        (b, l, 3: start, end, relevance) and of the pair (b,).
        """
        states = self.body(embedded + self.side[sides], mask)
        return self.token(states).float(), self.pair(states[:, 0]).squeeze(-1).float()


def load_study(folder: Path) -> dict[str, Tensor]:
    """The body of the study's encoder as the state of a `Body`, from `encoder_s2.fp16.safetensors`."""
    state = {name: tensor.float() for name, tensor in load_file(folder / "encoder_s2.fp16.safetensors").items()}
    state.pop("e.weight")
    return state
