"""Files that are there whole or not at all."""

from pathlib import Path

from qa.errors import FileUnwritable


def write_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8; what was there stays until all of it is written. Raises FileUnwritable."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise FileUnwritable(path=path, detail=error.strerror or str(error)) from error
