"""What the folder of a sentence-transformers model says before anything in it is loaded, and why it would be refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.errors import LibraryError, ModelMissing, ModelNeedsCode, ModelUnsafe

_PICKLES = ("*.bin", "*.pt", "*.pth", "*.pkl")
_WIDTHS = ("hidden_size", "d_model", "dim", "n_embd")  # what different networks call it


def modules(name: str, folder: Path) -> list[tuple[Path, str]]:
    """Folder and class of each module, in order; none for a plain transformers model. Raises ModelMissing."""
    path = folder / "modules.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        return [(folder / str(module["path"]), str(module["type"])) for module in found]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelMissing(name=name, detail=f"{path} is not a list of modules") from error


def settings(path: Path) -> dict[str, Any]:
    """A file of settings; nothing where it is not there or is not an object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def refuse(name: str, folder: Path) -> None:
    """Return if the model may be loaded. Raises ModelMissing, ModelUnsafe."""
    refuse_code(name, folder)
    _refuse_pickles(name, folder)
    if (folder / "config.json").is_file() and not any(folder.rglob("*.safetensors")):
        raise ModelMissing(name=name, detail=f"there are no weights in {folder}")


def refuse_code(name: str, folder: Path) -> None:
    """A model may name classes of its own: in its list of modules, which version 5 of the library imports without asking,
    or in the settings of its network, where another class of that type would be taken without a word.
    """
    parts = modules(name, folder)
    for _, kind in parts:
        if not kind.startswith("sentence_transformers."):
            raise ModelNeedsCode(name=name, detail=f"{folder / 'modules.json'} asks for {kind}")
    for path in {folder / "config.json", *(part / "config.json" for part, _ in parts)}:
        own = settings(path).get("auto_map")
        for key in ("AutoConfig", "AutoModel"):
            if isinstance(own, dict) and key in own:
                raise ModelNeedsCode(name=name, detail=f"{path} asks for {own[key]}")


def dimension(folder: Path) -> int | None:
    """How many numbers a vector of this model has; None where the settings do not tell."""
    try:
        found: int | None = None
        for part, kind in modules(str(folder), folder) or [(folder, "Transformer")]:
            found = _AFTER[kind.rsplit(".", 1)[-1]](part, found)
        cut = settings(folder / "config_sentence_transformers.json").get("truncate_dim")
        return min(found, cut) if found and cut else found
    except (LibraryError, OSError, ValueError, TypeError, KeyError, StopIteration):
        return None


def _refuse_pickles(name: str, folder: Path) -> None:
    """A part of the model that has a pickle must have safetensors, which are then the file that is read."""
    for part in (folder, *(path for path in folder.iterdir() if path.is_dir() and path.name != "openvino")):
        if _has(part, *_PICKLES) and not _has(part, "*.safetensors"):
            raise ModelUnsafe(name=name)


def _has(folder: Path, *patterns: str) -> bool:
    return any(True for pattern in patterns for _ in folder.glob(pattern))


def _width(part: Path, _: int | None) -> int:
    network = settings(part / "config.json")
    network = network.get("text_config", network)
    return int(next(network[key] for key in _WIDTHS if key in network))


def _pooled(part: Path, _: int | None) -> int:
    pooling = settings(part / "config.json")
    mode = pooling.get("pooling_mode")
    if mode is None:  # before version 6: a switch for each
        ways = sum(value for key, value in pooling.items() if key.startswith("pooling_mode_")) or 1
    else:
        ways = 1 if isinstance(mode, str) else len(mode)
    return int(ways * (pooling.get("embedding_dimension") or pooling["word_embedding_dimension"]))


def _projected(part: Path, _: int | None) -> int:
    return int(settings(part / "config.json")["out_features"])


def _tabled(part: Path, _: int | None) -> int:
    """From the header of a safetensors file: eight bytes of length, then JSON."""
    with (part / "model.safetensors").open("rb") as file:
        header = json.loads(file.read(min(int.from_bytes(file.read(8), "little"), 10**7)))
    return int(next(header[key]["shape"][1] for key in ("embedding.weight", "embeddings") if key in header))


def _same(_: Path, before: int | None) -> int | None:
    return before


#: What each module makes of the dimension before it; of a model with any other module the dimension is not told.
_AFTER: dict[str, Callable[[Path, int | None], int | None]] = {
    "Transformer": _width,
    "StaticEmbedding": _tabled,
    "Pooling": _pooled,
    "Dense": _projected,
    "Normalize": _same,
    "LayerNorm": _same,
    "Dropout": _same,
}
