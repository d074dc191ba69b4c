"""What the processes do that are killed. Each says over its pipe that it has begun, and which generation it has made.

This file is imported once, by the server that forks them: what takes long to load is loaded here.
"""

from multiprocessing.connection import Connection
from pathlib import Path

from corpus.keywords import keywords
from index.build import build
from index.carry import take_in
from index.records import BuildReport
from qa.watch import changes, settled_builds
from tests.crash.world import OPTIONS
from tests.toy_encoder import ToyEncoder

SECONDS = 0.002  # the toy encoder sleeps for every text, so that there is a middle to be killed in

ToyEncoder().encode_queries(["词典"])
keywords("读入词典。", 1)


def build_index(said: Connection, index: str, articles: str, seconds: float = SECONDS) -> None:
    """Build once."""
    said.send("begun")
    said.send(_built(index, articles, seconds, said).generation)


def import_file(said: Connection, index: str, file: str) -> None:
    """Take in a carried file."""
    said.send("begun")
    said.send(take_in(Path(file), Path(index)).generation)


def watch_folder(said: Connection, index: str, articles: str) -> None:
    """Build whenever something has changed; it has begun when it has caught up with what there was."""
    begun = False
    for report in settled_builds(
        changes(Path(articles)), lambda: _built(index, articles), lambda error: said.send(str(error))
    ):
        said.send(report.generation if begun else "begun")
        begun = True


def _built(index: str, articles: str, seconds: float = SECONDS, said: Connection | None = None) -> BuildReport:
    def step(stage: str, done: int, _every: int) -> None:
        if said and (stage, done) == ("write", 0):
            said.send("writing")

    return build(Path(index), Path(articles), ToyEncoder(seconds=seconds), step, OPTIONS)
