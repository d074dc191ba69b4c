"""The mean of two encoders, and the share of it that finds most."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from index.encoders.table import EmbeddingTable
from tests.training.made_data import WEIGHTS, put_set, put_tokens
from training import mix
from training.encoder_model import EncoderModel, Shape
from training.probe import EncoderState
from training.shipped import shipped_encoder


def state(seed: int) -> EncoderState:
    torch.manual_seed(seed)
    model = EncoderModel(Shape(layers=1, positions=64))
    return {"table": torch.randn(3, 384), "body": model.body.state_dict()}


def test_a_share_of_nothing_is_before_and_of_everything_after() -> None:
    before, after = state(1), state(2)
    for share, expected in ((0.0, before), (1.0, after)):
        found = mix.mixed(before, after, share)
        torch.testing.assert_close(found["table"], expected["table"])
        torch.testing.assert_close(found["body"], expected["body"])
    half = mix.mixed(before, after, 0.5)
    torch.testing.assert_close(half["body"]["p"], (before["body"]["p"] + after["body"]["p"]) / 2)


def test_the_share_that_finds_most_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_tokens(tmp_path)
    rows = [
        {"id": f"{n}_0", "title": "a", "context": text, "question": question, "answers": []}
        for n, (text, question) in enumerate(
            [
                ("猫在睡觉。", "谁在睡觉？"),
                ("公司有三千名员工。", "员工有多少？"),
                ("The river is long.", "How long is the river?"),
            ]
            * 4
        )
    ]
    for name in ("cmrc2018.zh", "drcd.zh-Hant", "bipar.en", "bipar.zh", "jsquad.ja", "squad2_no_xquad.en"):
        put_set(tmp_path, name, rows)
    put_set(tmp_path, "parallel_zh_en", [{"zh": row["context"], "en": row["question"]} for row in rows[:3] * 8])
    shared = EmbeddingTable(WEIGHTS / "table.npz")
    table = torch.from_numpy(shared.vectors(np.arange(shared.rows)))
    good: EncoderState = {"table": table, "body": shipped_encoder(WEIGHTS / "encoder.int8.onnx").body.state_dict()}
    bad: EncoderState = {"table": table, "body": {name: torch.zeros_like(one) for name, one in good["body"].items()}}
    torch.save({"before": bad, "after": good}, tmp_path / "contrasted.pt")
    monkeypatch.setattr(sys, "argv", ["mix", str(tmp_path), str(tmp_path), "--shares", "0", "1"])
    mix.main()
    lines = [json.loads(line.split(" ", 1)[1]) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["mean"] < 0.5 < lines[1]["mean"]
    kept = torch.load(tmp_path / "encoder.pt", weights_only=True)
    torch.testing.assert_close(kept["body"], good["body"])
