"""A process that asks an index all the while and writes down every answer, or why there was none."""

import json
import random
import time
from functools import cache
from pathlib import Path
from typing import Any

from corpus.errors import YuanwenError
from index.reader import Reader
from qa.bot import Bot
from tests.toy_encoder import ToyEncoder


def open_bot(index: Path, notices: list[str]) -> Bot:
    """The bot itself, with the toy encoder in place of a model; what it says goes to `notices`."""
    return Bot(index, ToyEncoder(), lambda notice: notices.append(notice.message("en")), reader=_reader())


def quoted(answer: Any) -> list[dict[str, Any]]:
    """What of an answer must be right: its quotes, and the nearest passages."""
    return [
        {"article": one.article, "start": one.start, "end": one.end, "text": one.text}
        for one in (*answer.quotes, *answer.nearest)
    ]


def ask_on(index: Path, log: Path, seed: int) -> None:
    """Ask until killed. Each line of the log: generation and quotes of an answer, notices, or an error."""
    chosen, notices = random.Random(seed), list[str]()
    bot = open_bot(index, notices)
    with log.open("a", encoding="utf-8") as file:
        while True:
            n = chosen.randrange(12)
            question = chosen.choice([f"第{n}篇的版本是多少？", f"灯塔{n}号在第几年点亮？", "守护者在哪个版本里点灯？"])
            line: dict[str, Any] = {"quotes": [], "error": None}
            try:
                answer = bot.ask(question)
                line |= {"generation": answer.generation, "quotes": quoted(answer)}
            except YuanwenError as error:
                line["error"] = error.message("en")
            except Exception as error:
                line["error"] = f"{type(error).__name__}: {error}"
            line["notices"] = notices[:]
            notices.clear()
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            time.sleep(0.02)


@cache
def _reader() -> Reader:
    """The reader, whose model is loaded once a process."""
    return Reader()
