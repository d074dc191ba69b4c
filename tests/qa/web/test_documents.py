"""The examples in docs/ are run as they stand, but for the address."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import ROOT

TEXT = (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")


def example(kind: str) -> tuple[str, str]:
    """An example in this language and what is shown under it."""
    [(code, shown)] = re.findall(rf"```{kind}\n(.*?)```\n```text\n(.*?)```", TEXT, re.DOTALL)
    return code, shown.strip()


def test_the_python_example_prints_what_it_says(address: str, tmp_path: Path) -> None:
    code, shown = example("python")
    script = tmp_path / "example.py"
    script.write_text(code.replace("http://127.0.0.1:7860", address), encoding="utf-8")
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0] == shown
    assert "教师" in lines[1]
    assert len(lines) == 5


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
def test_the_curl_example_gives_what_it_says(address: str) -> None:
    code, shown = example("sh")
    command = code.replace("http://127.0.0.1:7860", address)
    run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert json.loads(run.stdout)["data"][0]["quotes"][0]["text"] == shown


def test_every_endpoint_and_its_arguments_are_named() -> None:
    import inspect

    from qa.web.endpoints import Endpoints

    for name in ("ask", "search", "articles"):
        [row] = [line for line in TEXT.splitlines() if line.startswith(f"| `{name}`")]
        for argument in inspect.signature(getattr(Endpoints, name)).parameters:
            assert argument == "self" or f"`{argument}`" in row
