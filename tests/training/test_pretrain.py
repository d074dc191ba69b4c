"""Filling in words: what is hidden is what was there, translations stand beside each other, and the network learns."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.made_data import put_set, put_tokens
from training.encoder_model import ReaderModel, Shape
from training.pretrain import Filling, Masking, PretrainRecipe, Stream, losses, streams
from training.tokens import CLOSING, OPENING, TextRows

RECIPE = PretrainRecipe(shares={"text": 1.0}, window=20, hidden=4, question=5)
ROWS = 300
MASK = 4


def counting(length: int = 400, sides: int = 2) -> dict[str, Stream]:
    """A text in which every token is one more than the one before, from 10 to 109 and again."""
    rows = torch.arange(length, dtype=torch.int32) % 100 + 10
    return {"text": Stream(rows, torch.full_like(rows, sides))}


def masking(found: dict[str, Stream], recipe: PretrainRecipe = RECIPE, seed: int = 1) -> Masking:
    return Masking(found, ROWS, 2_000, recipe, seed)


def test_what_is_hidden_is_what_was_there() -> None:
    for batch in islice(masking(counting()), 3):
        whole = batch.rows.scatter(1, batch.places, batch.hidden)
        assert batch.rows.shape == (100, 20)
        assert (whole[:, 0] == OPENING).all()
        steps = whole[:, 2:] - whole[:, 1:-1]
        assert ((steps == 1) | (steps == -99)).all()
        assert (batch.places > 0).all()
        assert all(len(set(places)) == 4 for places in batch.places.tolist())


def test_most_of_what_is_hidden_is_masked_some_is_another_word_some_itself() -> None:
    kinds = torch.zeros(3)
    for batch in islice(masking(counting()), 30):
        shown = batch.rows.gather(1, batch.places)
        masked, same = shown == MASK, shown == batch.hidden
        kinds += torch.stack([masked, same, ~masked & ~same]).float().mean((1, 2)) / 30
    assert kinds.tolist() == pytest.approx([0.8, 0.1, 0.1], abs=0.02)


def test_a_first_stretch_of_running_text_stands_where_a_question_does() -> None:
    batch = next(iter(masking(counting())))
    asked = (batch.sides == 0).sum(1) - 1
    assert sorted(set(asked.tolist())) == [0, 1, 2, 3, 4]
    assert (batch.sides.diff(dim=1) >= 0).all()
    assert (next(iter(masking(counting(sides=1)))).sides[:, 1:] == 1).all()


def test_the_same_seed_draws_the_same() -> None:
    one, again, other = (next(iter(masking(counting(), seed=seed))).rows for seed in (1, 1, 2))
    assert torch.equal(one, again)
    assert not torch.equal(one, other)


def test_translations_stand_beside_each_other_on_two_sides(tmp_path: Path) -> None:
    put_tokens(tmp_path)
    pairs = [{"zh": f"第{n}座灯塔。", "en": f"Lighthouse number {n}.", "set": "a", "mt": False} for n in range(30)]
    text = {"text": "海边有一座灯塔。", "set": "talks"}
    asked = {"title": "a", "context": "灯塔很高。", "question": "?", "answers": [], "lang": "zh"}
    for name, rows in (
        ("parallel_zh_en", pairs), ("parallel_en_other", []), ("mono_zh", [text]), ("mono_en", []),
        ("qa_zh", [asked, asked]), ("qa_en", []),
    ):  # fmt: skip
        put_set(tmp_path, name, rows)
    found = streams(tmp_path, tmp_path, PretrainRecipe())
    read = TextRows(tmp_path)
    told = found["translations"]
    ends = (told.rows == CLOSING).nonzero().ravel().tolist()
    texts = [told.rows[start:end].tolist() for start, end in zip([0, *(e + 1 for e in ends)], ends, strict=False)]
    both = {(tuple(a.tolist()), tuple(b.tolist())) for a, b in zip(
        read([str(row["zh"]) for row in pairs]), read([str(row["en"]) for row in pairs]), strict=True
    )}  # fmt: skip
    met = {(tuple(texts[place]), tuple(texts[place + 1])) for place in range(0, len(texts), 2)}
    assert len(texts) == 60
    assert all(pair in both or pair[::-1] in both for pair in met)
    assert any(pair in both for pair in met)
    assert any(pair[::-1] in both for pair in met)
    assert told.sides[0] == 0
    assert told.sides[-1] == 1
    assert found["contexts"].rows.tolist() == [*read(["灯塔很高。"])[0].tolist(), CLOSING]
    assert set(found["text"].sides.tolist()) == {2}


def test_the_network_learns_to_look_at_what_is_around() -> None:
    torch.manual_seed(0)
    runs = Stream(torch.arange(10, 30).repeat_interleave(200), torch.full((4_000,), 2))
    shape = Shape(width=48, heads=4, inner=96, layers=1, positions=20)
    model, table = ReaderModel(shape), torch.nn.Embedding(ROWS, shape.width).requires_grad_(False)
    head = Filling(shape.width, torch.bincount(runs.rows, minlength=ROWS))
    optimizer = torch.optim.Adam([*model.body.parameters(), *head.parameters()], lr=3e-3)
    right = []
    for batch in islice(masking({"text": runs}), 60):
        loss, figures = losses(model, head, table, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        right.append(float(figures["right"]))
    assert np.mean(right[-5:]) > 0.7 > 0.2 > right[0]


def test_before_anything_is_read_frequent_rows_are_likelier() -> None:
    counts = torch.tensor([0, 1, 99])
    head = Filling(8, counts)
    share = head.bias.softmax(0)
    assert share.tolist() == pytest.approx([0.5 / 101.5, 1.5 / 101.5, 99.5 / 101.5], rel=1e-4)
