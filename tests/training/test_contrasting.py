"""Batches for the encoder: every left text has its right one, and what would be a right one by chance is looked away from."""

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.made_data import put_set, put_tokens
from training.contrast import encoded, losses
from training.contrasting import Batch, Contrasting, ContrastRecipe, Side
from training.encoder_model import EncoderModel, Shape
from training.tokens import CLOSING, OPENING, TextRows

SMALL = Shape(width=24, heads=2, inner=48, layers=1, positions=160)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Questions on thirty short texts, headings, translations."""
    folder = tmp_path_factory.mktemp("contrasting")
    for language, text, question in (
        ("zh", "第{n}座灯塔建在海边。它高{n}米。守护者住在里面。", "第{n}座灯塔有多高？"),
        ("en", "Lighthouse {n} stands by the sea. It is {n} metres tall.", "How tall is lighthouse {n}?"),
    ):
        rows = []
        for number in range(100, 130):
            context = text.format(n=number)
            answers = [{"text": str(number), "answer_start": context.rindex(str(number))}]
            asked = {"title": "Lighthouses", "context": context, "question": question.format(n=number)}
            rows += [asked | {"answers": answers, "lang": language}] * 2
        put_set(folder, f"qa_{language}", rows)
    put_set(folder, "pairs", [{"a": f"Chapter {n}", "b": f"This is chapter {n}.", "set": "a"} for n in range(40)])
    zh = [
        {"zh": f"第{n}座灯塔高{n}米。", "en": f"Lighthouse number {n} is tall.", "set": "a", "mt": False}
        for n in range(60)
    ]
    es = [
        {"other": f"El faro {n} es alto.", "en": f"Lighthouse {n} is tall.", "lang": "es", "set": "a"}
        for n in range(60)
    ]
    put_set(folder, "parallel_zh_en", zh)
    put_set(folder, "parallel_en_other", es)
    put_tokens(folder)
    return folder


def made(folder: Path, kind: str, batch: int = 24) -> Contrasting:
    return Contrasting(folder, folder, folder, ContrastRecipe(kinds={kind: 1.0}, batch=batch, third=0.0))


def texts(side: Side) -> list[list[int]]:
    """The rows of each text in order."""
    found = [row[row_mask > 0].tolist() for rows, mask in side.parts for row, row_mask in zip(rows, mask, strict=True)]
    return [found[place] for place in side.place]


@pytest.mark.parametrize("kind", ["qa_zh", "qa_en", "pairs", "parallel"])
def test_each_left_text_has_its_right_one(folder: Path, kind: str) -> None:
    numbers = {
        tuple(rows): n for n, rows in zip(range(200), TextRows(folder)([str(n) for n in range(200)]), strict=True)
    }
    for batch in islice(made(folder, kind), 5):
        left, right = texts(batch.left), texts(batch.right)
        assert len(right) >= len(left) > 5
        shared = 0
        for a, b in zip(left, right, strict=False):
            assert a[0] == b[0] == OPENING
            assert a[-1] == b[-1] == CLOSING
            common = set(a[1:-1]) & set(b[1:-1])
            shared += any(set(rows) <= common for rows in numbers)
        assert shared > 0.9 * len(left)  # the same number is in both


def test_the_same_text_on_the_other_side_is_looked_away_from(folder: Path) -> None:
    for batch in islice(made(folder, "qa_zh"), 5):
        right = texts(batch.right)
        hidden = set(map(tuple, batch.hidden.T.tolist()))
        asked = range(len(batch.left.place))
        same = {(a, b) for a in asked for b in asked if a != b and right[a] == right[b]}
        assert same
        assert same <= hidden
        assert not any(a == b for a, b in hidden)


def test_another_seed_gives_other_batches(folder: Path) -> None:
    found = made(folder, "parallel")
    firsts = []
    for seed in (1, 2, 1):
        found.reseed(seed)
        firsts.append(texts(next(iter(found)).left))
    assert firsts[0] == firsts[2] != firsts[1]


_TWO_PROCESSES = """
import sys, json
from itertools import islice
from pathlib import Path
from training.contrasting import Contrasting, ContrastRecipe, loader
folder = Path(sys.argv[1])
found = Contrasting(folder, folder, folder, ContrastRecipe(batch=24))
print(json.dumps([batch.left.parts[0][0].tolist() for batch in islice(loader(found, 2), 6)]))
"""


def test_processes_do_not_draw_the_same(folder: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", _TWO_PROCESSES, folder], capture_output=True, check=True, timeout=120)
    found = json.loads(ran.stdout)
    assert not any(batch in found[1::2] for batch in found[::2])


def test_the_loss_falls_to_what_is_right(folder: Path) -> None:
    torch.manual_seed(0)
    model, table = EncoderModel(SMALL), torch.nn.Embedding(80_000, SMALL.width)
    optimizer = torch.optim.Adam([*model.parameters(), *table.parameters()], lr=3e-3)
    figures = []
    for batch in islice(made(folder, "pairs"), 60):
        loss, found = losses(model, table, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        figures.append(float(found["loss"]))
    assert np.mean(figures[-5:]) < np.mean(figures[:5]) / 2


def test_vectors_come_in_the_order_of_their_texts(folder: Path) -> None:
    model, table = EncoderModel(SMALL).eval(), torch.nn.Embedding(80_000, SMALL.width)
    batch: Batch = next(iter(made(folder, "qa_en")))
    with torch.inference_mode():
        together = encoded(model, table, batch.right)
        for place, rows in enumerate(texts(batch.right)):
            alone = model(table(torch.tensor([rows])), torch.ones(1, len(rows)))
            torch.testing.assert_close(together[place], alone[0], atol=1e-5, rtol=1e-4)
