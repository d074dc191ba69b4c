"""Train the reader: does this passage answer the question, with which sentence, in which words?

Run from the root of the checkout: python -m training.read STUDY DATA WORK --minutes 45
Needs WORK/encoder.pt and WORK/table.npz (see training.quantise); writes WORK/reader.pt and checkpoints to go on from.
With `--on index/encoders/weights` it starts from the reader there, with its table where WORK has none, and needs only what
training.vocabulary writes. `--body WORK/pretrained.pt` takes the layers that training.pretrain left.
The embedding table stays as it is, for the encoder shares it. Spans are scored as in BERT's reading of SQuAD 2.0 (Devlin et
al. 2019), with the opening token standing for no answer.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn

from training.batches import Batch, batches, prepared
from training.encoder_model import ReaderModel
from training.loop import Figures, Loop, LoopOptions
from training.shipped import frozen_table, reader_to_train
from training.tokens import NO_SPAN

_SEED = 2


def losses(model: ReaderModel, table: nn.Embedding, batch: Batch) -> tuple[Tensor, Figures]:
    """Span, sentence and pair losses of a batch, summed, and how often each is right."""
    rows, mask, sides, sentences, most, gold = batch
    positions = torch.arange(rows.shape[1], device=rows.device)
    tokens, pair = model(table(rows), sides, mask)
    allowed = (sentences > 0) | (positions[None] == 0)
    hidden = tokens[..., :2].masked_fill(~allowed[..., None], -1e4)
    span = sum(
        nn.functional.cross_entropy(hidden[..., side], gold[:, side], ignore_index=NO_SPAN, reduction="sum")
        for side in (0, 1)
    ) / (gold[:, 0] != NO_SPAN).sum().clamp(min=1)
    member = nn.functional.one_hot(sentences, most).float()
    size = member.sum(1)
    relevance = torch.einsum("bls,bl->bs", member, tokens[..., 2]) / size.clamp(min=1)
    relevance = torch.cat([torch.zeros_like(relevance[:, :1]), relevance[:, 1:].masked_fill(size[:, 1:] == 0, -1e4)], 1)
    which = nn.functional.cross_entropy(relevance, gold[:, 2])
    right = gold[:, 2] > 0
    whether = nn.functional.binary_cross_entropy_with_logits(pair, right.float())
    figures = {
        "span": span.detach() / 2,
        "sentence": which.detach(),
        "pair": whether.detach(),
        "pair right": ((pair > 0) == right).float().mean(),
        "sentence right": _share(relevance[:, 1:].argmax(1) + 1 == gold[:, 2], right),
        "start right": _share(hidden[..., 0].argmax(1) == gold[:, 0], right & (gold[:, 0] >= 0)),
    }
    return 0.5 * span + which + whether, figures


def _share(yes: Tensor, of: Tensor) -> Tensor:
    return (yes & of).sum() / of.sum().clamp(min=1)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--rate", type=float, default=9e-5, help="the highest learning rate")
    parser.add_argument("--translations", type=float, default=0.2, help="share of examples that are translations")
    parser.add_argument("--tokens", type=int, default=4_600, help="tokens of a batch; a GPU takes 32000")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--workers", type=int, default=0, help="processes that make examples")
    parser.add_argument("--on", type=Path, help="a folder of weights whose reader is trained further")
    parser.add_argument("--body", type=Path, help="layers to start from in place of those")
    arguments = parser.parse_args()
    torch.manual_seed(_SEED)
    torch.set_float32_matmul_precision("high")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model, texts = reader_to_train(arguments.on, arguments.work, arguments.dropout)
    if arguments.body:
        model.load_state_dict(torch.load(arguments.body, weights_only=True), strict=False)
    examples = prepared(arguments.study, arguments.data, texts, arguments.translations)
    table = frozen_table(arguments.on, arguments.work).to(device)
    modules = nn.ModuleDict({"reader": model}).to(device)
    every = 25 if device.type == "cpu" else 200
    options = LoopOptions(arguments.minutes, arguments.rate, every=every)
    loop = Loop(modules, arguments.work / "read.checkpoint", options)
    # after an interruption other examples come next, not the same again
    drawn = batches(examples, arguments.tokens, seed=_SEED + loop.step, workers=arguments.workers)
    loop.run(drawn, lambda batch: losses(model, table, batch.to(device)))
    torch.save({name: value.cpu() for name, value in model.state_dict().items()}, arguments.work / "reader.pt")


if __name__ == "__main__":
    main()
