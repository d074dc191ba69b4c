"""The encoder that ships with the package: int8 ONNX on the CPU, no network, no torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.encoders import BUNDLED
from index.encoders.bundle import Bundle, Session, readable, shipped, side_by_side

_GRAPH = "encoder.int8.onnx"


@dataclass(frozen=True, slots=True)
class BundledOptions:
    """`longest` tokens of a text are read, 3 to 256; `workers` texts are encoded at a time, 0 means one a core."""

    longest: int = 256
    workers: int = 0


class BundledEncoder:
    """Sentences of Chinese, English and a dozen other languages to unit vectors of 384 numbers. See weights/MODEL_CARD.md."""

    name = BUNDLED

    def __init__(self, options: BundledOptions | None = None, bundle: Bundle | None = None) -> None:
        """Read the card; the model itself is loaded when first used. Raises ModelMissing."""
        self.options = options or BundledOptions()
        self._bundle = bundle or shipped()
        self.dimension = int(self._bundle.card["dimension"])
        self.fingerprint = f"{self._bundle.card['name']}/{self._bundle.sum_of(_GRAPH)}"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_queries`."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_passages`."""
        ids, session, table = self.token_ids(texts), self._session, self._bundle.table

        def vector(one: list[int]) -> NDArray[np.float32]:
            found: NDArray[np.float32] = session.run(None, {"embedded": table.of_tokens(np.array(one))[None]})[0][0]
            return found

        return np.array(side_by_side(vector, ids, self.options.workers), dtype=np.float32).reshape(-1, self.dimension)

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens that are read of each text, opening and closing ones included."""
        bundle = self._bundle
        encoded = bundle.tokenizer.encode_batch_fast([readable(text) for text in texts], add_special_tokens=False)
        return [[bundle.opening, *one.ids[: self.options.longest - 2], bundle.closing] for one in encoded]

    @cached_property
    def _session(self) -> Session:
        return self._bundle.session(_GRAPH)
