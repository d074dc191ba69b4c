"""A folder of articles and an index of it."""

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
