"""The chat page in a process of its own on loopback, for what is measured or seen from outside."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

CLI = [sys.executable, "-m", "qa.cli"]
_START = 180  # seconds that a server may take


@dataclass(frozen=True, slots=True)
class Served:
    """The address without a slash at its end, the number of the process, and the seconds from its start to its page."""

    address: str
    pid: int
    seconds: float


@contextmanager
def served(articles: Path, index: Path, *options: str) -> Iterator[Served]:
    """Serve until the end of the block. Raises TimeoutError."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [
        *CLI,
        "chat",
        "--no-browser",
        "--port",
        port,
        "--articles",
        str(articles),
        "--index",
        str(index),
        *options,
    ]
    began = time.monotonic()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        while not _answers(address):
            if time.monotonic() - began > _START or server.poll() is not None:
                raise TimeoutError(f"the page did not answer within {_START} s")
            time.sleep(0.1)
        yield Served(address, server.pid, time.monotonic() - began)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
