"""A small world of articles in versions, for processes to build in and be killed: what each state of it must look like.

State number v of the world has every article in the version that `versions[v]` says. An index, at any moment, must hold one of
the states that were allowed at that moment, whole.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpus.errors import YuanwenError
from corpus.read import read_file
from index.build import BuildOptions, build
from index.records import Level
from index.snapshot import Snapshot
from tests.toy_encoder import ToyEncoder

COUNT = 12
_TEXT = (
    "# 第{n}篇\n\n第{n}篇的版本是{v}。灯塔{n}号在第{v}年点亮。\n\n"
    "守护者是第{n}人，他在版本{v}里每天点灯。\n\n## 第{n}节\n\n第{n}节的版本也是{v}。"
)
OPTIONS = BuildOptions(batch=16)


@dataclass(slots=True)
class World:
    """A folder of articles, an index of it, and what each state so far says."""

    home: Path
    versions: list[dict[int, int]] = field(default_factory=list)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def articles(self) -> Path:
        """The folder of articles."""
        return self.home / "articles"

    @property
    def index(self) -> Path:
        """The index file."""
        return self.home / "index.yuanwen"

    @property
    def log(self) -> Path:
        """Where the reader writes what it was answered."""
        return self.home / "answers.jsonl"

    def advance(self, changed: Sequence[int]) -> None:
        """The next state: these articles in a new version, each replaced in one step."""
        number = len(self.versions)
        versions = {**(self.versions[-1] if self.versions else {}), **dict.fromkeys(changed, number)}
        self.versions.append(versions)
        self.articles.mkdir(parents=True, exist_ok=True)
        for n in changed:
            path = self.articles / f"{n}.md"
            new = self.articles / f".{n}.new"
            new.write_text(_TEXT.format(n=n, v=number), encoding="utf-8")
            new.replace(path)
            self.texts[n, number] = read_file(path, self.articles).articles[0].text

    def state(self, number: int) -> dict[str, str]:
        """Article id → text, in this state."""
        return {f"{n}.md": self.texts[n, v] for n, v in self.versions[number].items()}

    def states_of(self, texts: dict[str, str]) -> list[int]:
        """The states that say exactly this; none for a mixture."""
        return [number for number in range(len(self.versions)) if self.state(number) == texts]

    def states_quoted(self, quotes: Sequence[dict[str, Any]]) -> list[int]:
        """The states in which every one of these quotes stands where it says; none when they are wrong or mixed."""
        return [
            number
            for number in range(len(self.versions))
            if all(
                self.state(number).get(quote["article"], "")[quote["start"] : quote["end"]] == quote["text"]
                for quote in quotes
            )
        ]

    def unread_answers(self, offset: int) -> tuple[list[dict[str, Any]], int]:
        """What the reader has written since an offset of its log, whole lines alone, and the new offset."""
        if not self.log.exists():
            return [], offset
        with self.log.open("rb") as file:
            file.seek(offset)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        return [json.loads(line) for line in whole.splitlines()], offset + len(whole)


def whole_texts(index: Path) -> dict[str, str]:
    """The texts of an index whose every part is sound and fits every other. AssertionError says what does not."""
    encoder = ToyEncoder()
    notices: list[YuanwenError] = []
    snapshot = Snapshot.open(index, encoder, notices.append)
    try:
        library, store = snapshot.library, snapshot.store
        assert (library.problems(), notices) == ([], [])
        texts = library.texts()
        passages = library.passages()
        assert store.collection(Level.PASSAGE).documents == len(passages)
        assert store.collection(Level.SENTENCE).documents == library.counts()[2]
        assert {passage.article for passage in passages} == texts.keys()
        for passage in passages[:: max(len(passages) // 5, 1)]:
            start, end = passage.sentences[0]
            text = texts[passage.article][start:end]
            found = store.dense(Level.SENTENCE, encoder.encode_queries([text])[0], 3)
            assert any(cosine > 0.999 for _, cosine in found), text
        return texts
    finally:
        snapshot.close()


def build_world(world: World, seconds: float = 0.0, lock_seconds: float = 0.5) -> int:
    """Bring the index up to date; the generation it has then."""
    options = replace(OPTIONS, lock_seconds=lock_seconds)
    return build(world.index, world.articles, ToyEncoder(seconds=seconds), options=options).generation
