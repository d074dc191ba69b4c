"""The models that there are for --encoder: the one in the box, those that were fetched, and those in given folders.

Only settings are read; nothing of a model is loaded.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.encoders import BUNDLED, hub
from index.encoders.bundle import shipped
from index.encoders.model_folder import dimension, refuse
from index.errors import LibraryError, ModelMissing
from qa.settings import MessageLanguage

_LISTED = 14  # more languages than these are counted, not listed
_HOW = {
    "en": """Use one:  yuanwen build --encoder MODEL  (the index keeps to it)
Without a network:  on a machine that has one, run  hf download OWNER/NAME --local-dir NAME
                    then copy the folder NAME here:  yuanwen build --encoder NAME""",
    "zh": """使用：yuanwen build --encoder 模型（索引此后一直使用它）
没有网络时：在能上网的机器上运行  hf download 作者/名称 --local-dir 名称
            再把该文件夹复制到本机：yuanwen build --encoder 文件夹""",
}


def models(folders: Sequence[Path] = (), language: MessageLanguage = "en") -> list[dict[str, Any]]:
    """A row a model: what to give to --encoder, dimension, bytes, licence, languages, folder, and why it is refused.

    A given folder is a model or holds models. Raises ModelMissing for one that is neither.
    """
    rows = [_bundled(language)]
    rows += [_row(name, folder, language) for name, folder in hub.all_kept().items()]
    return rows + [_row(str(model), model, language) for folder in folders for model in _models_in(folder)]


def plain_models(rows: list[dict[str, Any]], language: MessageLanguage) -> str:
    """The rows as a table, and how to use one."""
    cells = [
        (row["model"], str(row["dimension"] or "?"), _size(row["bytes"]), row["licence"], _spoken(row["languages"]))
        for row in rows
    ]
    name, numbers, size, licence = (max(len(cell[column]) for cell in cells) for column in range(4))
    lines: list[str] = []
    for row, cell in zip(rows, cells, strict=True):
        table = [cell[0].ljust(name), cell[1].rjust(numbers), cell[2].rjust(size), cell[3].ljust(licence), cell[4]]
        lines.append("  ".join(table).rstrip())
        lines += [f"  ! {row['refused']}"] if row["refused"] else []
    return "\n".join([*lines, "", _HOW[language]])


def _bundled(language: MessageLanguage) -> dict[str, Any]:
    row: dict[str, Any] = {"model": BUNDLED, "dimension": None, "bytes": 0, "licence": "unknown", "languages": []}
    row |= {"folder": None, "refused": None}
    try:
        card = shipped().card
    except LibraryError as error:
        return row | {"refused": error.message(language)}
    told = {name: card[name] for name in ("dimension", "licence", "languages")}
    return row | told | {"bytes": sum(card["bytes"].values())}


def _row(name: str, folder: Path, language: MessageLanguage) -> dict[str, Any]:
    card = _card(folder)
    return {
        "model": name,
        "dimension": dimension(folder),
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "licence": _licence(card),
        "languages": _languages(card),
        "folder": str(folder),
        "refused": _refusal(name, folder, language),
    }


def _refusal(name: str, folder: Path, language: MessageLanguage) -> str | None:
    try:
        refuse(name, folder)
    except LibraryError as error:
        return error.message(language)
    return None


def _models_in(folder: Path) -> list[Path]:
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError as error:
        raise ModelMissing(name=str(folder), detail=str(error)) from error
    found = [folder] if _is_model(folder) else [path for path in inside if _is_model(path)]
    if not found:
        raise ModelMissing(name=str(folder), detail="neither it nor a folder in it holds modules.json or config.json")
    return found


def _is_model(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("modules.json", "config.json"))


def _card(folder: Path) -> str:
    """The block of settings on top of the README."""
    path = folder / "README.md"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    found = re.match(r"---\n(.*?\n)---", text, re.DOTALL)
    return found[1] if found else ""


def _licence(card: str) -> str:
    r"""What the card says of the licence.

    >>> _licence("license: apache-2.0\n"), _licence("license:\n- mit\n"), _licence("tags: x\n")
    ('apache-2.0', 'mit', 'unknown')
    """
    for key in ("license_name", "license"):  # where the licence is called `other`, it may have a name
        found = re.search(rf"^{key}:[ \t]*(?:\n[ \t]*-[ \t]*)?[\"'\[]?([\w.+-]+)", card, re.MULTILINE)
        if found:
            return found[1]
    return "unknown"


def _languages(card: str) -> list[str]:
    r"""The codes of the languages that the card names.

    >>> _languages("language:\n- zh\n- 'no'\nlicense: mit\n"), _languages("language: [zh, en]\n"), _languages("")
    (['zh', 'no'], ['zh', 'en'], [])
    """
    found = re.search(r"^language:(.*(?:\n[ \t]*-.*)*)", card, re.MULTILINE)
    return re.findall(r"[A-Za-z][\w-]+", found[1]) if found else []


def _size(count: int) -> str:
    return f"{count / 1e6:.0f} MB"


def _spoken(languages: list[str]) -> str:
    return " ".join(languages) if len(languages) <= _LISTED else f"{len(languages)} languages"
