"""Starts a build, an update, an import or a watch, kills it with SIGKILL at a random moment, and looks what is left.

`python -m tests.crash.killing --kills 1000 --log FILE` goes on where the log ends, and sums it up in the end.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from index.build import build
from index.carry import export
from index.errors import IndexMissing
from index.generation import derived_folder
from index.library import Library
from index.rows import text_key
from tests.crash.asking import ask_on
from tests.crash.doing import build_index, import_file, watch_folder
from tests.crash.world import COUNT, OPTIONS, World, build_world, whole_texts
from tests.toy_encoder import ToyEncoder

OPERATIONS = ("build", "update", "import", "watch")
_START = multiprocessing.get_context("forkserver")
_START.set_forkserver_preload(["tests.crash.doing", "tests.crash.asking"])


@dataclass(slots=True)
class Killer:
    """Kills process after process in one world, and keeps count of what must never happen."""

    world: World
    acknowledged: int = 0  # the newest state that a process has said to be done
    offset: int = 0  # of the reader's log
    takes: dict[str, float] = field(default_factory=lambda: dict.fromkeys(OPERATIONS, 0.6))

    def round(self, number: int) -> dict[str, Any]:
        """One operation, killed or, now and then, left to finish; what was found, as a line of the log."""
        chosen = random.Random(number)
        operation = OPERATIONS[number % len(OPERATIONS)]
        line: dict[str, Any] = {"round": number, "operation": operation, "faults": []}
        line |= self._first_build(chosen) if operation == "build" else self._change(operation, chosen)
        if line["failed"]:
            line["faults"].append("it failed by itself")
        line |= self._answers(line["faults"])
        return line

    def _first_build(self, chosen: random.Random) -> dict[str, Any]:
        """A build from nothing, beside the index that is asked: no index yet, or a whole one; then it is finished."""
        index = self.world.home / "first" / "index.yuanwen"
        shutil.rmtree(index.parent, ignore_errors=True)
        ran = self._run(build_index, "build", chosen, (str(index), str(self.world.articles)))
        faults, state = [], len(self.world.versions) - 1
        try:
            library = Library.read(index)
            generation = library.generation
            kept = set(library.vectors("toy/1"))
            library.close()
        except IndexMissing:
            generation, kept = 0, set()
        if generation and whole_texts(index) != self.world.state(state):
            faults.append("a first build left something else")
        if ran["done"] and not generation:
            faults.append("a build that was acknowledged is lost")
        encoder = ToyEncoder()
        build(index, self.world.articles, encoder, options=OPTIONS)
        if {text_key(text) for text in encoder.encoded} & kept:
            faults.append("what had been encoded was encoded again")
        if whole_texts(index) != self.world.state(state):
            faults.append("the next build did not finish it")
        return {**ran, "state": "new" if generation else "old", "faults": faults}

    def _change(self, operation: str, chosen: random.Random) -> dict[str, Any]:
        """Something in the world changes and a process takes it up: the index has the old state after it, or the new one."""
        if operation == "watch":
            ran = self._watched(chosen)
        else:
            self.world.advance(range(COUNT))
            if operation == "import":
                ran = self._run(import_file, operation, chosen, (str(self.world.index), str(self._carried())))
            else:
                ran = self._run(build_index, operation, chosen, (str(self.world.index), str(self.world.articles)))
        newest = len(self.world.versions) - 1
        faults = []
        states = self.world.states_of(whole_texts(self.world.index))
        if not states:
            faults.append("the index holds a mixture")
        elif not set(states) & set(range(self.acknowledged, newest + 1)):
            faults.append(f"an acknowledged state is lost: {states}, {self.acknowledged}")
        if ran["done"]:
            self.acknowledged = newest
            if newest not in states:
                faults.append("what was acknowledged is not there")
        return {**ran, "state": "new" if newest in states else "old", "faults": faults}

    def _watched(self, chosen: random.Random) -> dict[str, Any]:
        ours, theirs = _START.Pipe()
        process = _START.Process(target=watch_folder, args=(theirs, str(self.world.index), str(self.world.articles)))
        process.start()
        if ours.poll(60) and ours.recv() == "begun":  # it has caught up with all that there was
            self.acknowledged = len(self.world.versions) - 1
        self.world.advance([chosen.randrange(COUNT)])
        return self._killed(process, ours, "watch", chosen)

    def _carried(self) -> Path:
        """A file that holds the newest state, exported from an index of its own."""
        apart = World(self.world.home / "apart")
        shutil.rmtree(apart.home, ignore_errors=True)
        apart.articles.parent.mkdir()
        shutil.copytree(self.world.articles, apart.articles)
        build_world(apart)
        export(apart.index, apart.home / "carried.yuanwen")
        return apart.home / "carried.yuanwen"

    def _run(
        self, target: Callable[..., None], operation: str, chosen: random.Random, arguments: tuple[str, ...]
    ) -> dict[str, Any]:
        ours, theirs = _START.Pipe()
        process = _START.Process(target=target, args=(theirs, *arguments))
        process.start()
        if not ours.poll(60) or ours.recv() != "begun":
            raise AssertionError(f"{operation} did not begin")
        return self._killed(process, ours, operation, chosen)

    def _killed(self, process: Any, ours: Connection, operation: str, chosen: random.Random) -> dict[str, Any]:
        """Kill it after a random part of the time it usually takes; one in eight may finish, which tells that time.

        The last steps, up to the commit and after it, are short: a third of the kills of builds aim at them.
        """
        started = time.monotonic()
        aimed = operation in ("build", "update") and chosen.random() < 0.33
        generation = self._said(ours, 60.0, until="writing") if aimed else None
        usual = self.takes[operation] * (0.3 if aimed else 1.2)
        patience = 60.0 if chosen.random() < 0.125 else chosen.uniform(0, usual)
        generation = generation or self._said(ours, patience)
        seconds = time.monotonic() - started
        with suppress(ProcessLookupError):  # it was done, and has ended by itself
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        generation = generation or self._said(ours, 0)
        ours.close()
        if generation and not aimed:
            self.takes[operation] = 0.8 * self.takes[operation] + 0.2 * seconds
        elif seconds > 0.8 * self.takes[operation] and not aimed:
            self.takes[operation] *= 1.1
        failed = not generation and process.exitcode != -signal.SIGKILL
        return {"done": bool(generation), "failed": failed, "after": round(seconds, 4), "aimed": aimed}

    def _said(self, ours: Connection, patience: float, until: str = "") -> int | None:
        """The generation that the process says it has made, if it does so in time; None also when it has said `until`."""
        end = time.monotonic() + patience
        with suppress(EOFError):  # it was killed
            while ours.poll(max(end - time.monotonic(), 0)):
                word = ours.recv()
                if isinstance(word, int):
                    return word
                if word == until:
                    return None
        return None

    def _answers(self, faults: list[str]) -> dict[str, int]:
        """What the reader was answered meanwhile: every answer from one state of the world, every quote right."""
        lines, self.offset = self.world.unread_answers(self.offset)
        for line in lines:
            if line["error"]:
                faults.append(f"the reader was told: {line['error']}")
            elif not self.world.states_quoted(line["quotes"]):
                faults.append("a quote is wrong, or two of one answer are of different generations")
        notices = [notice for line in lines for notice in line["notices"]]
        return {"answers": len(lines), "quotes": sum(len(line["quotes"]) for line in lines), "notices": len(notices)}


@contextmanager
def killer(home: Path, seed: int = 0) -> Iterator[Killer]:
    """A world whose first state is built, and a reader that asks it all the while."""
    world = World(home)
    world.advance(range(COUNT))
    build_world(world)
    reader = _START.Process(target=ask_on, args=(world.index, world.log, seed), daemon=True)
    reader.start()
    try:
        until = time.monotonic() + 60
        while not world.log.exists() or not world.log.stat().st_size:
            assert reader.is_alive(), "the reader did not come up"
            assert time.monotonic() < until, "the reader was never answered"
            time.sleep(0.05)
        yield Killer(world)
        assert reader.is_alive(), "the reader has died"
    finally:
        reader.kill()
        reader.join()


def summary(lines: list[dict[str, Any]]) -> str:
    """The log in a few lines."""
    out = [
        f"{len(lines)} processes started, {sum(not line['done'] for line in lines)} of them killed before they were done"
    ]
    for operation in OPERATIONS:
        of = [line for line in lines if line["operation"] == operation]
        states = Counter(line["state"] for line in of)
        killed = sum(not line["done"] for line in of)
        out.append(
            f"  {operation}: {len(of)}, killed {killed}; afterwards the old state {states['old']}, the new one {states['new']}"
        )
    answers, quotes = (sum(line[key] for line in lines) for key in ("answers", "quotes"))
    out.append(
        f"{answers} answers with {quotes} quotes to the reader meanwhile, {sum(line['notices'] for line in lines)} notices"
    )
    faults = Counter(fault for line in lines for fault in line["faults"])
    out.append(f"faults: {faults.total()}" + "".join(f"\n  {count} × {fault}" for fault, count in faults.items()))
    return "\n".join(out)


def main() -> int:
    """Kill on until the log has so many kills."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--log", type=Path, default=Path("var/crash.jsonl"))
    options = parser.parse_args()
    options.log.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.loads(line) for line in options.log.read_text().splitlines()] if options.log.exists() else []
    with tempfile.TemporaryDirectory(prefix="crash-") as home, options.log.open("a") as log, killer(Path(home)) as one:
        while sum(not line["done"] for line in lines) < options.kills:
            lines.append(one.round(len(lines)))
            log.write(json.dumps(lines[-1], ensure_ascii=False) + "\n")
            log.flush()
            if len(lines) % 50 == 0:
                sys.stderr.write(f"{sum(not line['done'] for line in lines)} kills\n")
        assert len(list(derived_folder(one.world.index).iterdir())) <= 2
    print(summary(lines))
    return int(any(line["faults"] for line in lines))


if __name__ == "__main__":
    sys.exit(main())
