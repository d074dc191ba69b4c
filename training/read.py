"""Train the reader: does this passage answer the question, with which sentence, in which words?

Run from the root of the checkout: python -m training.read STUDY DATA WORK --minutes 45
Needs WORK/contrasted.pt and WORK/table.npz (see training.quantise); writes WORK/reader.pt and checkpoints to go on from.
With `--on index/encoders/weights` it starts from the reader there, and needs only what training.vocabulary writes.
The embedding table stays as it is, for the encoder shares it. Spans are scored as in BERT's reading of SQuAD 2.0 (Devlin et
al. 2019), with the opening token standing for no answer.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from index.encoders.table import EmbeddingTable
from training.encoder_model import ReaderModel
from training.loop import Loop, LoopOptions
from training.reading import Example, Reading, ReadingRecipe
from training.shipped import shipped_reader, shipped_rows
from training.tokens import padded
from training.translations import NO_SPAN, TranslationRecipe, Translations

_TOKENS, _POOL = 4_600, 640


def batches(examples: Iterator[Example], chance: np.random.Generator) -> Iterator[list[Example]]:
    """Examples of like length, together at most about `_TOKENS` tokens."""
    while True:
        pool = sorted((next(examples) for _ in range(_POOL)), key=lambda one: len(one.rows))
        made: list[list[Example]] = [[]]
        for one in pool:
            if (len(made[-1]) + 1) * len(one.rows) > _TOKENS:
                made.append([])
            made[-1].append(one)
        for number in chance.permutation(len(made)):
            yield made[number]


def mixed(reading: Iterator[Example], translations: Iterator[Example], share: float, seed: int) -> Iterator[Example]:
    """Questions with a share of translations among them, for ever."""
    chance = np.random.default_rng(seed)
    while True:
        yield next(translations if chance.random() < share else reading)


def losses(
    model: ReaderModel, table: nn.Embedding, batch: list[Example], device: torch.device
) -> tuple[Tensor, dict[str, float]]:
    """Span, sentence and pair losses of a batch, summed, and how often each is right."""
    rows, mask = padded([one.rows for one in batch], device)
    sentences, _ = padded([one.sentences for one in batch], device)
    positions = torch.arange(rows.shape[1], device=device)
    sides = (positions[None] >= torch.tensor([[one.passage] for one in batch], device=device)).long()
    tokens, pair = model(table(rows), sides, mask)
    allowed = (sentences > 0) | (positions[None] == 0)
    hidden = tokens[..., :2].masked_fill(~allowed[..., None], -1e4)
    gold = torch.tensor([[one.start, one.end, one.answers] for one in batch], device=device)
    span = sum(
        nn.functional.cross_entropy(hidden[..., side], gold[:, side], ignore_index=NO_SPAN, reduction="sum")
        for side in (0, 1)
    ) / (gold[:, 0] != NO_SPAN).sum().clamp(min=1)
    most = int(sentences.max()) + 1
    member = nn.functional.one_hot(sentences, most).float()
    size = member.sum(1)
    relevance = torch.einsum("bls,bl->bs", member, tokens[..., 2]) / size.clamp(min=1)
    relevance = torch.cat([torch.zeros_like(relevance[:, :1]), relevance[:, 1:].masked_fill(size[:, 1:] == 0, -1e4)], 1)
    which = nn.functional.cross_entropy(relevance, gold[:, 2])
    answerable = (gold[:, 2] > 0).float()
    whether = nn.functional.binary_cross_entropy_with_logits(pair, answerable)
    right = gold[:, 2] > 0
    spans = right & (gold[:, 0] >= 0)
    figures = {
        "span": span.item() / 2,
        "sentence": which.item(),
        "pair": whether.item(),
        "pair right": ((pair > 0) == right).float().mean().item(),
        "sentence right": (relevance[right, 1:].argmax(1) + 1 == gold[right, 2]).float().mean().item()
        if right.any()
        else 1.0,
        "start right": (hidden[spans][..., 0].argmax(1) == gold[spans, 0]).float().mean().item()
        if spans.any()
        else 1.0,
    }
    return 0.5 * span + which + whether, figures


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--rate", type=float, default=9e-5, help="the highest learning rate")
    parser.add_argument("--translations", type=float, default=0.2, help="share of examples that are translations")
    parser.add_argument("--on", type=Path, help="a folder of weights whose reader is trained further")
    arguments = parser.parse_args()
    recipe = ReadingRecipe()
    torch.manual_seed(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    texts = arguments.work
    if arguments.on:
        texts = shipped_rows(arguments.on, arguments.work)
        model = shipped_reader(arguments.on / "reader.int8.onnx")
    else:
        model = ReaderModel()
        model.body.load_state_dict(torch.load(arguments.work / "contrasted.pt", weights_only=True)["body"])
    shared = EmbeddingTable((arguments.on or arguments.work) / "table.npz")
    table = nn.Embedding.from_pretrained(torch.from_numpy(shared.vectors(np.arange(shared.rows))), freeze=True).to(  # type: ignore[no-untyped-call]
        device
    )
    modules = nn.ModuleDict({"reader": model}).to(device)
    loop = Loop(modules, arguments.work / "read.checkpoint", LoopOptions(arguments.minutes, arguments.rate))
    # after an interruption other examples come next, not the same again
    chance = np.random.default_rng(recipe.seed + loop.step)
    seed = recipe.seed + loop.step
    reading = Reading(arguments.study, arguments.data, texts, ReadingRecipe(seed=seed))
    translations = Translations(arguments.study, arguments.data, texts, TranslationRecipe(seed=seed))
    examples = mixed(iter(reading), iter(translations), arguments.translations, seed)
    loop.run(batches(examples, chance), lambda batch: losses(model, table, batch, device))
    torch.save(model.state_dict(), arguments.work / "reader.pt")


if __name__ == "__main__":
    main()
