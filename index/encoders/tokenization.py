"""How the bundled encoder reads a text: fold, plain punctuation, Han words apart, then WordPiece."""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from corpus.folding import fold
from corpus.words import segment

#: Changes when the same text would give other tokens.
VERSION = "tokens-1"

_LONGEST = 4_000  # characters; far more than the encoder reads, far less than what would fill the memory

# The vocabulary knows ASCII punctuation; width is folded already, so only true Chinese marks are left.
_PUNCTUATION = str.maketrans(
    {"。": ".", "、": ",", "「": '"', "」": '"', "『": '"', "』": '"', "《": '"', "》": '"', "〈": '"', "〉": '"'}
    | {"·": " ", "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "…": ".", "【": "[", "】": "]"}
)


class BundledTokenizer:
    """Text to token ids, with the opening and closing ids that the encoder was trained with."""

    def __init__(self, path: Path, opening: int, closing: int) -> None:
        """Load a tokenizer.json."""
        self._tokenizer = Tokenizer.from_file(str(path))
        self._opening, self._closing = opening, closing

    def ids(self, texts: Sequence[str], longest: int) -> list[list[int]]:
        """Ids of each text, at most `longest` with the opening and closing ones."""
        encoded = self._tokenizer.encode_batch([plain(text) for text in texts], add_special_tokens=False)
        return [[self._opening, *one.ids[: longest - 2], self._closing] for one in encoded]


def plain(text: str) -> str:
    """What the WordPiece model is given.

    >>> plain("《All IP》战略。")
    '"all ip" 战略 .'
    """
    whole = text[:_LONGEST].encode("utf-8", "ignore").decode()  # half a surrogate pair is no character
    return segment(fold(whole).translate(_PUNCTUATION))
