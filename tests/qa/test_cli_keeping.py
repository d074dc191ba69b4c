"""The commands that keep articles, as a shell runs them: add, remove, articles, build --watch, export, import, verify, doctor."""

import json
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from index.build import build
from index.errors import IndexLocked
from qa import cli_articles
from qa.cli import app
from tests.command_line import ROOT, Run, environment, yuanwen

TEXT = "# 灯塔\n\n灯塔在海边。灯塔的颜色是紫色。守护者每天点灯，风雨无阻。\n"
QUESTION = "灯塔的颜色是什么？"


class Place:
    """A folder of articles and an index of one's own, and commands on them."""

    def __init__(self, home: Path) -> None:
        self.home, self.articles, self.index = home, home / "articles", home / "index.yuanwen"

    def run(self, command: str, *arguments: object, **changes: str) -> Run:
        where = ["--index", self.index] if command != "ask" else []
        if command in ("add", "remove", "articles", "build", "verify"):
            where += ["--articles", self.articles]
        return yuanwen(command, *where, *arguments, **changes)

    def json(self, command: str, *arguments: object) -> Any:
        return json.loads(self.run(command, "--json", *arguments).stdout)

    def file(self, name: str, text: str) -> Path:
        path = self.home / "incoming" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_two_commands_lead_from_a_file_to_an_answer(place: Place) -> None:
    run = place.run("add", place.file("light.md", TEXT))
    assert (run.returncode, run.stderr.splitlines()[0]) == (0, "light.md was added")
    assert run.stdout.startswith("1 article, 1 passage, ")
    answer = json.loads(yuanwen("ask", "--index", place.index, "--json", QUESTION).stdout)
    assert answer["quotes"][0]["text"] == "灯塔的颜色是紫色。"
    assert answer["quotes"][0]["file"] == "light.md"


@pytest.mark.slow
def test_adding_again_refusing_replacing_removing_and_undoing(place: Place) -> None:
    file = place.file("light.md", TEXT)
    assert place.json("add", file)["added"] == [{"article": "light.md", "state": "added"}]
    assert place.json("add", file)["added"] == [{"article": "light.md", "state": "same"}]
    place.file("light.md", TEXT.replace("紫色", "白色"))
    run = place.run("add", file)
    assert (run.returncode, run.stdout) == (1, "")
    assert "--replace" in run.stderr
    done = place.json("add", "--replace", file)
    assert (done["added"], done["build"]["changed"]) == ([{"article": "light.md", "state": "replaced"}], 1)
    run = place.run("remove", "light", YUANWEN_LANG="zh")
    assert (run.returncode, "已移除 light.md" in run.stderr) == (0, True)
    assert place.json("articles") == []
    assert place.json("remove", "--undo")["restored"] == ["light.md"]
    assert "白色" in (place.articles / "light.md").read_text(encoding="utf-8")
    assert place.json("remove", "--undo")["restored"] == ["light.md"]
    assert "紫色" in (place.articles / "light.md").read_text(encoding="utf-8")


def test_a_first_build_that_was_killed_in_its_first_moment_is_in_nobodys_way(place: Place) -> None:
    place.articles.mkdir()
    (place.articles / "light.md").write_text(TEXT, encoding="utf-8")
    place.index.touch()
    assert place.run("ask", "--index", place.index, QUESTION).returncode == 10
    assert place.json("build")["articles"] == 1


def test_what_cannot_be_added_is_told_and_the_rest_is_added(place: Place) -> None:
    run = place.run("add", "--json", place.file("light.md", TEXT), place.file("x.xyz", "x"), place.home / "none.md")
    found = json.loads(run.stdout)
    assert (run.returncode, len(found["added"]), len(found["failed"])) == (3, 1, 2)
    assert all(row["reason"] and row["reason_zh"] for row in found["failed"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["remove"], 2, "NAME"),
        (["remove", "--undo", "a"], 2, "--undo"),
        (["remove", "--undo"], 1, "Nothing was removed"),
        (["remove", "nobody"], 1, "yuanwen articles"),
        (["add"], 2, "Missing argument"),
        (["articles"], 10, "yuanwen build"),
        (["export", "out.yuanwen"], 10, "yuanwen build"),
        (["import", "none.yuanwen"], 10, "none.yuanwen"),
        (["verify", "none.json"], 1, "none.json"),
        (["doctor", "--repair"], 10, "yuanwen build"),
    ],
)
def test_mistakes_have_their_exit_code_and_their_way_out(
    place: Place, arguments: list[str], code: int, said: str
) -> None:
    place.articles.mkdir()
    run = place.run(arguments[0], *arguments[1:])
    assert (run.returncode, run.stdout) == (code, "")
    assert said in run.stderr


@pytest.mark.slow
def test_adding_waits_for_another_builder_such_as_a_watch(place: Place) -> None:
    lock = FileLock(f"{place.index}.lock", thread_local=False)
    lock.acquire()
    release = Timer(4.0, lock.release)
    release.start()
    assert place.json("add", place.file("light.md", TEXT))["build"]["added"] == 1
    release.join()


@pytest.mark.parametrize("arguments", [["remove", "light"], ["add", "bread.md"]])
def test_while_another_process_builds_no_file_is_moved(
    place: Place, toy: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    place.articles.mkdir()
    (place.articles / "light.md").write_text(TEXT, encoding="utf-8")
    build(place.index, place.articles, toy())
    source = place.file("bread.md", "面包用面粉做成。")
    monkeypatch.setattr(cli_articles, "PATIENCE", 0.1)
    monkeypatch.chdir(source.parent)
    command = [*arguments, "--index", str(place.index), "--articles", str(place.articles)]
    with FileLock(f"{place.index}.lock"), pytest.raises(IndexLocked):
        CliRunner().invoke(app, command, catch_exceptions=False)
    assert [path.name for path in place.articles.iterdir()] == ["light.md"]


def test_an_address_that_is_not_public_is_refused(place: Place) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            raise AssertionError("it was asked")

    server = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    run = place.run("add", f"http://127.0.0.1:{server.server_port}/a.html")
    server.shutdown()
    assert run.returncode == 1
    assert "127.0.0.1" in run.stderr


@pytest.mark.slow
def test_an_answer_is_verified_after_the_article_has_changed(place: Place) -> None:
    place.run("add", place.file("light.md", TEXT))
    answer = place.home / "answer.json"
    answer.write_text(yuanwen("ask", "--index", place.index, "--json", QUESTION).stdout, encoding="utf-8")
    found = place.json("verify", answer)
    assert (found["ok"], found["quotes"][0]["state"], found["quotes"][0]["same_file"]) == (True, "unchanged", True)
    (place.articles / "light.md").write_text("# 灯塔\n\n前言。\n\n" + TEXT, encoding="utf-8")
    run = place.run("verify", answer, YUANWEN_LANG="zh")
    assert (run.returncode, run.stdout.startswith("已移动")) == (0, True)
    assert "构建索引后有改动" in run.stderr
    (place.articles / "light.md").write_text(TEXT.replace("紫色", "白色"), encoding="utf-8")
    run = place.run("verify", answer)
    assert (run.returncode, run.stdout.startswith("changed")) == (1, True)


@pytest.mark.slow
def test_an_index_is_carried_in_one_file(place: Place, tmp_path: Path) -> None:
    place.run("add", place.file("light.md", TEXT))
    carried = tmp_path / "carried.yuanwen"
    assert place.json("export", carried)["articles"] == 1
    assert place.run("export", carried).returncode == 1
    other = Place(tmp_path / "other")
    other.home.mkdir()
    found = other.json("import", carried)
    assert (found["articles"], found["kept"]) == (1, None)
    assert [row["state"] for row in other.json("articles")] == ["carried"]
    run = other.run("remove", "light.md")
    assert (run.returncode, other.json("articles")) == (0, [])
    assert other.json("remove", "--undo")["restored"] == ["light.md"]
    assert [row["state"] for row in other.json("articles")] == ["carried"]
    answer = json.loads(yuanwen("ask", "--index", other.index, "--json", QUESTION).stdout)
    assert answer["quotes"][0]["text"] == "灯塔的颜色是紫色。"


def test_a_watch_prints_a_line_a_build_and_stops_on_an_interrupt(place: Place) -> None:
    place.articles.mkdir()
    (place.articles / "a.md").write_text(TEXT, encoding="utf-8")
    (place.articles / "copy.md").write_text(TEXT, encoding="utf-8")
    (place.articles / "empty.md").touch()
    command = [sys.executable, "-m", "qa.cli", "build", "--watch", "--json"]
    command += ["--articles", str(place.articles), "--index", str(place.index)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment(), text=True, **pipes) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        assert (first["articles"], first["generation"]) == (1, 1)
        (place.articles / "b.md").write_text("面包用面粉做成。", encoding="utf-8")
        started = time.monotonic()
        second = json.loads(process.stdout.readline())
        assert time.monotonic() - started < 2
        assert (second["articles"], second["added"], second["generation"]) == (2, 1, 2)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stderr is not None
        errors = process.stderr.read()
        assert "Traceback" not in errors
        assert errors.count("copy.md says the same as a.md") == errors.count("empty.md is empty") == 1
