"""Many people at once, over the page's own queue: how long they wait, what fails, what memory does, and what a rebuild costs them.

nice python -m benchmarks.load [--people 50] [--every 10] [--seconds 60] [--questions N] [--data DIR]

A server of its own is started on loopback for each set of articles: the shipped one and, where the development sets are, the
contexts of CMRC. Each person asks about every so many seconds, at first at a random moment, from an address of their own (as a
reverse proxy names it). From half of the time on somebody rebuilds: every article gets one more paragraph, `yuanwen build` takes
them up into the index that is being asked, at the priority at which the page rebuilds, and so again. With --questions the people ask
until so many are answered, and do not pause when --every is 0. Times are milliseconds from sending a question to having its whole
answer; memory is what the server holds in RAM, in MB.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

import corpus
from benchmarks.dev_sets import DATA
from benchmarks.dev_sets import load as load_set
from benchmarks.served import CLI, served
from index.build import build

_SHIPPED = Path(corpus.__file__).parent / "articles"
_TESTSETS = Path(corpus.__file__).parent / "testsets"


@dataclass(frozen=True, slots=True)
class Load:
    """How many people, how many seconds between the questions of one, how many seconds in all, and how many questions (0: any)."""

    people: int
    every: float
    seconds: float
    questions: int


@dataclass(slots=True)
class Measured:
    """Milliseconds of each answer, alone and with a rebuild; errors; (seconds, MB) of the server; load of the machine; how many
    rebuilds; seconds from starting the server to its page, and seconds of the processor that its answers took.
    """

    alone: list[float] = field(default_factory=list)
    rebuilding: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    rebuilds: int = 0
    start: float = 0.0
    cpu: float = 0.0


def main() -> None:
    """Measure each set of articles in turn and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--every", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--questions", type=int, default=0)
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    load = Load(arguments.people, arguments.every, arguments.seconds, arguments.questions)
    head = ["articles", "asked", "errors", "p50 ms", "p95 ms", "most", "p50 rebuilding", "p95 rebuilding", "rebuilds"]
    head += ["start s", "MB after a tenth", "MB at the end", "CPU ms a question", "load of the machine"]
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "shipped-articles"
        shutil.copytree(_SHIPPED, articles)
        print(_row("the shipped one", _measured(articles, _shipped_questions(), load, Path(folder) / "shipped")))
        if arguments.data.is_dir():
            articles = Path(folder) / "cmrc-articles"
            questions = _cmrc(articles, arguments.data)
            print(_row("848 of CMRC", _measured(articles, questions, load, Path(folder) / "cmrc")))


def _measured(articles: Path, questions: Sequence[str], load: Load, folder: Path) -> Measured:
    """Build, serve, ask; the server is stopped at the end."""
    from index.encoders import load as load_encoder

    folder.mkdir()
    build(folder / "index.yuanwen", articles, load_encoder())
    with served(articles, folder / "index.yuanwen") as server:
        measured = Measured(start=server.seconds)
        asyncio.run(_everybody(server.address, questions, load, server.pid, articles, folder, measured))
        measured.cpu += _seconds_of_cpu(server.pid)
        return measured


async def _everybody(
    address: str, questions: Sequence[str], load: Load, pid: int, articles: Path, folder: Path, measured: Measured
) -> None:
    """The people, the one who rebuilds, and the one who watches."""
    limits = httpx.Limits(max_connections=None, keepalive_expiry=2)  # seconds; the server closes after five
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits, trust_env=False) as client:
        chooser = random.Random(0)  # noqa: S311 - which question is asked when
        await _ask(client, "192.0.2.1", questions[0])  # the first of all loads what is loaded late
        measured.cpu = -_seconds_of_cpu(pid)
        ends = time.monotonic() + load.seconds if not load.questions else float("inf")
        watching = asyncio.create_task(_watch(pid, measured))
        rebuilding = asyncio.create_task(_rebuild(articles, folder, load.seconds / 2, measured))
        people = [
            _person(client, f"198.51.100.{n % 254 + 1}", questions, load, ends, chooser, measured)
            for n in range(load.people)
        ]
        await asyncio.gather(*people)
        for task in (watching, rebuilding):
            task.cancel()
        await asyncio.gather(watching, rebuilding, return_exceptions=True)


async def _person(
    client: httpx.AsyncClient,
    address: str,
    questions: Sequence[str],
    load: Load,
    ends: float,
    chooser: random.Random,
    measured: Measured,
) -> None:
    """Ask, read for a while, ask again."""
    await asyncio.sleep(chooser.random() * load.every)
    while time.monotonic() < ends and (not load.questions or _asked(measured) < load.questions):
        before, rebuilds = time.perf_counter(), measured.rebuilds
        try:
            await _ask(client, address, chooser.choice(questions))
        except (httpx.HTTPError, ValueError) as error:
            measured.errors.append(f"{type(error).__name__}: {error}"[:200])
        else:
            taken = 1000 * (time.perf_counter() - before)
            (measured.rebuilding if rebuilds or measured.rebuilds else measured.alone).append(taken)
        await asyncio.sleep(load.every * chooser.uniform(0.5, 1.5))


async def _ask(client: httpx.AsyncClient, address: str, question: str) -> None:
    """Ask by name through the queue, and read the whole answer. Raises httpx.HTTPError, ValueError."""
    headers = {"x-forwarded-for": address}
    joined = await client.post("/gradio_api/call/ask", json={"data": [question, [], False]}, headers=headers)
    joined.raise_for_status()
    told = await client.get(f"/gradio_api/call/ask/{joined.json()['event_id']}", headers=headers)
    told.raise_for_status()
    event, _, data = told.text.strip().rpartition("data: ")
    if "event: complete" not in event or "answered" not in json.loads(data)[0]:
        raise ValueError(told.text[:100])


async def _rebuild(articles: Path, folder: Path, after: float, measured: Measured) -> None:
    """From then on change every article and bring the index up to date, again and again, each time in a process of its own."""
    await asyncio.sleep(after)
    command = ["nice", "-n", "10", *CLI, "build", "--index", str(folder / "index.yuanwen"), "--articles", str(articles)]
    while True:
        measured.rebuilds += 1
        for path in articles.iterdir():
            if path.is_file():
                text = path.read_text(encoding="utf-8").rstrip()
                path.write_text(f"{text}\n\n第{measured.rebuilds}次修改：{path.stem}。\n", encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await process.wait()
        except asyncio.CancelledError:
            process.terminate()
            await process.wait()
            raise


async def _watch(pid: int, measured: Measured) -> None:
    """Write down twice a second what the server holds and how loaded the machine is."""
    began = time.monotonic()
    while True:
        measured.memory.append((time.monotonic() - began, _resident(pid)))
        measured.loads.append(os.getloadavg()[0])
        await asyncio.sleep(0.5)


def _resident(pid: int) -> float:
    """MB of a process in RAM, its own and what it shares."""
    return float(_ps("rss", pid)) / 1024


def _seconds_of_cpu(pid: int) -> float:
    """What a process has used of all cores, to a second: `ps` tells it as [[days-]hours:]minutes:seconds."""
    parts = _ps("time", pid).replace("-", ":").split(":")
    return sum(float(part) * unit for part, unit in zip(reversed(parts), (1, 60, 3600, 86_400), strict=False))


def _ps(field: str, pid: int) -> str:
    command = ["ps", "-o", f"{field}=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _asked(measured: Measured) -> int:
    return len(measured.alone) + len(measured.rebuilding) + len(measured.errors)


def _row(name: str, one: Measured) -> str:
    """A line of the table; what was not measured is a dash."""
    tenth = [held for _, held in one.memory[len(one.memory) // 10 :]]
    values = [name, str(_asked(one)), str(len(one.errors))]
    values += [_quantile(one.alone, 50), _quantile(one.alone, 95), _quantile(one.alone, 100)]
    values += [_quantile(one.rebuilding, 50), _quantile(one.rebuilding, 95), str(one.rebuilds), f"{one.start:.1f}"]
    values += [f"{tenth[0]:.0f}", f"{tenth[-1]:.0f}", f"{1000 * one.cpu / max(1, _asked(one)):.0f}"]
    values += [f"{min(one.loads):.0f}–{max(one.loads):.0f}"]
    for error in sorted(set(one.errors))[:3]:
        print(error, file=sys.stderr)
    return f"| {' | '.join(values)} |"


def _quantile(values: Sequence[float], percent: int) -> str:
    return f"{np.percentile(values, percent):.0f}" if values else "–"


def _shipped_questions() -> list[str]:
    """The shipped test set's."""
    lines = [
        line for path in sorted(_TESTSETS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line)["question"] for line in lines if line.strip()]


def _cmrc(folder: Path, data: Path) -> list[str]:
    """CMRC's contexts as files, and its questions."""
    contexts, asked = load_set("cmrc2018.zh", data)
    folder.mkdir()
    for one in contexts:
        (folder / f"{one.id}.txt").write_text(one.text, encoding="utf-8")
    return [one.question for one in asked]


if __name__ == "__main__":
    main()
