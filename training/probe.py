"""How well an encoder in training finds contexts and translations: a quick look between stages.

One vector a context, cut after 200 tokens, no lexical leg: benchmarks/quality.py measures what users see.
"""

from pathlib import Path
from typing import TypedDict

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder_model import EncoderModel, Shape
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
    ("squad2_no_xquad.en", None),
)


class EncoderState(TypedDict):
    """The embedding table (rows, d) and the layers of an encoder."""

    table: Tensor
    body: dict[str, Tensor]


class Probe:
    """An encoder in training."""

    def __init__(self, read: TextRows, state: EncoderState) -> None:
        """Load its weights; on a GPU where there is one."""
        self._read, self._device = read, torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._table = nn.Embedding.from_pretrained(state["table"].float()).to(self._device)  # type: ignore[no-untyped-call]
        self._model = EncoderModel(Shape(positions=len(state["body"]["p"]))).to(self._device)
        self._model.body.load_state_dict(state["body"])

    @torch.inference_mode()
    def vectors(self, texts: list[str], longest: int = 200) -> NDArray[np.float32]:
        """Unit vectors (n, d)."""
        rows = [wrapped(one, longest) for one in self._read(texts)]
        out = np.zeros((len(texts), 384), dtype=np.float32)
        order = np.argsort([len(one) for one in rows], kind="stable")
        for start in range(0, len(order), 64):
            part = order[start : start + 64]
            ids, mask = padded([rows[place] for place in part], self._device)
            with torch.autocast(self._device.type, torch.bfloat16):
                out[part] = self._model(self._table(ids), mask).float().cpu().numpy()
        return out


def first(probe: Probe, found: QuestionSet, most: int) -> float:
    """R@1 of about `most` questions among all contexts that were asked about."""
    step = max(1, len(found.questions) // most)
    asked, gold = found.questions[::step], np.array(found.gold[::step])
    scores = probe.vectors(asked) @ probe.vectors(found.contexts).T
    return float((scores.argmax(1) == gold).mean())


def figures(probe: Probe, dev: Path, most: int) -> dict[str, float]:
    """R@1 of translations among a thousand and of the contexts of each set."""
    pairs = list(read_rows(dev / "parallel_zh_en.jsonl.xz"))[:2000:2]
    left, right = probe.vectors([row["zh"] for row in pairs]), probe.vectors([row["en"] for row in pairs])
    found = {"translation": float(((left @ right.T).argmax(1) == np.arange(len(pairs))).mean())}
    for questions, contexts in _SETS:
        path = dev / f"{contexts}.jsonl.xz" if contexts else None
        name = questions if not contexts else f"{questions} {contexts}"
        found[name] = first(probe, read_questions(dev / f"{questions}.jsonl.xz", path), most)
    return found
