"""The study's own tokenizer: folded text, Han words apart, WordPiece. Only needed to start from the study's weights."""

import json
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from corpus.folding import fold
from corpus.words import segment

# The vocabulary knows ASCII punctuation; width is folded already, so only true Chinese marks are left.
_PUNCTUATION = str.maketrans(
    {"。": ".", "、": ",", "「": '"', "」": '"', "『": '"', "』": '"', "《": '"', "》": '"', "〈": '"', "〉": '"'}
    | {"·": " ", "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "…": ".", "【": "[", "】": "]"}
)


class StudyTokenizer:
    """Text to the study's embedding rows."""

    def __init__(self, study: Path) -> None:
        """Read vocab.json."""
        vocabulary = json.loads((study / "vocab.json").read_text(encoding="utf-8"))
        self._row_of: list[int] = vocabulary["wordpiece_to_row"]
        wordpiece = models.WordPiece(vocabulary["wordpiece"], unk_token="[UNK]", max_input_chars_per_word=64)  # noqa: S106
        self._tokenizer = Tokenizer(wordpiece)
        self._tokenizer.normalizer = normalizers.BertNormalizer(
            handle_chinese_chars=False, strip_accents=True, lowercase=True
        )
        self._tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()

    def rows(self, text: str) -> list[int]:
        """Rows of a text, without opening and closing ones."""
        encoded = self._tokenizer.encode(segment(fold(text).translate(_PUNCTUATION)), add_special_tokens=False)
        return [self._row_of[number] for number in encoded.ids]
