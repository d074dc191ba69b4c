"""Build the encoder's Unigram tokenizer, its embedding rows and their first values.

Run from the root of the checkout: python -m training.vocabulary STUDY DATA WORK
Writes into WORK: tokenizer.json, rows_of.npy (tokenizer id → embedding row), embeddings.npy, study_rows.npy (the study's row →
ours, -1 for none) and is_word.npy (which rows stand at the start of a word). Takes about five minutes.

English pieces and Chinese words come from the study. The frequent pieces of other languages join them, each starting from the
English rows that it is aligned with (IBM model 1 over parallel text). A piece that may stand at the start of a word or inside
has two ids and one row.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from training import charsmap
from training.align import align
from training.sample_text import rows as read_rows
from training.study_tokens import StudyTokenizer

START = "▁"
#: Never written in a text, so that no text is read as one of them.
SPECIAL = ("<|pad|>", "<|unknown|>", "<|opening|>", "<|closing|>", "<|mask|>")
_PAD, _UNKNOWN, _OPENING, _CLOSING = range(4)


@dataclass(frozen=True, slots=True)
class VocabularyRecipe:
    """How many pieces are tried for each language, how often one must occur in its text, the best translations that its row
    starts from, and how often the scores are estimated anew.
    """

    tried: dict[str, int] = field(
        default_factory=lambda: (
            {"ja": 5_000, "ko": 5_500, "es": 4_500, "fr": 4_500, "pt": 4_000, "de": 3_500, "ru": 4_500}
            | {"it": 3_000, "id": 2_500, "pl": 2_500, "uk": 2_000, "vi": 2_000}
        )
    )
    least: int = 4
    translations: int = 8
    turns: int = 3
    longest: int = 300


def normalizer() -> normalizers.Normalizer:
    """NFKC, then our table of characters."""
    return normalizers.Sequence([normalizers.NFKC(), normalizers.Precompiled(charsmap.compiled(charsmap.mapping()))])


def pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    """Words at white space and punctuation; runs of Han and of kana are words of their own; each is marked at its start."""
    runs = pre_tokenizers.Split(Regex(r"[\p{Han}々]+|[\p{Hiragana}\p{Katakana}ー]+"), "isolated")
    mark = pre_tokenizers.Metaspace(replacement=START, prepend_scheme="always", split=False)
    return pre_tokenizers.Sequence([pre_tokenizers.BertPreTokenizer(), runs, mark])


def unigram(scores: Sequence[tuple[str, float]]) -> Tokenizer:
    """A tokenizer with these pieces, by id."""
    tokenizer = Tokenizer(models.Unigram(list(scores), unk_id=_UNKNOWN))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizer()
    return tokenizer


class Pieces:
    """Pieces with their rows: `add` gives a row one or two spellings."""

    def __init__(self) -> None:
        """Start with the special ones, whose rows are their ids."""
        self.row_of: dict[str, int] = {piece: row for row, piece in enumerate(SPECIAL)}

    def add(self, piece: str, row: int) -> None:
        """Keep the first row that a spelling got."""
        self.row_of.setdefault(piece, row)


def study_pieces(vocabulary: dict[str, list[str]]) -> Pieces:
    """The study's rows under the names that the Unigram model uses."""
    pieces, first = Pieces(), int(vocabulary["english_rows"])  # type: ignore[call-overload]
    for row, name in enumerate(vocabulary["rows"]):
        if row < len(SPECIAL):
            continue
        inside = name.removeprefix("##")
        word = any(character.isalnum() for character in inside)
        if row >= first or (not word and inside == name):
            pieces.add(START + inside, row)
            pieces.add(inside, row)
        elif inside != name:
            pieces.add(inside, row)
        else:
            pieces.add(START + name, row)
    return pieces


def tried_pieces(texts: Sequence[str], size: int) -> dict[str, float]:
    """Pieces of one language by the Unigram trainer, with log probabilities."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer(), pre_tokenizer()
    trainer = trainers.UnigramTrainer(
        vocab_size=size, show_progress=False, unk_token=SPECIAL[_UNKNOWN], special_tokens=[SPECIAL[_UNKNOWN]]
    )
    tokenizer.train_from_iterator(texts, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return {piece: score for piece, score in model["vocab"] if piece not in SPECIAL}


def estimate(pieces: dict[str, int], scores: dict[str, float], texts: Sequence[str], turns: int) -> dict[str, float]:
    """Log probabilities by counting the best segmentation (hard EM); both spellings of a row count together."""
    names = list(pieces)
    for _ in range(turns):
        tokenizer = unigram([(name, scores[name]) for name in names])
        counts: Counter[int] = Counter()
        for start in range(0, len(texts), 20_000):
            for encoded in tokenizer.encode_batch(texts[start : start + 20_000], add_special_tokens=False):
                counts.update(encoded.ids)
        by_row: Counter[int] = Counter()
        for number, count in counts.items():
            by_row[pieces[names[number]]] += count
        total = math.log(sum(by_row.values()))
        scores = {name: math.log(by_row[pieces[name]] + 0.3) - total for name in names}
    return scores


def translations(
    tokenizer: Tokenizer, row_of: NDArray[np.int64], other: Sequence[str], english: Sequence[str], new_from: int
) -> dict[int, list[tuple[int, float]]]:
    """For each new row its English rows with probabilities."""
    left = [row_of[one.ids] for one in tokenizer.encode_batch(list(other), add_special_tokens=False)]
    right = [row_of[one.ids] for one in tokenizer.encode_batch(list(english), add_special_tokens=False)]
    coded = [(a.astype(np.int32), b.astype(np.int32)) for a, b in zip(left, right, strict=True) if len(a) and len(b)]
    found = align(coded, [1.0] * len(coded))
    table: dict[int, list[tuple[int, float]]] = {}
    wanted = (found.source >= new_from) & (found.probability > 0.02)
    for source, target, probability in zip(
        *(c[wanted].tolist() for c in (found.source, found.target, found.probability)), strict=True
    ):
        table.setdefault(source, []).append((target, probability))
    return table


def build(study: Path, data: Path, work: Path, recipe: VocabularyRecipe) -> None:
    """Write the tokenizer, its rows, their first numbers, and what the switching of words needs."""
    vocabulary = json.loads((study / "vocab.json").read_text(encoding="utf-8"))
    old = load_file(study / "encoder_s2.fp16.safetensors")["e.weight"].astype(np.float32)
    pieces, parallel, mixture = study_pieces(vocabulary), _parallel(data, recipe), _mixture(data, work)
    scores = _first_scores(pieces, StudyTokenizer(study), mixture)
    rows = _grow(pieces, scores, len(old), {name: [o for o, _ in pairs] for name, pairs in parallel.items()}, recipe)
    rows = _add_characters(pieces, scores, rows, mixture)
    texts = [*mixture, *(other for pairs in parallel.values() for other, _ in pairs[:6_000])]
    scores = estimate(pieces.row_of, scores, texts, recipe.turns)
    row_of = np.array(list(pieces.row_of.values()))
    tokenizer = unigram([(name, scores[name]) for name in pieces.row_of])
    embeddings = np.concatenate([old, np.zeros((rows - len(old), old.shape[1]), np.float32)])
    counts = Counter[int]()
    table: dict[int, list[tuple[int, float]]] = {}
    for pairs in parallel.values():
        other, english = zip(*pairs[:14_000], strict=True)
        for encoded in tokenizer.encode_batch(list(other), add_special_tokens=False):
            counts.update(row_of[encoded.ids].tolist())
        for row, words in translations(tokenizer, row_of, other, english, len(old)).items():
            table.setdefault(row, []).extend(words)
    _fill(embeddings, len(old), table, recipe)
    kept = {
        name: row
        for name, row in pieces.row_of.items()
        if row < len(old) or counts[row] >= recipe.least or _east_asian(name.removeprefix(START)) or name == START
    }
    unigram([(name, scores[name]) for name in kept]).save(str(work / "tokenizer.json"), pretty=False)
    order = _write(work, kept, embeddings, len(old))
    print(json.dumps({"ids": len(kept), "rows": order, "of the study": len(old), "aligned": len(table)}))


def _parallel(data: Path, recipe: VocabularyRecipe) -> dict[str, list[tuple[str, str]]]:
    """Pairs (other, English) of each language."""
    parallel: dict[str, list[tuple[str, str]]] = {}
    for row in read_rows(data / "parallel_en_other.jsonl.xz"):
        if len(row["other"]) <= recipe.longest and len(row["en"]) <= recipe.longest:
            parallel.setdefault(row["lang"], []).append((row["other"], row["en"]))
    return parallel


def _grow(
    pieces: Pieces, scores: dict[str, float], rows: int, texts: dict[str, list[str]], recipe: VocabularyRecipe
) -> int:
    """Give every language its frequent pieces; returns the number of rows."""
    began = rows
    for language, size in recipe.tried.items():
        found = tried_pieces(texts[language], size)
        for piece, score in found.items():
            bare = piece.removeprefix(START)
            if not bare or piece in pieces.row_of:
                continue
            pieces.add(piece, rows)
            scores[piece] = score + math.log(0.03)
            if _east_asian(bare):  # kana and Han are words wherever they stand
                for spelling in (bare, START + bare):
                    pieces.add(spelling, rows)
                    scores.setdefault(spelling, scores[piece])
            rows += 1
        print(language, len(texts[language]), "texts", len(found), "pieces", rows - began, "new rows", flush=True)
    return rows


def _add_characters(pieces: Pieces, scores: dict[str, float], rows: int, texts: Iterable[str]) -> int:
    """Give rows to Han characters without one and to the mark of a word's start; returns the number of rows."""
    for character in _missing_characters(texts, pieces.row_of):
        pieces.add(character, rows)
        pieces.add(START + character, rows)
        scores[character] = scores[START + character] = -15.0
        rows += 1
    pieces.add(START, rows)
    scores[START] = -14.0
    return rows + 1


def _write(work: Path, kept: dict[str, int], embeddings: NDArray[np.float32], study_rows: int) -> int:
    """Number the rows that are kept anew and write them; returns how many there are."""
    order = {row: place for place, row in enumerate(sorted(set(kept.values())))}
    words = {order[row] for name, row in kept.items() if name.startswith(START)}
    np.save(work / "rows_of.npy", np.array([order[row] for row in kept.values()], dtype=np.int32))
    np.save(work / "embeddings.npy", embeddings[sorted(order)])
    np.save(work / "study_rows.npy", np.array([order.get(row, -1) for row in range(study_rows)], dtype=np.int32))
    np.save(work / "is_word.npy", np.array([row in words for row in range(len(order))]))
    return len(order)


def _east_asian(piece: str) -> bool:
    return bool(piece) and all("\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or c in "々〆ー" for c in piece)


def _mixture(data: Path, work: Path) -> list[str]:
    """Chinese and English text that the scores are counted on."""
    with (work / "pairs.jsonl").open(encoding="utf-8") as file:
        sample = [json.loads(line) for line in file]
    texts = [row["other"] for row in sample if row["lang"] in ("zh", "en")] + [
        row["english"] for row in sample if row["lang"] == "zh"
    ][:90_000]
    chinese = list(read_rows(data / "qa_zh.jsonl.xz"))
    return texts + list({row["context"] for row in chinese}) * 3 + [row["question"] for row in chinese]


def _first_scores(pieces: Pieces, tokenizer: StudyTokenizer, texts: Iterable[str]) -> dict[str, float]:
    """Log probabilities of the study's rows, counted with the study's own tokenizer."""
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(tokenizer.rows(text))
    total = math.log(sum(counts.values()))
    return {
        name: math.log(counts[row] + 0.1) - total if row >= len(SPECIAL) else -30.0
        for name, row in pieces.row_of.items()
    }


def _missing_characters(texts: Iterable[str], known: dict[str, int]) -> list[str]:
    """Han characters that occur at least five times and have no row yet."""
    fold = normalizer()
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(c for c in fold.normalize_str(text) if "\u3400" <= c <= "\u9fff" and c not in known)
    return [character for character, count in sorted(counts.items()) if count >= 5]


def _fill(
    embeddings: NDArray[np.float32], new_from: int, table: dict[int, list[tuple[int, float]]], recipe: VocabularyRecipe
) -> None:
    """Set each new row to the weighted mean of its translations' rows, at the usual length."""
    usual = float(np.linalg.norm(embeddings[5:new_from], axis=1).mean())
    middle = embeddings[5:new_from].mean(0)
    for row in range(new_from, len(embeddings)):
        words = sorted(table.get(row, []), key=lambda word: -word[1])[: recipe.translations]
        words = [(other, p) for other, p in words if other < new_from]
        value = sum((p * embeddings[other] for other, p in words), np.zeros_like(middle)) if words else middle
        embeddings[row] = value * (usual / max(float(np.linalg.norm(value)), 1e-6)) if words else middle


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("study", "data", "work"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    build(arguments.study, arguments.data, arguments.work, VocabularyRecipe())


if __name__ == "__main__":
    main()
