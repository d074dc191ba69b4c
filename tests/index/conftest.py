"""A folder of articles and an index of it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ARTICLES = {
    "a.md": "# 灯塔\n\n灯塔在海边。灯塔的颜色是紫色。\n\n## 守护者\n\n守护者名叫李明。他每天点灯。",
    "b.txt": "面包\n\n面包用面粉做成。烤面包要四十分钟。",
    "sub/c.md": "# Ships\n\nThe ship sails at dawn. It carries 300 tons of tea.",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Three small articles in two languages."""
    folder = tmp_path / "articles"
    for name, text in ARTICLES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path, articles: Path, toy: Any) -> Path:
    """An index of the three articles, built with the toy encoder."""
    from index.build import build

    path = tmp_path / "index.yuanwen"
    build(path, articles, toy())
    return path


@pytest.fixture
def lent() -> Iterator[Path]:
    """A folder that every user may enter, unlike `tmp_path`; `read_only` is meant for it."""
    folder = Path(tempfile.mkdtemp(prefix="lent-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def read_only() -> Any:
    """A context in which nothing in a folder can be written: permissions gone, and root's powers with them."""
    if not hasattr(os, "setresuid"):
        pytest.skip("this system has no way to put a user's rights aside for a while")

    @contextmanager
    def closed(folder: Path) -> Iterator[None]:
        folder.chmod(0o555)
        ids = os.getresuid()
        if ids[1] == 0:
            os.setresuid(65534, 65534, 0)
        try:
            assert not os.access(folder, os.W_OK)
            yield
        finally:
            os.setresuid(*ids)
            folder.chmod(0o755)

    return closed
