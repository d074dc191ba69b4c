"""The networks in torch: what is padded away changes nothing, and a run that was cut short goes on where it was."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from training.encoder_model import EncoderModel, ReaderModel, Shape
from training.loop import Loop, LoopOptions

TINY = Shape(width=24, heads=2, inner=48, layers=2, positions=16)


def test_padding_changes_no_vector() -> None:
    torch.manual_seed(0)
    model, embedded = EncoderModel(TINY).eval(), torch.randn(1, 5, 24)
    padded = torch.cat([embedded, torch.randn(1, 4, 24)], 1)
    mask = torch.tensor([[1.0] * 5 + [0.0] * 4])
    alone = model(embedded, torch.ones(1, 5))
    torch.testing.assert_close(model(padded, mask), alone, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(alone.norm(dim=1), torch.ones(1))


def test_padding_changes_no_reading_and_sides_matter() -> None:
    torch.manual_seed(0)
    model, embedded, sides = ReaderModel(TINY).eval(), torch.randn(1, 6, 24), torch.tensor([[0, 0, 0, 1, 1, 1]])
    nn.init.normal_(model.side)
    tokens, pair = model(embedded, sides, torch.ones(1, 6))
    padded = torch.cat([embedded, torch.randn(1, 3, 24)], 1)
    more, other = model(padded, torch.tensor([[0, 0, 0, 1, 1, 1, 1, 1, 1]]), torch.tensor([[1.0] * 6 + [0.0] * 3]))
    assert tokens.shape == (1, 6, 3)
    assert pair.shape == (1,)
    torch.testing.assert_close(more[:, :6], tokens, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(other, pair, atol=1e-5, rtol=1e-4)
    assert not torch.allclose(model(embedded, 1 - sides, torch.ones(1, 6))[1], pair)


def test_dropout_is_for_training_alone() -> None:
    torch.manual_seed(0)
    model, embedded, mask = EncoderModel(replace(TINY, dropout=0.5)), torch.randn(1, 5, 24), torch.ones(1, 5)
    assert not torch.allclose(model(embedded, mask), model(embedded, mask))
    model.eval()
    torch.testing.assert_close(model(embedded, mask), model(embedded, mask))


def loop_of(path: Path, minutes: float) -> Loop:
    torch.manual_seed(0)
    modules = nn.ModuleDict({"table": nn.Embedding(6, 4, sparse=True), "layer": nn.Linear(4, 1)})
    return Loop(modules, path, LoopOptions(minutes, rate=0.05, table_rate=0.05, every=5))


def train(loop: Loop) -> list[float]:
    seen: list[float] = []

    def batches() -> Iterator[object]:
        while True:
            yield torch.arange(6)

    def loss_of(batch: object) -> tuple[Tensor, dict[str, float]]:
        assert isinstance(batch, Tensor)
        loss = (loop.modules["layer"](loop.modules["table"](batch)).float().squeeze(1) - batch).square().mean()
        seen.append(loss.item())
        return loss, {"loss": loss.item()}

    loop.run(batches(), loss_of)
    return seen


def test_a_loop_learns_for_its_minutes_and_goes_on_from_its_checkpoint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # a step takes five milliseconds, however busy the machine is
    monkeypatch.setattr("training.loop.time.monotonic", count(0, 0.005).__next__)
    first = loop_of(tmp_path / "x.checkpoint", minutes=0.005)
    losses = train(first)
    assert losses[-1] < 0.5 * losses[0]
    assert first.step == len(losses)
    assert "step 5 " in capsys.readouterr().out

    again = loop_of(tmp_path / "x.checkpoint", minutes=0.01)
    assert again.step == first.step
    assert 0.4 < again.progress < 1
    more = train(again)
    assert more[0] < 0.5 * losses[0]  # it did not begin anew
    assert again.progress == 1

    assert train(loop_of(tmp_path / "x.checkpoint", minutes=0.01)) == []
