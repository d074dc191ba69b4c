"""How the encoder reads characters: one table from character to characters, compiled for a plain tokenizer.json.

It holds lower case, Simplified for Traditional Chinese, Latin letters without accents, ASCII for Chinese punctuation, and
nothing for control and format characters. Unicode's NFKC (UAX #15) comes before it.
"""

import io
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import opencc

_PUNCTUATION = (
    {"。": ".", "、": ",", "「": '"', "」": '"', "『": '"', "』": '"', "《": '"', "》": '"', "〈": '"', "〉": '"'}
    | {"·": " ", "・": " ", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "—": "-", "–": "-"}
    | {"【": "[", "】": "]", "¿": " ", "¡": " ", "\t": " ", "\n": " ", "\r": " ", "\u3000": " "}
)


def mapping() -> dict[str, str]:
    """Every character that is read as something else."""
    simplify = opencc.OpenCC("t2s").convert
    table = {}
    for code in range(1, sys.maxunicode + 1):
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Cn", "Co", "Cs") or unicodedata.normalize("NFKC", character) != character:
            continue
        read = _read(character, category, simplify)
        if read != character:
            table[character] = read
    return table


def _read(character: str, category: str, simplify: Callable[[str], str]) -> str:
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if category in ("Cc", "Cf"):
        return ""
    lower = character.lower()
    if unicodedata.name(character, "").startswith("LATIN"):
        apart = unicodedata.normalize("NFD", lower)
        return "".join(mark for mark in apart if unicodedata.category(mark) != "Mn")
    if "\u3400" <= character <= "\u9fff":
        return str(simplify(character))
    return lower


def compiled(table: dict[str, str]) -> bytes:
    """The table as sentencepiece's `precompiled_charsmap`, which `tokenizers.normalizers.Precompiled` reads."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    rules = "".join(
        f"{ord(source):X}\t{' '.join(f'{ord(part):X}' for part in target)}\n" for source, target in table.items()
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.tsv"
        path.write_text(rules, encoding="utf-8")
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a b c d e f"]), model_writer=model, vocab_size=12, hard_vocab_limit=False,
            normalization_rule_tsv=str(path), minloglevel=2,
        )  # fmt: skip
    found = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
    found.ParseFromString(model.getvalue())
    return bytes(found.normalizer_spec.precompiled_charsmap)
