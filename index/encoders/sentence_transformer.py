"""Any sentence-transformers model, by hub name or folder, with the prompts it was trained with."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoders import hub
from index.encoders.model_folder import refuse, refuse_code
from index.errors import LibraryError, ModelMissing, ModelNeedsCode, ModelNotFetched, ModelUnsafe

_IDENTITY = ("*.safetensors", "*.json", "*.txt", "*.model")  # weights, settings and prompts, vocabularies

# What models call the prompts of questions and of passages in their settings, the usual name first.
_QUERY_KEYS = ("query", "web_search_query", "s2p_query")
_PASSAGE_KEYS = ("document", "passage", "corpus")

# Well-known models whose cards ask for prompts that their settings do not hold: (query, passage). GTE and bge-m3 want none.
_PROMPTS = {
    r"(multilingual-)?e5-(small|base|large)(-v2|-unsupervised)?": ("query: ", "passage: "),
    r"(multilingual-)?e5-.+-instruct": (
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ",
        "",
    ),
    r"bge-(small|base|large)-zh(-v1\.5)?": ("为这个句子生成表示以用于检索相关文章：", ""),
    r"bge-(small|base|large)-en(-v1\.5)?": ("Represent this sentence for searching relevant passages: ", ""),
}


class SentenceTransformerEncoder:
    """Wraps a `SentenceTransformer`. Weights are safetensors; code that a model brings along is never run."""

    def __init__(self, name: str) -> None:
        """Load a model from a folder, the cache of the hub, or the hub. Raises ModelMissing, ModelUnsafe."""
        folder = Path(name).expanduser()
        local = folder.is_dir()
        self.name = str(folder.resolve()) if local else name
        self._model = _from_folder(name, folder) if local else _from_hub(name)
        prompts = _prompts(_known_as(folder.resolve()), self._model.prompts)
        self._model.prompts = prompts
        self.dimension = _dimension(self._model)
        identity = _sum_of_files(folder) if local else _commit(name) or _sum_of_tensors(self._model)
        used = hashlib.sha256(repr(sorted(item for item in prompts.items() if item[1])).encode()).hexdigest()[:8]
        self.fingerprint = f"{folder.resolve().name if local else name}/{identity}/{used}"

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


def _from_folder(name: str, folder: Path) -> Any:
    refuse(name, folder)
    try:
        return _load(str(folder.resolve()))
    except Exception as error:  # transformers, tokenizers and safetensors each have errors of their own
        raise ModelMissing(name=name, detail=_first_line(error)) from error


def _from_hub(name: str) -> Any:
    """What was fetched before is used without asking the hub: an index keeps its model, and no network is needed."""
    if Path(name).exists() or not hub.is_name(name):
        raise ModelMissing(name=name, detail="there is no such folder")
    kept = hub.kept(name)
    if kept:
        try:
            refuse(name, kept)
            return _of_name(name, local_files_only=True)
        except ModelNeedsCode:
            raise
        except LibraryError:  # not all of it was fetched
            if not hub.answers():
                raise
    return _of_name(name, local_files_only=not hub.answers())


def _of_name(name: str, local_files_only: bool) -> Any:
    try:
        return _load(name, local_files_only=local_files_only)
    except Exception as error:  # the hub, httpx, transformers and safetensors each have errors of their own
        if "does not appear to have a file named model.safetensors" in str(error):
            raise ModelUnsafe(name=name) from error
        repository = hub.repository(name)
        ways = {"repository": repository, "folder": repository.split("/")[1]}
        raise ModelNotFetched(name=name, detail=_first_line(error), **ways) from error
    finally:  # only now are its settings here
        if kept := hub.kept(name):
            refuse_code(name, kept)


def _load(name: str, local_files_only: bool = True) -> Any:
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    if local_files_only:  # a bar is for what takes minutes
        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers has it so
    # on a processor half precision is slow and coarse, and versions disagree whether to load it
    how = {"use_safetensors": True, "torch_dtype": "float32"}
    return SentenceTransformer(
        name, device="cpu", trust_remote_code=False, local_files_only=local_files_only, model_kwargs=how
    )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(" .")


def _known_as(folder: Path) -> str:
    """The name that a model has on its hub, from the folder that it lies in or the name that it was asked for by.

    >>> _known_as(Path("/cache/models--BAAI--bge-small-zh-v1.5/snapshots/7999e1d"))
    'bge-small-zh-v1.5'
    >>> _known_as(Path("/models/bge-small-zh-v1___5"))  # as ModelScope writes it
    'bge-small-zh-v1.5'
    """
    cached = next((part for part in reversed(folder.parts) if part.startswith("models--")), folder.name)
    return cached.rsplit("--", 1)[-1].replace("___", ".").lower()


def _prompts(name: str, configured: Mapping[str, str] | None) -> dict[str, str]:
    """The model's own prompts, or those of a well-known model that keeps them only in its card. Both are always set, so
    that a prompt which the settings name as the default does not come before what should have none.

    >>> _prompts("multilingual-e5-small", {"query": "", "document": ""})
    {'query': 'query: ', 'document': 'passage: '}
    >>> _prompts("bge-m3", None)
    {'query': '', 'document': ''}
    """
    own = configured or {}
    query, passage = (next((own[key] for key in keys if own.get(key)), "") for keys in (_QUERY_KEYS, _PASSAGE_KEYS))
    if not query and not passage:
        query, passage = next((known for shape, known in _PROMPTS.items() if re.fullmatch(shape, name)), ("", ""))
    return {"query": query, "document": passage}


def _dimension(model: Any) -> int:
    # the method was renamed in version 6
    ask = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
    return int(ask())


def _commit(name: str) -> str | None:
    """The hub's commit of the model, 40 hex digits, for which its client names the folder."""
    kept = hub.kept(name)
    return kept.name if kept else None


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
