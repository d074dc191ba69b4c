"""How much of one text another holds, estimated from a few of its shingles (Broder 1997: sampled runs of characters).

A shingle is a run of five letters, digits or characters of the folded text; all others are dropped. A text is represented
by those of its shingles whose hash is divisible by `SAMPLED`, so that the same shingle is sampled in every text or in none.
"""

import numpy as np
from numpy.typing import NDArray

from corpus.folding import fold

LENGTH = 5  # characters of a shingle
SAMPLED = 8  # one shingle of this many is kept
MOST = 8192  # hashes kept of one text, the smallest ones
_BASE, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


def sketch(text: str) -> bytes:
    """The sampled hashes of a text, ascending, each once, as 32-bit little-endian integers."""
    hashes = _hashes(text)
    kept = np.unique(hashes[hashes % np.uint64(SAMPLED) == 0])[:MOST]
    return (kept // np.uint64(SAMPLED)).astype("<u4").tobytes()


def hashes_of(kept: bytes) -> NDArray[np.uint32]:
    """The hashes that `sketch` kept."""
    return np.frombuffer(kept, dtype="<u4").astype(np.uint32)


def containment(one: str, other: str) -> float:
    """The share of the shorter text's shingles that the other text has, from all shingles.

    >>> containment("灯塔在海边。灯塔的颜色是紫色。", "序言。灯塔在海边，灯塔的颜色是紫色！后记。")
    1.0
    >>> containment("灯塔在海边。", "面包用面粉做成。")
    0.0
    """
    first, second = (np.unique(_hashes(text)) for text in (one, other))
    fewer = min(len(first), len(second))
    return len(np.intersect1d(first, second, assume_unique=True)) / fewer if fewer else 0.0


def _hashes(text: str) -> NDArray[np.uint64]:
    """A 35-bit hash of every shingle, in order."""
    letters = "".join(character for character in fold(text) if character.isalnum())
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    if len(codes) < LENGTH:
        return np.zeros(0, dtype=np.uint64)
    rolled = np.zeros(len(codes) - LENGTH + 1, dtype=np.uint64)
    with np.errstate(over="ignore"):  # arithmetic modulo 2 to the 64
        for place in range(LENGTH):
            rolled = (rolled + codes[place : place + len(rolled)] + np.uint64(1)) * _BASE
            rolled ^= rolled >> np.uint64(29)
        rolled = (rolled ^ (rolled >> np.uint64(30))) * _MIX
    return rolled >> np.uint64(29)
