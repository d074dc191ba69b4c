"""Where things live and which language messages speak. The only place that reads the environment.

YUANWEN_HOME      folder of the index (and of the articles of an installed package)
YUANWEN_ARTICLES  folder of articles            YUANWEN_INDEX  index file
YUANWEN_ENCODER   encoder name or model folder  YUANWEN_LANG   `en` or `zh`
YUANWEN_ENDPOINT  address of an OpenAI-compatible language model, used only by `draft --endpoint`; its name and key:
                  YUANWEN_ENDPOINT_MODEL, YUANWEN_ENDPOINT_KEY
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import corpus
from qa.errors import BadSetting

#: The languages that messages and the page speak.
MessageLanguage = Literal["en", "zh"]

_SHIPPED = Path(corpus.__file__).parent / "articles"
_CHECKOUT = Path(corpus.__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Resolved paths and names. `encoder` is None where nobody asked: then the index's own is used."""

    articles: Path
    index: Path
    encoder: str | None
    language: MessageLanguage


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A language model behind an address such as http://127.0.0.1:8080/v1."""

    url: str
    model: str
    key: str


def endpoint(environ: Mapping[str, str] | None = None) -> Endpoint:
    """The configured language model. Raises BadSetting when there is none."""
    env = os.environ if environ is None else environ
    url = env.get("YUANWEN_ENDPOINT", "")
    if not url.startswith(("http://", "https://")):
        expected = "an address such as http://127.0.0.1:8080/v1"
        raise BadSetting(
            name="YUANWEN_ENDPOINT", value=url, expected=expected, expected_zh="形如 http://127.0.0.1:8080/v1 的地址"
        )
    return Endpoint(url, env.get("YUANWEN_ENDPOINT_MODEL", "default"), env.get("YUANWEN_ENDPOINT_KEY", ""))


def load(
    articles: Path | None = None,
    index: Path | None = None,
    encoder: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from what the command line says, then the environment, then the defaults. Raises BadSetting."""
    env = os.environ if environ is None else environ
    home = _home(env)
    return Settings(
        articles=articles or _path(env, "YUANWEN_ARTICLES") or _default_articles(home),
        index=index or _path(env, "YUANWEN_INDEX") or home / "index.yuanwen",
        encoder=encoder or env.get("YUANWEN_ENCODER") or None,
        language=message_language(env),
    )


def message_language(env: Mapping[str, str] | None = None) -> MessageLanguage:
    """The language of messages: YUANWEN_LANG, else what the locale says, else English. Raises BadSetting."""
    env = os.environ if env is None else env
    wanted = env.get("YUANWEN_LANG")
    if wanted not in (None, "", "en", "zh"):
        raise BadSetting(name="YUANWEN_LANG", value=wanted, expected="en or zh", expected_zh=" en 或 zh")
    locale = wanted or next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def network_settings(env: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the environment says of the network, for whoever wants to be sure; the key of an endpoint is not shown."""
    env = os.environ if env is None else env
    names = ("YUANWEN_ENDPOINT", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_ENDPOINT", "HTTPS_PROXY", "HTTP_PROXY")
    return {name: env[name] for name in names if env.get(name)}


def start_articles(folder: Path) -> None:
    """Start an articles folder from the shipped article, when it is the default one and not there yet."""
    if not folder.exists() and folder == _default_articles(_home(os.environ)):
        shutil.copytree(_SHIPPED, folder)


def _home(env: Mapping[str, str]) -> Path:
    """YUANWEN_HOME; else `var/` in a checkout, so that two checkouts never share an index; else the user's data folder."""
    named = _path(env, "YUANWEN_HOME")
    if named:
        return named
    if _is_checkout():
        return _CHECKOUT / "var"
    import platformdirs

    return Path(platformdirs.user_data_dir("yuanwen", appauthor=False))


def _default_articles(home: Path) -> Path:
    return _SHIPPED if _is_checkout() else home / "articles"


def _is_checkout() -> bool:
    return (_CHECKOUT / "pyproject.toml").is_file()


def _path(env: Mapping[str, str], name: str) -> Path | None:
    value = env.get(name)
    return Path(value).expanduser() if value else None
