"""Checks an index and what belongs to it, and says what to do about what is wrong (`qa.mending` does it)."""

import shutil
from typing import Any

from corpus.errors import YuanwenError
from corpus.words import SEGMENTER
from index.encoders import load
from index.errors import DiskLow
from index.generation import Stamp, derived_folder, folder_of, state_of
from index.library import Library
from index.snapshot import check_settings
from qa import promise
from qa.bot import encoder_of
from qa.exit_codes import exit_code
from qa.promise import as_json, promises
from qa.settings import Settings, network_settings

_NETWORK = {
    "en": "Asking, building and the chat page use no network. These do, when they are told to: add URL, --encoder NAME of a model "
    "on the hub (HF_HUB_OFFLINE=1 forbids it), draft --endpoint.",
    "zh": "提问、构建和聊天页面都不使用网络。只有明确要求时才会联网：add 网址、--encoder 模型库中的名称（HF_HUB_OFFLINE=1 可禁止）、"
    "draft --endpoint。",
}


def examine(chosen: Settings) -> dict[str, Any]:
    """Findings by part: paths, counts, settings, and `problems`, each with its way out; never raises on a bad index."""
    found: dict[str, Any] = {
        "ok": True,
        "exit_code": 0,
        "index": str(chosen.index),
        "segmenter": SEGMENTER,
        "free_mb": shutil.disk_usage(_existing(chosen)).free // 2**20,
        "network": _NETWORK[chosen.language],
        "network_settings": network_settings(),
        "promises": as_json(promises()),
        "problems": [],
    }
    try:
        _examine_index(chosen, found)
    except YuanwenError as error:
        found["problems"].append(error.message(chosen.language))
        found["exit_code"] = exit_code(error)
    found["ok"] = not found["problems"]
    if found["problems"] and not found["exit_code"]:
        found["exit_code"] = 12
    return found


def plain_findings(found: dict[str, Any], language: str = "en") -> str:
    """The findings as lines."""
    left_out = ("problems", "promises", "repaired", "exit_code", "ok")
    lines = [f"{key}: {value}" for key, value in found.items() if key not in left_out]
    lines += promise.lines(found["promises"], language)
    lines += [f"+ {done}" for done in found.get("repaired", ())]
    return "\n".join([*lines, *(f"! {problem}" for problem in found["problems"]), "ok" if found["ok"] else "not ok"])


def _examine_index(chosen: Settings, found: dict[str, Any]) -> None:
    encoder = load(chosen.encoder or encoder_of(chosen.index))
    library = Library.read(chosen.index)
    try:
        counts = dict(zip(("articles", "passages", "sentences"), library.counts(), strict=True))
        found |= counts | {
            "generation": library.generation,
            "encoder": encoder.name,
            "fingerprint": encoder.fingerprint,
        }
        found["skipped"] = [file.path for file in library.skipped()]
        found["search_files"] = state_of(
            folder_of(chosen.index, library.generation), Stamp.of(library, library.generation)
        )
        found["problems"] += library.problems()
        _check_space(chosen, found)
        check_settings(library, encoder)
    finally:
        library.close()


def _check_space(chosen: Settings, found: dict[str, Any]) -> None:
    """A build writes the search files anew beside the old ones, and what changes into the journal."""
    files = [path for path in derived_folder(chosen.index).rglob("*") if path.is_file()]
    needed = sum(path.stat().st_size for path in [*files, chosen.index]) // 2**20 + 1
    if found["free_mb"] < needed:
        error = DiskLow(path=chosen.index, free=found["free_mb"], needed=needed)
        found["problems"].append(error.message(chosen.language))


def _existing(chosen: Settings) -> str:
    folder = chosen.index.absolute().parent
    while not folder.exists():
        folder = folder.parent
    return str(folder)
