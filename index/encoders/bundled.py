"""The encoder that ships with the package: int8 ONNX on the CPU, no network, no torch."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.words import SEGMENTER
from index.encoders.tokenization import VERSION, BundledTokenizer
from index.errors import ModelMissing

_FOLDER = Path(__file__).parent / "weights"
_MODEL, _TOKENIZER = "encoder.int8.onnx", "tokenizer.json"

# Read when onnxruntime is imported: without it, builds from 1.32 on keep a device id and report usage to their makers.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime  # noqa: E402 - after the setting above

onnxruntime.disable_telemetry_events()


@dataclass(frozen=True, slots=True)
class BundledOptions:
    """`longest` tokens of a text are read, 3 to 512; `workers` texts are encoded at a time, 0 means one a core."""

    longest: int = 256
    workers: int = 0


class BundledEncoder:
    """Chinese and English sentences to unit vectors of 384 numbers. See weights/MODEL_CARD.md."""

    name = "bundled"

    def __init__(self, options: BundledOptions | None = None, weights: Path = _FOLDER) -> None:
        """Read the card; the model itself is loaded when first used. Raises ModelMissing."""
        self.options = options or BundledOptions()
        self._weights = weights
        self._card = self._read_card()
        self.dimension = int(self._card["dimension"])
        # the segmenter decides the pieces, so its version is part of what the vectors are
        self.fingerprint = f"{self._card['name']}/{self._card['sha256'][_MODEL][:16]}/{VERSION}/{SEGMENTER}"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_queries`."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_passages`.

        Each text runs alone, several at a time: int8 scales are chosen per run, so a vector would otherwise depend on
        its neighbours. That is also as fast as batches, because nothing is padded.
        """
        ids = self.token_ids(texts)
        session = self._session
        if len(ids) < 2:
            return np.array([_run(session, one) for one in ids], dtype=np.float32).reshape(-1, self.dimension)
        with ThreadPoolExecutor(self.options.workers or _cores()) as pool:
            return np.array(list(pool.map(partial(_run, session), ids)), dtype=np.float32)

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens that are read of each text, opening and closing ones included."""
        return self._tokenizer.ids(texts, self.options.longest)

    @cached_property
    def _tokenizer(self) -> BundledTokenizer:
        special = self._card["special"]
        try:
            return BundledTokenizer(self._whole(_TOKENIZER), special["cls"], special["sep"])
        except Exception as error:  # tokenizers raises bare exceptions
            raise ModelMissing(name=self.name, detail=str(error)) from error

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # texts run side by side instead
        options.inter_op_num_threads = 1
        path = str(self._whole(_MODEL))
        try:
            return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's errors share no public base
            raise ModelMissing(name=self.name, detail=str(error)) from error

    def _read_card(self) -> dict[str, Any]:
        try:
            card: dict[str, Any] = json.loads((self._weights / "encoder.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelMissing(name=self.name, detail=str(error)) from error
        return card

    def _whole(self, file: str) -> Path:
        """The path of a file of the model. Raises ModelMissing when it is not there or has been cut short."""
        path = self._weights / file
        size = path.stat().st_size if path.is_file() else 0
        if size != self._card["bytes"][file]:
            raise ModelMissing(name=self.name, detail=f"{path} has {size} bytes instead of {self._card['bytes'][file]}")
        return path


def _cores() -> int:
    """Cores that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(session: onnxruntime.InferenceSession, ids: list[int]) -> NDArray[np.float32]:
    tokens = np.array([ids], dtype=np.int64)
    vector: NDArray[np.float32] = session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})[0][0]
    return vector
