"""Where things live: the command line first, then the environment, then the defaults."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qa import settings
from qa.errors import BadSetting

ROOT = Path(__file__).parents[2]


def test_in_a_checkout_the_articles_are_its_own_and_the_index_stays_in_it() -> None:
    found = settings.load(environ={})
    assert found.articles == ROOT / "corpus" / "articles"
    assert found.index == ROOT / "var" / "index.yuanwen"
    assert (found.encoder, found.language) == (None, "en")


def test_the_environment_is_heard(tmp_path: Path) -> None:
    env = {
        "YUANWEN_ARTICLES": str(tmp_path / "texts"),
        "YUANWEN_INDEX": str(tmp_path / "i.yuanwen"),
        "YUANWEN_ENCODER": "some/model",
        "YUANWEN_LANG": "zh",
    }
    assert settings.load(environ=env) == settings.Settings(
        tmp_path / "texts", tmp_path / "i.yuanwen", "some/model", "zh"
    )


def test_the_command_line_goes_before_the_environment(tmp_path: Path) -> None:
    env = {"YUANWEN_ARTICLES": "/a", "YUANWEN_INDEX": "/i", "YUANWEN_ENCODER": "e"}
    found = settings.load(tmp_path, tmp_path / "i", "bundled", environ=env)
    assert (found.articles, found.index, found.encoder) == (tmp_path, tmp_path / "i", "bundled")


def test_the_home_holds_the_index(tmp_path: Path) -> None:
    assert settings.load(environ={"YUANWEN_HOME": str(tmp_path)}).index == tmp_path / "index.yuanwen"


def test_a_tilde_is_the_users_own_folder() -> None:
    assert settings.load(environ={"YUANWEN_HOME": "~/y"}).index == Path.home() / "y" / "index.yuanwen"


def test_an_empty_variable_says_nothing() -> None:
    names = ["YUANWEN_HOME", "YUANWEN_ARTICLES", "YUANWEN_INDEX", "YUANWEN_ENCODER", "YUANWEN_LANG", "LANG"]
    assert settings.load(environ=dict.fromkeys(names, "")) == settings.load(environ={})


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "de_DE"}, "zh"),
        ({"LC_ALL": "en_GB", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
        ({"YUANWEN_LANG": "en", "LANG": "zh_CN"}, "en"),
        ({}, "en"),
    ],
)
def test_messages_speak_the_language_of_the_locale_or_the_one_asked_for(env: dict[str, str], language: str) -> None:
    assert settings.message_language(env) == language


@pytest.mark.parametrize("value", ["fr", "zh_CN", "ZH", "中文"])
def test_a_language_that_is_not_spoken_is_refused_by_name_and_value(value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        settings.load(environ={"YUANWEN_LANG": value})
    assert "YUANWEN_LANG" in str(refused.value)
    assert value in str(refused.value)
    assert "en 或 zh" in refused.value.message("zh")


def test_a_named_folder_is_never_started_from_the_shipped_article(tmp_path: Path) -> None:
    settings.start_articles(tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_an_installed_package_starts_its_articles_in_its_home(tmp_path: Path) -> None:
    """Outside a checkout, the shipped article is copied where the reader may write, once."""
    site, home = tmp_path / "site", tmp_path / "home"
    for package in ("corpus", "index", "qa"):
        kept = shutil.ignore_patterns("weights", "__pycache__", "*.sqlite")
        shutil.copytree(ROOT / package, site / package, ignore=kept)
    code = (
        "from qa import settings; found = settings.load(); settings.start_articles(found.articles);"
        "print(found.articles); print(found.index); print(sorted(p.name for p in found.articles.iterdir()))"
    )
    env = {**os.environ, "PYTHONPATH": str(site), "YUANWEN_HOME": str(home)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    articles, index, names = run.stdout.split("\n")[:3]
    assert (articles, index) == (str(home / "articles"), str(home / "index.yuanwen"))
    assert names == str(sorted(path.name for path in (ROOT / "corpus" / "articles").iterdir()))
