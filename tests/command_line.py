"""The command line as a person or a script calls it: in a process of its own, offline, in English unless told otherwise."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

Run = subprocess.CompletedProcess[str]


def environment(**changes: str) -> dict[str, str]:
    """This environment without settings of ours, offline, speaking English unless told otherwise."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YUANWEN_")}
    return {**kept, "HF_HUB_OFFLINE": "1", "YUANWEN_LANG": "en", **changes}


def yuanwen(*arguments: object, **changes: str) -> Run:
    """Run a command; it may fail, but never with a traceback."""
    command = [sys.executable, "-m", "qa.cli", *map(str, arguments)]
    run = subprocess.run(command, cwd=ROOT, env=environment(**changes), capture_output=True, text=True, timeout=120)
    assert "Traceback" not in run.stderr, run.stderr
    return run
