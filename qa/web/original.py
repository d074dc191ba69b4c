"""The file that an article was read from, for a reader to keep."""

import base64
from pathlib import Path
from typing import Any

from qa.bot import Bot

_MOST_BYTES = 20_000_000


def original(bot: Bot, article: object) -> dict[str, Any]:
    """The name and bytes (base64) of an article's file; both empty where there is none to give.

    Only files of articles are given, only from the folder of articles, and only as something to save: nothing is shown by
    the browser.
    """
    path = _path(bot, article)
    if path is None:
        return {"name": "", "data": ""}
    return {"name": path.name, "data": base64.b64encode(path.read_bytes()).decode("ascii")}


def _path(bot: Bot, article: object) -> Path | None:
    library = bot.library
    stored = library.stored().get(article) if isinstance(article, str) else None
    folder = library.setting("folder")
    if stored is None or stored.carried or not folder:
        return None
    path = (Path(folder) / stored.file).resolve()
    inside = path.is_relative_to(Path(folder).resolve()) and path.is_file()
    return path if inside and path.stat().st_size <= _MOST_BYTES else None
