"""The models that are there, told from their settings alone."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from index.errors import ModelMissing
from qa.models import models, plain_models

ROOT = Path(__file__).parents[2]
KEYS = ["model", "dimension", "bytes", "licence", "languages", "folder", "refused"]
CARD = "---\nlanguage:\n- zh\n- en\nlicense: mit\nmodel-index:\n- name: x\n---\n# A model\nlicense: none\n"
COMMIT = "0123456789abcdef0123456789abcdef01234567"

Run = subprocess.CompletedProcess[str]


def make(folder: Path, weights: str = "model.safetensors", kind: str = "Transformer", card: str = CARD) -> Path:
    """The settings of a model of 32 numbers, and something in place of its weights."""
    modules = [
        {"path": "", "type": f"sentence_transformers.models.{kind}" if "." not in kind else kind},
        {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (folder / "config.json").write_text('{"hidden_size": 32}', encoding="utf-8")
    (folder / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 32}', encoding="utf-8")
    (folder / "README.md").write_text(card, encoding="utf-8")
    (folder / weights).write_bytes(b"x" * 2_000_000)
    return folder


def cached(hub: Path, name: str, **what: str) -> Path:
    """The same as the hub's client keeps it."""
    repository = hub / f"models--{name.replace('/', '--')}"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(COMMIT, encoding="utf-8")
    return make(repository / "snapshots" / COMMIT, **what)


def yuanwen(*arguments: object, changes: Mapping[str, str]) -> Run:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUANWEN_", "HF_"))}
    command = [sys.executable, "-m", "qa.cli", *map(str, arguments)]
    env = {**kept, "YUANWEN_LANG": "en", **changes}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in run.stderr, run.stderr
    return run


def rows_of(*arguments: object, changes: Mapping[str, str]) -> list[dict[str, Any]]:
    run = yuanwen("models", "--json", *arguments, changes=changes)
    assert (run.returncode, run.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(run.stdout)
    assert all(list(row) == KEYS for row in found)
    return found


def test_the_bundled_encoder_comes_first() -> None:
    row = models()[0]
    assert (row["model"], row["licence"], row["languages"][:2]) == (
        "bundled",
        "Apache-2.0 AND CC-BY-SA-4.0",
        ["zh", "en"],
    )
    assert row["refused"] is None
    assert row["dimension"] == 384
    assert 1e6 < row["bytes"] < 1e8


def test_a_folder_is_told_by_its_settings(tmp_path: Path) -> None:
    row = models([make(tmp_path / "mine")])[-1]
    told = {"model": str(tmp_path / "mine"), "dimension": 32, "licence": "mit", "languages": ["zh", "en"]}
    assert {**row, **told, "folder": str(tmp_path / "mine"), "refused": None} == row
    assert 2_000_000 < row["bytes"] < 2_010_000


def test_a_folder_of_models_stands_for_each_of_them(tmp_path: Path) -> None:
    for name in ("b", "a"):
        make(tmp_path / "models" / name)
    (tmp_path / "models" / "notes").mkdir()
    rows = [row["model"] for row in models([tmp_path / "models"])]
    assert rows[-2:] == [str(tmp_path / "models" / "a"), str(tmp_path / "models" / "b")]


@pytest.mark.parametrize("name", ["empty", "nowhere"])
def test_a_folder_without_a_model_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelMissing, match=name):
        models([tmp_path / name])


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ({"weights": "pytorch_model.bin"}, "only a pickle"),
        ({"kind": "own.Transformer"}, "code of its own"),
        ({"weights": "model.onnx"}, "no weights"),
    ],
    ids=["pickle", "code", "no weights"],
)
def test_what_would_not_be_loaded_says_why(tmp_path: Path, what: dict[str, str], reason: str) -> None:
    rows = models([make(tmp_path / "bad", **what)])
    assert reason in rows[-1]["refused"]
    assert f"\n  ! {rows[-1]['refused']}" in plain_models(rows, "en")
    assert re.search(r"[\u4e00-\u9fff]", models([tmp_path / "bad"], "zh")[-1]["refused"])


@pytest.mark.parametrize("card", ["", "no block", "---\ntags: x\n---\n", "---\nlicense:\nlanguage:\n---\n", "---\n"])
def test_a_card_that_says_nothing_leaves_the_licence_unknown(tmp_path: Path, card: str) -> None:
    row = models([make(tmp_path / "mine", card=card)])[-1]
    assert (row["licence"], row["languages"]) == ("unknown", [])


def test_the_cache_of_the_hub_is_listed_by_name(tmp_path: Path) -> None:
    cached(tmp_path / "hub", "BAAI/bge-small-zh-v1.5")
    cached(tmp_path / "hub", "BAAI/bge-m3", weights="pytorch_model.bin")
    plain = cached(tmp_path / "hub", "google/bert")
    (plain / "modules.json").unlink()
    for place in ({"HF_HOME": str(tmp_path)}, {"HF_HUB_CACHE": str(tmp_path / "hub")}):
        rows = rows_of(changes=place)
        assert [row["model"] for row in rows] == ["bundled", "BAAI/bge-m3", "BAAI/bge-small-zh-v1.5"]
        assert [bool(row["refused"]) for row in rows[1:]] == [True, False]
        assert (rows[2]["dimension"], rows[2]["licence"]) == (32, "mit")


def test_a_model_whose_main_branch_was_never_fetched_is_listed_by_folder(tmp_path: Path) -> None:
    folder = cached(tmp_path / "hub", "BAAI/bge-small-zh-v1.5")
    (folder.parents[1] / "refs" / "main").unlink()
    assert rows_of(changes={"HF_HOME": str(tmp_path)})[1]["model"] == str(folder)


def test_no_cache_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for place in (tmp_path / "nowhere", tmp_path / "file"):
        assert [row["model"] for row in rows_of(changes={"HF_HUB_CACHE": str(place)})] == ["bundled"]


def test_people_see_a_table_and_how_to_use_one(tmp_path: Path) -> None:
    make(tmp_path / "mine")
    run = yuanwen("models", tmp_path / "mine", changes={"HF_HOME": str(tmp_path)})
    assert (run.returncode, run.stderr) == (0, "")
    assert f"{tmp_path / 'mine'}  " in run.stdout
    assert re.search(r" 32 +2 MB  mit +zh en\n", run.stdout)
    assert "yuanwen build --encoder" in run.stdout
    assert "hf download" in run.stdout
    assert "没有网络时" in yuanwen("models", changes={"HF_HOME": str(tmp_path), "YUANWEN_LANG": "zh"}).stdout


def test_a_folder_that_is_no_model_is_exit_code_13(tmp_path: Path) -> None:
    run = yuanwen("models", tmp_path, changes={})
    assert (run.returncode, run.stdout) == (13, "")
    assert str(tmp_path) in run.stderr


def test_listing_loads_neither_torch_nor_sentence_transformers(tmp_path: Path) -> None:
    make(tmp_path / "mine")
    code = (
        "import sys; from qa.models import models; from pathlib import Path; models([Path(sys.argv[1])])\n"
        "print(*{'torch', 'sentence_transformers', 'transformers'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "mine")]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "\n"


# without a network

UNREACHABLE = {"HF_HUB_OFFLINE": {"HF_HUB_OFFLINE": "1"}, "no route": {"HF_ENDPOINT": "http://127.0.0.1:9"}}


@pytest.mark.slow
@pytest.mark.parametrize("changes", UNREACHABLE.values(), ids=UNREACHABLE)
@pytest.mark.parametrize("name", ["BAAI/bge-small-zh-v1.5", "all-MiniLM-L6-v2"])
def test_a_model_that_cannot_be_fetched_is_one_line_with_the_way_by_folder(
    tmp_path: Path, changes: dict[str, str], name: str
) -> None:
    started = time.monotonic()
    place = {"HF_HOME": str(tmp_path), **changes}
    run = yuanwen("build", "--index", tmp_path / "i.yuanwen", "--encoder", name, changes=place)
    assert (run.returncode, run.stdout) == (13, "")
    [line] = run.stderr.splitlines()
    full, folder = (name, name.split("/")[-1]) if "/" in name else (f"sentence-transformers/{name}", name)
    assert f"hf download {full} --local-dir {folder}" in line
    assert "--encoder FOLDER" in line
    assert time.monotonic() - started < 60  # the hub's own client tries for longer


@pytest.mark.slow
def test_the_way_by_folder_is_told_in_chinese_too(tmp_path: Path) -> None:
    place = {"HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "YUANWEN_LANG": "zh"}
    run = yuanwen("build", "--index", tmp_path / "i.yuanwen", "--encoder", "BAAI/bge-m3", changes=place)
    assert run.returncode == 13
    assert "hf download BAAI/bge-m3 --local-dir bge-m3" in run.stderr
    assert "文件夹" in run.stderr
