"""Teach the encoder that questions belong to the sentences and passages that answer them.

Run from the root of the checkout: python -m training.contrast STUDY DATA WORK --minutes 20
Starts from the study's layers and WORK/embeddings.npy, or, with `--on index/encoders/weights`, from the encoder there; writes
WORK/contrasted.pt (the table and the layers before and after) and checkpoints to go on from. In every batch all other passages
are wrong answers (van den Oord et al. 2018, InfoNCE), neighbours from the same text and BM25's look-alikes among them. Words are
switched between languages on either side, so that they meet. `training.mix` then takes a mean of before and after.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from index.encoders.table import EmbeddingTable
from training.contrasting import Batch, Contrasting, ContrastRecipe, Side, loader
from training.encoder_model import EncoderModel, load_study
from training.loop import Figures, Loop, LoopOptions
from training.shipped import shipped_encoder, shipped_rows

_SCALE = 30.0  # on the cosines


def encoded(model: EncoderModel, table: nn.Embedding, side: Side) -> Tensor:
    """Unit vectors (n, d) of the texts in their order."""
    return torch.cat([model(table(rows), mask).float() for rows, mask in side.parts])[side.place]


def losses(model: EncoderModel, table: nn.Embedding, batch: Batch) -> tuple[Tensor, Figures]:
    """Cross entropy of the right passage for each question and of the right question for each passage."""
    one, other = encoded(model, table, batch.left), encoded(model, table, batch.right)
    with torch.autocast(one.device.type, enabled=False):
        scores = _SCALE * one @ other.T
    scores = scores.index_put(tuple(batch.hidden), scores.new_tensor(-1e4))
    gold = torch.arange(len(one), device=one.device)
    forth = nn.functional.cross_entropy(scores, gold)
    back = nn.functional.cross_entropy(scores[:, : len(one)].T, gold)
    right = (scores.detach().argmax(1) == gold).float().mean()
    return (forth + 0.5 * back) / 1.5, {"loss": forth.detach(), "first": right}


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, default=8e-5, help="the highest learning rate of the layers")
    parser.add_argument("--table-rate", type=float, default=2e-4, help="and of the table")
    parser.add_argument("--batch", type=int, default=144, help="questions a batch; a GPU takes 2048")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--on", type=Path, help="a folder of weights whose encoder is trained further")
    arguments = parser.parse_args()
    recipe = ContrastRecipe(batch=arguments.batch)
    torch.manual_seed(recipe.seed)
    torch.set_float32_matmul_precision("high")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    texts, model = arguments.work, EncoderModel()
    if arguments.on:
        texts = shipped_rows(arguments.on, arguments.work)
        model = shipped_encoder(arguments.on / "encoder.int8.onnx")
        shared = EmbeddingTable(arguments.on / "table.npz")
        rows = shared.vectors(np.arange(shared.rows))
    else:
        model.body.load_state_dict(load_study(arguments.study))
        rows = np.load(arguments.work / "embeddings.npy")
    before = {
        "table": torch.from_numpy(rows),
        "body": {name: one.clone() for name, one in model.body.state_dict().items()},
    }
    table = nn.Embedding.from_pretrained(torch.from_numpy(rows.copy()), freeze=False, sparse=True)  # type: ignore[no-untyped-call]
    modules = nn.ModuleDict({"table": table, "encoder": model}).to(device)
    loop = Loop(
        modules,
        arguments.work / "contrast.checkpoint",
        LoopOptions(arguments.minutes, arguments.rate, arguments.table_rate, every=10 if device.type == "cpu" else 50),
    )
    found = Contrasting(arguments.study, arguments.data, texts, recipe)
    found.reseed(recipe.seed + loop.step)
    loop.run(loader(found, arguments.workers), lambda batch: losses(model, table, batch.to(device)))
    after = {
        "table": table.weight.detach().cpu(),
        "body": {name: one.cpu() for name, one in model.body.state_dict().items()},
    }
    torch.save({"before": before, "after": after}, arguments.work / "contrasted.pt")


if __name__ == "__main__":
    main()
