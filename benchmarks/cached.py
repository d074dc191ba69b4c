"""An encoder and a reader that remember: the same passages go into several indexes, and are read for the same questions.

With a folder, several measurements encode and read a passage once. What other models made is forgotten.
"""

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoders.base import Encoder
from index.reader import Page, Reader, Reading


class CachedEncoder:
    """The vectors of passages are kept."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self._encoder, self._path = encoder, folder and folder / "vectors.pickle"
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension
        self._known: dict[str, NDArray[np.float32]] = _kept(self._path, self.fingerprint)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode_passages(new), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def keep(self) -> None:
        """Write the file."""
        _keep(self._path, self.fingerprint, self._known)


class CachedReader:
    """What was read is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._reader, self._path = Reader(), folder and folder / "readings.pickle"
        self.fingerprint = self._reader.fingerprint
        self._known: dict[tuple[str, str], Reading] = _kept(self._path, self.fingerprint)

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        """As `Reader.read`."""
        new = [page for page in pages if (question, page.text) not in self._known]
        for page, reading in zip(new, self._reader.read(question, new), strict=True):
            self._known[question, page.text] = reading
        return [self._known[question, page.text] for page in pages]

    def keep(self) -> None:
        """Write the file."""
        _keep(self._path, self.fingerprint, self._known)


def _kept(path: Path | None, fingerprint: str) -> dict[Any, Any]:
    if path is None or not path.exists():
        return {}
    made_by, known = pickle.loads(path.read_bytes())  # noqa: S301 our own file
    return dict(known) if made_by == fingerprint else {}


def _keep(path: Path | None, fingerprint: str, known: dict[Any, Any]) -> None:
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps((fingerprint, known)))
