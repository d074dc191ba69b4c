"""Take the mean of the encoder before and after contrastive training that finds most (Wortsman et al. 2022).

Run from the root of the checkout: python -m training.mix WORK DEV
Needs WORK/contrasted.pt, the tokenizer and its rows; writes WORK/encoder.pt. `--shares` names the shares of what was trained that are tried.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from training.probe import EncoderState, Probe, figures
from training.shipped import texts_of
from training.tokens import TextRows


def mixed(before: EncoderState, after: EncoderState, share: float) -> EncoderState:
    """`share` of what came after and the rest of what was before."""
    body = {name: torch.lerp(before["body"][name], one, share) for name, one in after["body"].items()}
    return {"table": torch.lerp(before["table"], after["table"], share), "body": body}


def main() -> None:
    """Read the arguments, try every share, keep the best."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--shares", type=float, nargs="+", default=[0.0, 0.35, 0.5, 0.65, 0.8, 1.0])
    parser.add_argument("--most", type=int, default=500, help="questions of a set")
    arguments = parser.parse_args()
    kept = torch.load(arguments.work / "contrasted.pt", weights_only=True)
    read, best = TextRows(texts_of(arguments.work)), -1.0
    for share in arguments.shares:
        state = mixed(kept["before"], kept["after"], share)
        found = figures(Probe(read, state), arguments.dev, arguments.most)
        mean = float(np.mean([*found.values()]))
        print(
            share,
            json.dumps({name: round(value, 3) for name, value in found.items()} | {"mean": round(mean, 4)}),
            flush=True,
        )
        if mean > best:
            best = mean
            torch.save(state, arguments.work / "encoder.pt")


if __name__ == "__main__":
    main()
