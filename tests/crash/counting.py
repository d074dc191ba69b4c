"""An encoder that writes down what it encodes, so that it can be counted over several processes."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import BuildOptions, build
from index.rows import text_key


class CountingEncoder:
    """The vector of a text is drawn from its hash; the keys of all texts are added to a file."""

    dimension = 8
    name, fingerprint = "counting", "counting/1"

    def __init__(self, log: Path, seconds: float = 0.0) -> None:
        """`seconds` are slept for every text."""
        self._log, self._seconds = log, seconds

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_queries`."""
        rows = [np.frombuffer(text_key(text)[:8], dtype=np.uint8).astype(np.float32) + 1 for text in texts]
        found = np.array(rows, dtype=np.float32).reshape(-1, self.dimension)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_passages`."""
        with self._log.open("ab") as file:
            file.write(b"".join(text_key(text) for text in texts))
        time.sleep(self._seconds * len(texts))
        return self.encode_queries(texts)


def build_counted(index: str, articles: str, log: str, batch: int, seconds: float) -> None:
    """Build in a process of its own."""
    build(Path(index), Path(articles), CountingEncoder(Path(log), seconds), options=BuildOptions(batch=batch))
