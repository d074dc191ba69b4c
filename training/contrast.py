"""Teach the encoder that questions belong to the sentences and passages that answer them.

Run from the root of the checkout: python -m training.contrast STUDY DATA WORK --minutes 20
Starts from the study's layers and WORK/embeddings.npy; writes WORK/contrasted.pt and checkpoints to go on from.
In every batch all other passages are wrong answers (van den Oord et al. 2018, InfoNCE), neighbours from the same text and
BM25's look-alikes among them. Words are switched between English and Chinese on either side, so that the two meet. In the
end the layers are averaged with those that they began as (Wortsman et al. 2022): on CMRC, R@1 of one vector a context is
.831 before, .799 after, .842 averaged.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from training.encoder_model import EncoderModel, load_study
from training.loop import Loop, LoopOptions
from training.questions import Context, Question, Questions, load, look_alikes
from training.sample_text import rows as read_rows
from training.tokens import CodeSwitch, Rows, TextRows, english_and_chinese, padded, wrapped


@dataclass(frozen=True, slots=True)
class ContrastRecipe:
    """How often each kind of batch is drawn; questions a batch, in runs of `run` neighbours; tokens of a short and of a long
    passage; the share of questions that bring a look-alike; the factor on the cosines.
    """

    kinds: dict[str, float] = field(
        default_factory=lambda: {"qa_zh": 0.3, "qa_en": 0.37, "pairs": 0.13, "parallel": 0.2}
    )
    batch: int = 144
    run: int = 6
    short: int = 58
    long: int = 150
    alike: float = 0.5
    scale: float = 30.0
    seed: int = 1


class Batch(NamedTuple):
    """Left texts, right texts of which the first ones belong to the left ones, and pairs (left, right) to look away from."""

    left: list[Rows]
    right: list[Rows]
    hidden: list[tuple[int, int]]


class Batches:
    """Batches of every kind, for ever."""

    def __init__(self, study: Path, data: Path, work: Path, recipe: ContrastRecipe) -> None:
        """Read, tokenise and mine."""
        self._recipe, self._chance = recipe, np.random.default_rng(recipe.seed)
        read = TextRows(work)
        self._to_chinese = english_and_chinese(study, work, recipe.seed)
        self._to_english = english_and_chinese(study, work, recipe.seed, back=True)
        self._sets: dict[str, tuple[Questions, np.ndarray[tuple[int, int], np.dtype[np.int32]]]] = {}
        for name in ("qa_zh", "qa_en"):
            found = load(data / f"{name}.jsonl.xz", read)
            self._sets[name] = (found, look_alikes(found, work / f"{name}.bm25.npy"))
        self._pairs = self._headings(data, read)
        with (work / "pairs.jsonl").open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        rows = [row for row in rows if row["lang"] != "en"]
        self._parallel = (read([row["english"] for row in rows]), read([row["other"] for row in rows]))
        self._other = np.array([row["lang"] != "zh" for row in rows])

    def __iter__(self) -> Iterator[Batch]:
        """For ever."""
        kinds = list(self._recipe.kinds)
        while True:
            kind = kinds[self._chance.choice(len(kinds), p=list(self._recipe.kinds.values()))]
            if kind in self._sets:
                yield self._of_questions(kind)
            elif kind == "pairs":
                yield self._of_pairs()
            else:
                yield self._of_parallel()

    def _of_questions(self, kind: str) -> Batch:
        recipe, (found, alike) = self._recipe, self._sets[kind]
        runs = self._chance.integers(0, len(found.asked) - recipe.run, recipe.batch // recipe.run)
        chosen = np.unique((runs[:, None] + np.arange(recipe.run)).ravel())
        size = recipe.long if self._chance.random() < 0.45 else recipe.short
        left_switch, right_switch = self._switches(kind)
        left, right, spans = [], [], []
        for place in chosen:
            question = found.asked[place]
            context = found.contexts[question.context]
            first, last = self._around(context, context.sentence_at(question.start), size)
            left.append(wrapped(left_switch(question.rows), 40))
            right.append(wrapped(right_switch(_joined(context, first, last)), size))
            spans.append((question.context, first, last))
        hidden = self._same_answers(found, chosen, spans)
        drawn = chosen[self._chance.random(len(chosen)) < recipe.alike * (1.0 if size == recipe.short else 0.4)]
        for place in drawn:
            number = int(alike[place, self._chance.integers(0, 5)])
            if number >= 0 and found.contexts[number].sentences:
                context = found.contexts[number]
                first, last = self._around(context, int(self._chance.integers(0, len(context.sentences))), size)
                row = len(right)
                right.append(wrapped(right_switch(_joined(context, first, last)), size))
                hidden += [(a, row) for a, other in enumerate(chosen) if found.asked[other].context == number]
        return Batch(left, right, hidden)

    def _same_answers(
        self, found: Questions, chosen: np.ndarray[tuple[int], np.dtype[np.int64]], spans: list[tuple[int, int, int]]
    ) -> list[tuple[int, int]]:
        """Other questions' passages that hold this question's answer too."""
        hidden = []
        for a, place in enumerate(chosen):
            question: Question = found.asked[place]
            sentence = found.contexts[question.context].sentence_at(question.start)
            for b, (context, first, last) in enumerate(spans):
                if a != b and context == question.context and first <= sentence < last:
                    hidden.append((a, b))
        return hidden

    def _switches(self, kind: str) -> tuple["_Switch", "_Switch"]:
        switch = self._to_chinese if kind == "qa_en" else self._to_english
        share = 0.9 if kind == "qa_en" else 0.8
        drawn, often = self._chance.random(), (0.7 if kind == "qa_en" else 0.3)
        if drawn > often:
            return _Switch(None, 0), _Switch(None, 0)
        part = self._chance.random()
        plain, changed = _Switch(None, 0), _Switch(switch, share)
        if part < 0.45:
            return changed, plain
        return (plain, changed) if part < 0.9 else (changed, changed)

    def _around(self, context: Context, sentence: int, size: int) -> tuple[int, int]:
        """Sentences `first` to `last` around one, as many as fit, the place of the one at random."""
        first, last, total = sentence, sentence + 1, len(context.sentences[sentence].rows)
        while True:
            before = first > 0 and total + len(context.sentences[first - 1].rows) <= size - 2
            after = last < len(context.sentences) and total + len(context.sentences[last].rows) <= size - 2
            if not before and not after:
                return first, last
            if before and (not after or self._chance.random() < 0.5):
                first -= 1
                total += len(context.sentences[first].rows)
            else:
                total += len(context.sentences[last].rows)
                last += 1

    def _of_pairs(self) -> Batch:
        left, right = self._pairs
        start = self._chance.integers(0, len(left) - 8, self._recipe.batch // 8)
        chosen = np.unique((start[:, None] + np.arange(8)).ravel())
        size = self._recipe.long if self._chance.random() < 0.4 else self._recipe.short
        lefts, rights = [left[place] for place in chosen], [right[place] for place in chosen]
        keys = [rows.tobytes() for rows in lefts]
        hidden = [(a, b) for a in range(len(keys)) for b in range(len(keys)) if a != b and keys[a] == keys[b]]
        return Batch([wrapped(rows, 40) for rows in lefts], [wrapped(rows, size) for rows in rights], hidden)

    def _of_parallel(self) -> Batch:
        english, other = self._parallel
        pool = np.flatnonzero(self._other == (self._chance.random() < 0.6))
        chosen = np.unique(self._chance.choice(pool, self._recipe.batch + 40))
        pairs = [(english[place], other[place]) for place in chosen]
        if self._chance.random() < 0.5:
            pairs = [(b, a) for a, b in pairs]
        return Batch([wrapped(a, 60) for a, _ in pairs], [wrapped(b, 60) for _, b in pairs], [])

    def _headings(self, data: Path, read: TextRows) -> tuple[list[Rows], list[Rows]]:
        """Headings with their sections, questions with their answers; no set more than 22,000 times."""
        taken: dict[str, int] = {}
        left, right = [], []
        for row in read_rows(data / "pairs.jsonl.xz"):
            taken[row["set"]] = taken.get(row["set"], 0) + 1
            if taken[row["set"]] <= 22_000 and len(row["a"]) <= 160:
                left.append(row["a"])
                right.append(row["b"][:900])
        return read(left), read(right)


class _Switch(NamedTuple):
    switch: CodeSwitch | None
    share: float

    def __call__(self, rows: Rows) -> Rows:
        return self.switch(rows, self.share) if self.switch else rows


def _joined(context: Context, first: int, last: int) -> Rows:
    return np.concatenate([sentence.rows for sentence in context.sentences[first:last]])


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    arguments = parser.parse_args()
    recipe = ContrastRecipe()
    torch.manual_seed(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = EncoderModel()
    model.body.load_state_dict(load_study(arguments.study))
    table = nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]
        torch.from_numpy(np.load(arguments.work / "embeddings.npy")), freeze=False, sparse=True
    )
    modules = nn.ModuleDict({"table": table, "encoder": model}).to(device)
    loop = Loop(
        modules,
        arguments.work / "contrast.checkpoint",
        LoopOptions(arguments.minutes, rate=8e-5, table_rate=2e-4, every=10),
    )

    def encode(texts: list[Rows], chunks: int) -> Tensor:
        order = np.argsort([len(text) for text in texts], kind="stable")
        found = []
        for part in np.array_split(order, chunks):
            rows, mask = padded([texts[place] for place in part], device)
            found.append(model(table(rows), mask).float())
        return torch.cat(found)[torch.from_numpy(np.argsort(order)).to(device)]

    def loss_of(batch: Batch) -> tuple[Tensor, dict[str, float]]:
        left, right, hidden = batch
        one, other = encode(left, 2), encode(right, 5)
        with torch.autocast(device.type, enabled=False):
            scores = recipe.scale * one @ other.T
        if hidden:
            rows, columns = torch.tensor(hidden, device=device).T
            scores = scores.index_put((rows, columns), torch.tensor(-1e4, device=device, dtype=scores.dtype))
        gold = torch.arange(len(left), device=device)
        forth = nn.functional.cross_entropy(scores, gold)
        back = nn.functional.cross_entropy(scores[:, : len(left)].T, gold)
        right_first = (scores.argmax(1) == gold).float().mean().item()
        return (forth + 0.5 * back) / 1.5, {"loss": forth.item(), "first": right_first}

    loop.run(iter(Batches(arguments.study, arguments.data, arguments.work, recipe)), loss_of)
    body, began = model.body.state_dict(), load_study(arguments.study)
    averaged = {name: (value.cpu() + began[name]) / 2 for name, value in body.items()}
    kept = {"table": table.weight.detach().cpu(), "body": body, "averaged": averaged}
    torch.save(kept, arguments.work / "contrasted.pt")


if __name__ == "__main__":
    main()
