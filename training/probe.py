"""How well an encoder in training finds contexts and translations: a quick look between stages.

Run from the root of the checkout: python -m training.probe WORK DEV WORK/contrasted.pt … [--most 500]
One vector a context, cut after 200 tokens, no lexical leg: benchmarks/quality.py measures what users see.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from training.encoder_model import EncoderModel
from training.question_sets import QuestionSet
from training.question_sets import read as read_questions
from training.sample_text import rows as read_rows
from training.tokens import TextRows, padded, wrapped

_SETS = (
    ("cmrc2018.zh", None),
    ("drcd.zh-Hant", None),
    ("bipar.en", "bipar.zh"),
    ("bipar.zh", "bipar.en"),
    ("jsquad.ja", None),
)


class Probe:
    """An encoder from a stage's file."""

    def __init__(self, work: Path, state: Path) -> None:
        """Load its weights."""
        kept = torch.load(state, weights_only=True)
        self._read, self._table = TextRows(work), nn.Embedding.from_pretrained(kept["table"].float())  # type: ignore[no-untyped-call]
        self._model = EncoderModel()
        self._model.body.load_state_dict(kept.get("averaged", kept["body"]))

    @torch.inference_mode()
    def vectors(self, texts: list[str], longest: int = 200) -> NDArray[np.float32]:
        """Unit vectors (n, d)."""
        rows = [wrapped(one, longest) for one in self._read(texts)]
        out = np.zeros((len(texts), 384), dtype=np.float32)
        order = np.argsort([len(one) for one in rows], kind="stable")
        for start in range(0, len(order), 64):
            part = order[start : start + 64]
            ids, mask = padded([rows[place] for place in part], torch.device("cpu"))
            with torch.autocast("cpu", torch.bfloat16):
                out[part] = self._model(self._table(ids), mask).float().numpy()
        return out


def first(probe: Probe, found: QuestionSet, most: int) -> float:
    """R@1 of about `most` questions among all contexts that were asked about."""
    step = max(1, len(found.questions) // most)
    asked, gold = found.questions[::step], np.array(found.gold[::step])
    scores = probe.vectors(asked) @ probe.vectors(found.contexts).T
    return float((scores.argmax(1) == gold).mean())


def main() -> None:
    """Read the arguments and print a line of JSON for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("states", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=500, help="questions of a set")
    arguments = parser.parse_args()
    pairs = list(read_rows(arguments.dev / "parallel_zh_en.jsonl.xz"))[:2000:2]
    for state in arguments.states:
        probe, figures = Probe(arguments.work, state), {}
        left, right = probe.vectors([row["zh"] for row in pairs]), probe.vectors([row["en"] for row in pairs])
        figures["translation"] = float(((left @ right.T).argmax(1) == np.arange(len(pairs))).mean())
        for questions, contexts in _SETS:
            path = arguments.dev / f"{contexts}.jsonl.xz" if contexts else None
            figures[questions if not contexts else f"{questions} {contexts}"] = first(
                probe, read_questions(arguments.dev / f"{questions}.jsonl.xz", path), arguments.most
            )
        print(state.name, json.dumps({name: round(value, 3) for name, value in figures.items()}), flush=True)


if __name__ == "__main__":
    main()
