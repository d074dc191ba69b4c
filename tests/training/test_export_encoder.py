"""The export, on a network small enough to train nothing."""

import json
from pathlib import Path

import numpy as np
import torch

from index.encoders.bundled import BundledEncoder
from training.encoder_model import EncoderModel, EncoderShape
from training.export_encoder import export

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[", "]", "sep", "cloud", "华为", "##为", "云"]


def test_a_small_network_is_the_same_before_and_after_up_to_int8(tmp_path: Path) -> None:
    torch.manual_seed(0)
    rows_of = torch.tensor([*range(10), 9, 10])  # "##为" shares the row of "华为"
    model = EncoderModel(EncoderShape(rows=11, width=32, heads=4, inner=64, layers=2, positions=64), rows_of).eval()
    export(model, {piece: place for place, piece in enumerate(PIECES)}, tmp_path)
    encoder = BundledEncoder(weights=tmp_path)
    texts = ["华为云", "cloud [SEP] cloud", "", "云 cloud"]
    with torch.no_grad():
        full = [model(torch.tensor([ids]), torch.ones(1, len(ids)))[0].numpy() for ids in encoder.token_ids(texts)]
    cosines = (encoder.encode_passages(texts) * np.stack(full)).sum(axis=1)
    assert cosines.min() > 0.98


def test_padding_changes_nothing_in_the_full_network() -> None:
    torch.manual_seed(0)
    shape = EncoderShape(rows=11, width=32, heads=4, inner=64, layers=2, positions=64)
    model = EncoderModel(shape, torch.arange(11)).eval()
    with torch.no_grad():
        alone = model(torch.tensor([[2, 8, 9, 3]]), torch.ones(1, 4))
        padded = model(torch.tensor([[2, 8, 9, 3, 0, 0]]), torch.tensor([[1, 1, 1, 1, 0, 0]]))
    torch.testing.assert_close(alone, padded)


def test_the_card_holds_sizes_and_sums_of_the_files_beside_it(tmp_path: Path) -> None:
    shape = EncoderShape(rows=11, width=32, heads=4, inner=64, layers=1, positions=64)
    export(EncoderModel(shape, torch.arange(12) % 11).eval(), {p: i for i, p in enumerate(PIECES)}, tmp_path)
    card = json.loads((tmp_path / "encoder.json").read_text(encoding="utf-8"))
    assert card["dimension"] == 32
    assert card["bytes"] == {name: (tmp_path / name).stat().st_size for name in card["sha256"]}
