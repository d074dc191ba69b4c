"""Any sentence-transformers model, by hub name or folder, with the prompts it was trained with."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelMissing, ModelUnsafe

_PICKLES = ("*.bin", "*.pt", "*.pth", "*.pkl")
_IDENTITY = ("*.safetensors", "*.json", "*.txt", "*.model")  # weights, settings and prompts, vocabularies

# Well-known models whose cards ask for prompts that their settings do not hold: (query, passage).
_PROMPTS = {
    r"(multilingual-)?e5-(small|base|large)(-v2)?": ("query: ", "passage: "),
    r"bge-(small|base|large)-zh(-v1\.5)?": ("为这个句子生成表示以用于检索相关文章：", ""),
    r"bge-(small|base|large)-en(-v1\.5)?": ("Represent this sentence for searching relevant passages: ", ""),
}


class SentenceTransformerEncoder:
    """Wraps a `SentenceTransformer`. Weights are safetensors; code that a model brings along is never run."""

    def __init__(self, name: str) -> None:
        """Load a model from a folder or the hub. Raises ModelMissing, ModelUnsafe."""
        folder = Path(name).expanduser()
        local = folder.is_dir()
        if local:
            _refuse_code(name, folder)
            _refuse_pickles(name, folder)
        self.name = str(folder.resolve()) if local else name
        self._model = _load(self.name)
        self._model.prompts = _prompts(folder.name, self._model.prompts)
        self.dimension = _dimension(self._model)
        identity = _sum_of_files(folder) if local else _commit(self._model) or _sum_of_tensors(self._model)
        prompts = hashlib.sha256(repr(sorted(self._model.prompts.items())).encode()).hexdigest()[:8]
        self.fingerprint = f"{folder.resolve().name if local else name}/{identity}/{prompts}"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_queries`; the model's own query prompt is put before each text."""
        return self._encode(self._model.encode_query, texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder.encode_passages`; the model's own document prompt is put before each text."""
        return self._encode(self._model.encode_document, texts)

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = encode(list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(vectors, dtype=np.float32)


def _load(name: str) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True})
    except Exception as error:  # the hub, httpx, transformers and safetensors each have errors of their own
        detail = next(iter(str(error).splitlines()), type(error).__name__)
        raise ModelMissing(name=name, detail=detail) from error


def _refuse_code(name: str, folder: Path) -> None:
    """A folder may name classes of its own, and version 5 of the library imports them without asking."""
    path = folder / "modules.json"
    try:
        modules = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        kinds = [str(module["type"]) for module in modules]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelMissing(name=name, detail=f"{path} is not a list of modules") from error
    for kind in kinds:
        if not kind.startswith("sentence_transformers."):
            raise ModelMissing(name=name, detail=f"{path} asks for code of its own ({kind}), which is never run")


def _refuse_pickles(name: str, folder: Path) -> None:
    """A part of the model that has a pickle must have safetensors, which are then the file that is read."""
    for part in (folder, *(path for path in folder.iterdir() if path.is_dir() and path.name != "openvino")):
        if _has(part, *_PICKLES) and not _has(part, "*.safetensors"):
            raise ModelUnsafe(name=name)


def _has(folder: Path, *patterns: str) -> bool:
    return any(True for pattern in patterns for _ in folder.glob(pattern))


def _prompts(name: str, configured: Mapping[str, str] | None) -> dict[str, str]:
    """The model's own prompts, or those of a well-known model that keeps them only in its card.

    >>> _prompts("multilingual-e5-small", {"query": "", "document": ""})
    {'query': 'query: ', 'document': 'passage: '}
    """
    found = {key: prompt for key, prompt in (configured or {}).items() if prompt}
    if not found:
        for pattern, (query, passage) in _PROMPTS.items():
            if re.fullmatch(pattern, name.lower()):
                return {"query": query, "document": passage}
    return found


def _dimension(model: Any) -> int:
    # the method was renamed in version 6
    ask = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
    return int(ask())


def _commit(model: Any) -> str | None:
    """The hub's commit of the model, 40 hex digits, where the library kept it."""
    config = getattr(getattr(model[0], "auto_model", None), "config", None)
    return getattr(config, "_commit_hash", None)


def _sum_of_files(folder: Path) -> str:
    """SHA-256 over the names and bytes of the files that decide the vectors, first 32 hex digits."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in _IDENTITY for path in folder.rglob(pattern)):
        found.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()[:32]


def _sum_of_tensors(model: Any) -> str:
    """SHA-256 over the weights, for a model that came without files or commit; first 32 hex digits."""
    found = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        found.update(key.encode() + tensor.detach().cpu().float().numpy().tobytes())
    return found.hexdigest()[:32]
