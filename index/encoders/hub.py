"""The hub that models are fetched from, and the folder where its client keeps them (HF_HOME, HF_HUB_CACHE)."""

import re
from pathlib import Path

_NAME = re.compile(r"\w[\w.-]*(/[\w.-]+)?", re.ASCII)
_PATIENCE = 10.0  # seconds


def is_name(name: str) -> bool:
    """Whether the hub could have a model of this name.

    >>> is_name("BAAI/bge-small-zh-v1.5"), is_name("./models/mine"), is_name("a/b/c")
    (True, False, False)
    """
    return _NAME.fullmatch(name) is not None


def repository(name: str) -> str:
    """The full name of a model; sentence-transformers lets its own models go without their owner.

    >>> repository("all-MiniLM-L6-v2")
    'sentence-transformers/all-MiniLM-L6-v2'
    """
    return name if "/" in name else f"sentence-transformers/{name}"


def kept(name: str) -> Path | None:
    """The folder of a sentence-transformers model that was fetched before; None where there is none."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(repository(name), "modules.json")
    return Path(found).parent if isinstance(found, str) else None


def all_kept() -> dict[str, Path]:
    """What to give to --encoder → folder, for every sentence-transformers model that was fetched before, by name."""
    try:
        from huggingface_hub import CacheNotFound, scan_cache_dir
    except ImportError:  # it comes with sentence-transformers, which the bundled encoder does not need
        return {}
    try:
        repositories = scan_cache_dir().repos
    except (CacheNotFound, ValueError):  # nothing was ever fetched, or a file is in its place
        return {}
    found: dict[str, Path] = {}
    for one in repositories:
        # the newest state is on the branch `main`; where only another one was fetched, its name alone would not find it
        newest = max(one.revisions, key=lambda state: ("main" in state.refs, state.last_modified), default=None)
        if newest and one.repo_type == "model" and (newest.snapshot_path / "modules.json").is_file():
            found[one.repo_id if "main" in newest.refs else str(newest.snapshot_path)] = newest.snapshot_path
    return dict(sorted(found.items()))


def answers() -> bool:
    """Whether the hub can be reached. Asked before its client tries, which would try for more than a minute."""
    from huggingface_hub import constants, get_session

    try:
        get_session().head(constants.ENDPOINT, timeout=_PATIENCE)
    except Exception:  # offline by setting, or any error of the HTTP library, which is not the same in every version
        return False
    return True
