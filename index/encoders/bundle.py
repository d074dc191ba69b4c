"""The files of the models in the box: what both the encoder and the reader are made of, checked before they are read."""

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from tokenizers import Tokenizer

from index.encoders import BUNDLED
from index.encoders.table import EmbeddingTable
from index.errors import ModelMissing

_FOLDER = Path(__file__).parent / "weights"
_CARD, _TABLE, _TOKENIZER = "models.json", "table.npz", "tokenizer.json"
_FUSIONS_LEFT_OUT = ["SkipLayerNormFusion"]  # eight times slower than the sum and the norm that it makes one of
_LONGEST = 4_000  # characters; far more than the models read, far less than what would fill the memory

Session: TypeAlias = Any  # onnxruntime.InferenceSession, which has no types
_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Bundle:
    """A folder with the card, the tokenizer, the shared embedding table and the graphs. Files are loaded when first used.

    Every text runs alone: int8 scales are chosen per run, so a result would otherwise depend on its neighbours. That is
    also as fast as batches, because nothing is padded.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        """Read the card. Raises ModelMissing."""
        self._folder = folder
        try:
            self.card: dict[str, Any] = json.loads((folder / _CARD).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelMissing(name=BUNDLED, detail=str(error)) from error
        self.opening, self.closing = int(self.card["special"]["opening"]), int(self.card["special"]["closing"])

    def sum_of(self, *files: str) -> str:
        """The first digits of the SHA-256 sums of some files: they change whenever what the files compute changes."""
        return "-".join(self.card["sha256"][file][:8] for file in (*files, _TABLE, _TOKENIZER))

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """A plain tokenizer that folds as it reads. Raises ModelMissing."""
        try:
            return Tokenizer.from_file(str(self.whole(_TOKENIZER)))
        except ModelMissing:
            raise
        except Exception as error:  # tokenizers raises bare exceptions
            raise ModelMissing(name=BUNDLED, detail=str(error)) from error

    @cached_property
    def table(self) -> EmbeddingTable:
        """The embedding table. Raises ModelMissing."""
        try:
            return EmbeddingTable(self.whole(_TABLE))
        except (OSError, ValueError, KeyError) as error:
            raise ModelMissing(name=BUNDLED, detail=str(error)) from error

    def session(self, file: str) -> Session:
        """A graph on one core. Raises ModelMissing."""
        onnxruntime = _runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # texts run side by side instead
        options.inter_op_num_threads = 1
        path = str(self.whole(file))
        try:
            return onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_FUSIONS_LEFT_OUT
            )
        except Exception as error:  # onnxruntime's errors share no public base
            raise ModelMissing(name=BUNDLED, detail=str(error)) from error

    def whole(self, file: str) -> Path:
        """The path of a file. Raises ModelMissing when it is not there or has been cut short."""
        path = self._folder / file
        size = path.stat().st_size if path.is_file() else 0
        if size != self.card["bytes"][file]:
            raise ModelMissing(name=BUNDLED, detail=f"{path} has {size} bytes instead of {self.card['bytes'][file]}")
        return path


@cache
def _runtime() -> Any:
    """onnxruntime, imported when the first graph is loaded, and kept from telling anybody."""
    # read when it is imported: without it, builds from 1.32 on keep a device id and report usage to their makers
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


@cache
def shipped() -> Bundle:
    """The bundle that ships with the package, loaded once. Raises ModelMissing."""
    return Bundle()


def readable(text: str) -> str:
    """What the tokenizer is given: not endless, and a question mark for half a surrogate pair. Places stay the same."""
    return text[:_LONGEST].encode("utf-8", "replace").decode()


def side_by_side(work: Callable[[_In], _Out], items: Sequence[_In], workers: int = 0) -> list[_Out]:
    """The work done on every item, `workers` at a time (0: one a core), results in order."""
    if len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(workers or _cores()) as pool:
        return list(pool.map(work, items))


def _cores() -> int:
    """Cores that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
