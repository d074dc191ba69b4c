"""Teach the reader's layers to fill in words that are left out, of running text and of translations side by side.

Run from the root of the checkout: python -m training.pretrain DATA WORK --minutes 2 [--on index/encoders/weights]
Masked and translation language modelling (Devlin et al. 2019; Conneau and Lample 2019): a masked word of a sentence can be told from
its neighbours or from the translation beside it. The embedding table is the output layer too, and stays as it is. Starts from
the encoder's layers in WORK/encoder.pt or from the reader of the folder `--on`; needs WORK/table.npz, or the one in that
folder; writes WORK/pretrained.pt for `training.read --body`, and checkpoints to go on from.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder_model import ReaderModel
from training.loop import Figures, Loop, LoopOptions
from training.sample_text import MORE_TEXT, TextRecipe, pairs
from training.sample_text import rows as read_rows
from training.shipped import frozen_table, reader_to_train
from training.tokens import CLOSING, OPENING, Rows, TextRows

_MASK = 4  # row


@dataclass(frozen=True, slots=True)
class PretrainRecipe:
    """How often a window is drawn from each stream; characters of a set at most, and of those named; the tokens of a window and how
    many of them are left out; how often one that is left out is another word or itself instead of the mask; the most
    tokens of a window of running text that stand where a question does.
    """

    shares: dict[str, float] = field(default_factory=lambda: {"text": 0.4, "contexts": 0.25, "translations": 0.35})
    most: int = 5_000_000
    caps: dict[str, int] = field(default_factory=lambda: {"law_tw_articles": 1_200_000, "law_cn": 1_000_000})
    window: int = 160
    hidden: int = 26
    other: float = 0.1
    itself: float = 0.1
    question: int = 40
    text: TextRecipe = MORE_TEXT
    seed: int = 3


class Stream(NamedTuple):
    """Tokens one after the other, and the side of each (0 or 1; 2: either)."""

    rows: Tensor
    sides: Tensor


class Masked(NamedTuple):
    """Rows as the reader sees them (b, l), their sides (b, l), the hidden places (b, h) and the rows that were there (b, h)."""

    rows: Tensor
    sides: Tensor
    places: Tensor
    hidden: Tensor


def streams(data: Path, texts: Path, recipe: PretrainRecipe) -> dict[str, Stream]:
    """Running text, contexts of questions, translations."""
    read = TextRows(texts)
    contexts = dict.fromkeys(
        row["context"] for name in ("qa_zh", "qa_en") for row in read_rows(data / f"{name}.jsonl.xz")
    )
    sides = [one for english, other, _ in pairs(data, recipe.text) for one in (english, other)]
    chance = np.random.default_rng(recipe.seed)
    halves = sides[::2], sides[1::2]
    order = chance.permutation(len(halves[0]))
    turned = chance.integers(0, 2, len(order))
    told = [halves[first][place] for place, turn in zip(order, turned, strict=True) for first in (turn, 1 - turn)]
    return {
        "text": _stream(read(list(_running_text(data, recipe))), (2,)),
        "contexts": _stream(read(list(contexts)), (2,)),
        "translations": _stream(read(told), (0, 1)),
    }


def _running_text(data: Path, recipe: PretrainRecipe) -> Iterator[str]:
    taken: dict[str, int] = defaultdict(int)
    for name in ("mono_zh", "mono_en"):
        for row in read_rows(data / f"{name}.jsonl.xz"):
            if taken[row["set"]] < recipe.caps.get(row["set"], recipe.most):
                taken[row["set"]] += len(row["text"])
                yield row["text"]


def _stream(texts: Sequence[Rows], sides: tuple[int, ...]) -> Stream:
    closed = [np.append(rows, CLOSING) for rows in texts]
    beside: Iterable[NDArray[np.int32]] = (
        np.full(len(rows), sides[place % len(sides)], np.int32) for place, rows in enumerate(closed)
    )
    return Stream(torch.from_numpy(np.concatenate(closed)), torch.from_numpy(np.concatenate([*beside])))


class Masking:
    """Windows of streams with some words hidden, for ever."""

    def __init__(
        self, found: dict[str, Stream], table_rows: int, tokens: int, recipe: PretrainRecipe, seed: int
    ) -> None:
        """`tokens` a batch; the streams lie on the device on which windows are made."""
        self._streams, self._rows, self._recipe = [found[name] for name in recipe.shares], table_rows, recipe
        self._count = max(1, tokens // recipe.window)
        self._device = self._streams[0].rows.device
        self._chance = torch.Generator(self._device).manual_seed(seed)
        self._shares = torch.tensor([*recipe.shares.values()], device=self._device)

    def __iter__(self) -> Iterator[Masked]:
        """For ever."""
        while True:
            yield self._masked(*self._windows())

    def _uniform(self, *shape: int) -> Tensor:
        return torch.rand(shape, generator=self._chance, device=self._device)

    def _windows(self) -> tuple[Tensor, Tensor]:
        """Rows and sides (b, l), each opened; where either side may be, a first stretch stands where a question does."""
        length = self._recipe.window - 1
        counts = torch.multinomial(self._shares, self._count, replacement=True, generator=self._chance)
        offsets = torch.arange(length, device=self._device)
        rows, sides = (torch.empty(self._count, length, dtype=torch.long, device=self._device) for _ in range(2))
        for number, stream in enumerate(self._streams):
            starts = (self._uniform(self._count) * max(1, len(stream.rows) - length)).long()
            places = (starts[:, None] + offsets).clamp(max=len(stream.rows) - 1)
            chosen = (counts == number)[:, None]
            rows, sides = (
                torch.where(chosen, stream.rows[places].long(), rows),
                torch.where(chosen, stream.sides[places].long(), sides),
            )
        asked = (self._uniform(self._count, 1) * self._recipe.question).long()
        sides = torch.where(sides == 2, (offsets[None] >= asked).long(), sides)
        opened = rows.new_full((self._count, 1), OPENING)
        return torch.cat([opened, rows], 1), torch.cat([torch.zeros_like(opened), sides], 1)

    def _masked(self, rows: Tensor, sides: Tensor) -> Masked:
        recipe = self._recipe
        drawn = self._uniform(*rows.shape).masked_fill((rows == OPENING) | (rows == CLOSING), -1.0)
        places = drawn.topk(recipe.hidden, dim=1).indices
        hidden = rows.gather(1, places)
        kind = self._uniform(*places.shape)
        others = (self._uniform(*places.shape) * (self._rows - _MASK - 1)).long() + _MASK + 1
        shown = torch.where(
            kind < recipe.other, others, torch.where(kind < recipe.other + recipe.itself, hidden, _MASK)
        )
        return Masked(rows.scatter(1, places, shown), sides, places, hidden)


class Filling(nn.Module):
    """Scores of every row of the table for hidden places."""

    def __init__(self, width: int, counts: Tensor) -> None:
        """Make an untrained head; `counts` of each row tell how likely it is before anything is read."""
        super().__init__()
        self.turned = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.bias = nn.Parameter(((counts + 0.5) / (counts + 0.5).sum()).log())

    def forward(self, states: Tensor, table: Tensor) -> Tensor:
        """States (n, d) and the table (rows, d) to scores (n, rows)."""
        scores: Tensor = nn.functional.linear(self.turned(states), table, self.bias)
        return scores


def losses(model: ReaderModel, head: Filling, table: nn.Embedding, batch: Masked) -> tuple[Tensor, Figures]:
    """Cross entropy of the hidden rows, and how often the likeliest is right."""
    states = model.body(table(batch.rows) + model.side[batch.sides], torch.ones_like(batch.rows, dtype=torch.float32))
    places = batch.places[..., None].expand(-1, -1, states.shape[-1])
    scores = head(states.gather(1, places).flatten(0, 1), table.weight)
    gold = batch.hidden.flatten()
    loss = nn.functional.cross_entropy(scores, gold)
    return loss, {"loss": loss.detach(), "right": (scores.detach().argmax(1) == gold).float().mean()}


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=2e-4, help="the highest learning rate")
    parser.add_argument("--tokens", type=int, default=4_800, help="tokens of a batch; a GPU takes 64000")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--on", type=Path, help="a folder of weights whose reader is trained further")
    arguments = parser.parse_args()
    recipe = PretrainRecipe()
    torch.manual_seed(recipe.seed)
    torch.set_float32_matmul_precision("high")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model, texts = reader_to_train(arguments.on, arguments.work, arguments.dropout)
    table = frozen_table(arguments.on, arguments.work).to(device)
    read = streams(arguments.data, texts, recipe)
    counts = torch.stack([torch.bincount(one.rows, minlength=table.num_embeddings) for one in read.values()]).sum(0)
    head = Filling(table.embedding_dim, counts)
    modules = nn.ModuleDict({"reader": model, "head": head}).to(device)
    options = LoopOptions(arguments.minutes, arguments.rate, every=25 if device.type == "cpu" else 100)
    loop = Loop(modules, arguments.work / "pretrain.checkpoint", options)
    found = {name: Stream(one.rows.to(device), one.sides.to(device)) for name, one in read.items()}
    print({name: len(one.rows) for name, one in found.items()}, flush=True)
    masking = Masking(found, table.num_embeddings, arguments.tokens, recipe, recipe.seed + loop.step)
    loop.run(iter(masking), lambda batch: losses(model, head, table, batch))
    state = {name: value.cpu() for name, value in model.state_dict().items() if name.startswith(("body.", "side"))}
    torch.save(state, arguments.work / "pretrained.pt")


if __name__ == "__main__":
    main()
