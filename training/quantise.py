"""Pack the embedding table into four bits a number, each scale chosen for the least squared error.

Run from the root of the checkout: python -m training.quantise WORK
Needs WORK/encoder.pt and rows_of.npy (in WORK/shipped, where training went on from what ships); writes WORK/table.npz.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from index.encoders.table import GROUP, EmbeddingTable
from training.shipped import texts_of


def packed(table: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Codes (rows, width / 2) and scales (rows, width / 32) of a table (rows, width)."""
    grouped = table.reshape(len(table), -1, GROUP)
    largest = np.abs(grouped).max(-1, keepdims=True) + 1e-8
    best_scale = np.zeros_like(largest, dtype=np.float16)
    best_error = np.full(largest.shape, np.inf)
    for share in np.linspace(0.6, 1.05, 10):
        scale = (largest * share / 7.5).astype(np.float16)
        error = ((_round(grouped, scale) * scale.astype(np.float32) - grouped) ** 2).sum(-1, keepdims=True)
        better = error < best_error
        best_scale, best_error = np.where(better, scale, best_scale), np.where(better, error, best_error)
    codes = (_round(grouped, best_scale) + 8).astype(np.uint8).reshape(table.shape)
    halves = (codes[:, 0::2] | codes[:, 1::2] << 4).astype(np.uint8)
    return halves, best_scale[..., 0]


def _round(grouped: NDArray[np.float32], scale: NDArray[np.float16]) -> NDArray[np.float32]:
    return np.clip(np.rint(grouped / np.maximum(scale.astype(np.float32), 1e-8)), -8, 7)


def main() -> None:
    """Read the arguments and pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    arguments = parser.parse_args()
    table = torch.load(arguments.work / "encoder.pt", weights_only=True)["table"].float().numpy()
    codes, scales = packed(table)
    path = arguments.work / "table.npz"
    np.savez_compressed(path, codes=codes, scales=scales, rows_of=np.load(texts_of(arguments.work) / "rows_of.npy"))
    again = EmbeddingTable(path).vectors(np.arange(len(table)))
    cosine = (again * table).sum(1) / np.maximum(np.linalg.norm(again, axis=1) * np.linalg.norm(table, axis=1), 1e-9)
    print(f"{path.stat().st_size / 1e6:.1f} MB, cosine with the table {cosine.mean():.4f}")


if __name__ == "__main__":
    main()
