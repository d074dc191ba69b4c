"""Encoders: `bundled`, or any sentence-transformers model by hub name or folder."""

from collections.abc import Callable

from index.encoders.base import Encoder

BUNDLED = "bundled"


def load(name: str = BUNDLED) -> Encoder:
    """The encoder of this name; anything but `bundled` is a sentence-transformers model.

    Raises ModelMissing, ModelUnsafe.
    """
    return ENCODERS.get(name, _sentence_transformer)(name)


def _bundled(_: str) -> Encoder:
    from index.encoders.bundled import BundledEncoder

    return BundledEncoder()


def _sentence_transformer(name: str) -> Encoder:
    from index.encoders.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name)


#: Encoders that have a name of their own; every other name is a sentence-transformers model.
ENCODERS: dict[str, Callable[[str], Encoder]] = {BUNDLED: _bundled}
