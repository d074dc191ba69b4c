"""Gradio, imported as we want it: before anything else of it is."""

import inspect
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Both are read when gradio is imported: no analytics, no version check, no telemetry of the hub client.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


@contextmanager
def _without_stubs() -> Iterator[None]:
    """Keep gradio from writing a stub file for editors beside each of its components, which takes half of its import.

    It leaves out components that come from no file (`create_or_modify_pyi`), so they are said to come from none.
    """
    real = inspect.getfile

    def getfile(thing: Any) -> str:
        if type(thing).__name__ == "ComponentMeta":
            raise OSError
        return real(thing)

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = real


with _without_stubs():
    import gradio  # noqa: F401
