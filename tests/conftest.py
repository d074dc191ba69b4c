"""Shared by all tests."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

_TOY = Path(__file__).parent / "toy_encoder.py"


@pytest.fixture(scope="session")
def toy() -> Any:
    """The class of the toy encoder: `toy()` makes one."""
    spec = importlib.util.spec_from_file_location("toy_encoder", _TOY)
    if spec is None or spec.loader is None:
        raise ImportError(_TOY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ToyEncoder
