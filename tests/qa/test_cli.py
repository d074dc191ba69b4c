"""The command itself, as a shell runs it: exit codes, shapes of JSON, and what goes to which stream."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

import corpus
from tests.command_line import ROOT, Run, environment, yuanwen

ARTICLES = Path(corpus.__file__).parent / "articles"
QUESTION = "华为与多少所高校共建了ICT学院？"
QUOTE_KEYS = ["article", "article_hash", "file", "title", "source", "section", "page", "line", "date", "start", "end"]
QUOTE_KEYS += ["text", "passage", "score", "answer", "also"]
ANSWER_KEYS = ["question", "kind", "answered", "probability", "text", "quotes", "nearest", "searched", "parts"]
ANSWER_KEYS += ["generation", "encoder", "seconds"]
HIT_KEYS = ["article", "title", "source", "start", "end", "text", "score", "legs"]
HAN = re.compile(r"[\u4e00-\u9fff]")
PROGRESS = re.compile(r"(?:Reading|Encoding|Writing search files|读取|编码|写入检索文件) \d+/\d+")


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def told(run: Run) -> list[str]:
    """What a command said to people, but for how far it was where the machine was busy for long."""
    return [line for line in run.stderr.splitlines() if not PROGRESS.match(line)]


# answers


@pytest.fixture(scope="module")
def answered(speech_index: Path) -> Run:
    return yuanwen("ask", "--index", speech_index, "--json", QUESTION)


@pytest.fixture(scope="module")
def refused(speech_index: Path) -> Run:
    return yuanwen("ask", "--index", speech_index, "--json", "珠穆朗玛峰的海拔是多少米？")


def test_an_answer_is_json_on_stdout_and_nothing_on_stderr(answered: Run) -> None:
    assert (answered.returncode, answered.stderr) == (0, "")
    answer = json.loads(answered.stdout)
    assert list(answer) == ANSWER_KEYS
    assert (answer["question"], answer["searched"], answer["answered"]) == (QUESTION, QUESTION, True)
    assert (answer["generation"], answer["encoder"], answer["nearest"]) == (1, "bundled", [])
    assert 0 < answer["probability"] <= 1
    assert answer["seconds"] > 0
    assert answer["text"] == "\n".join(quote["text"] for quote in answer["quotes"])


def test_every_quote_has_every_key_and_null_where_the_file_has_no_such_thing(answered: Run, refused: Run) -> None:
    quotes = json.loads(answered.stdout)["quotes"] + json.loads(refused.stdout)["nearest"]
    assert len(quotes) >= 4
    for quote in quotes:
        assert list(quote) == QUOTE_KEYS
        assert quote["page"] is None
        assert list(quote["passage"]) == ["start", "end", "text"]
        assert re.fullmatch(r"[0-9a-f]{64}", quote["article_hash"])
        assert quote["end"] - quote["start"] == len(quote["text"])
        assert quote["passage"]["start"] <= quote["start"] < quote["end"] <= quote["passage"]["end"]


def test_a_refusal_is_an_answer_too_with_what_comes_nearest(refused: Run) -> None:
    answer = json.loads(refused.stdout)
    assert (refused.returncode, refused.stderr, list(answer)) == (0, "", ANSWER_KEYS)
    assert (answer["answered"], answer["quotes"], len(answer["nearest"])) == (False, [], 3)
    assert answer["text"] == "这些文章没有回答这个问题。"


def test_for_people_quotes_are_numbered_with_their_place(speech_index: Path) -> None:
    run = yuanwen("ask", "--index", speech_index, QUESTION)
    assert run.returncode == 0
    assert run.stdout.startswith("[1] ")
    assert re.search(r"\.md:\d+$", run.stdout.splitlines()[1])


def test_a_question_that_cannot_be_written_out_is_escaped_as_json_does(speech_index: Path, tmp_path: Path) -> None:
    (tmp_path / "batch.jsonl").write_text(r'{"question": "华为\ud83d云的目标"}' + "\n", encoding="utf-8")
    run = yuanwen("ask", "--index", speech_index, "--batch", tmp_path / "batch.jsonl", PYTHONIOENCODING="ascii")
    assert run.returncode == 0
    assert run.stdout.isascii()
    assert lines(run.stdout)[0]["question"] == "华为\ud83d云的目标"


# search


def test_search_shows_passages_with_the_score_of_every_leg(speech_index: Path) -> None:
    run = yuanwen("search", "--index", speech_index, "-k", 4, "--json", QUESTION)
    result = json.loads(run.stdout)
    assert (run.returncode, run.stderr, list(result), result["question"]) == (0, "", ["question", "hits"], QUESTION)
    assert len(result["hits"]) == 4
    for hit in result["hits"]:
        assert list(hit) == HIT_KEYS
        assert {"lexical", "dense"} <= set(hit["legs"])
        assert all(isinstance(score, float) for score in hit["legs"].values())
    scores = [hit["score"] for hit in result["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_search_for_people_names_the_legs(speech_index: Path) -> None:
    run = yuanwen("search", "--index", speech_index, "-k", 1, QUESTION)
    assert run.stdout.startswith("1. ")
    assert "lexical" in run.stdout
    assert "dense" in run.stdout


# batches

BATCH: list[dict[str, Any]] = [
    {"id": "b", "question": QUESTION},
    {"id": 2, "question": "那教师呢？", "history": ["华为与多少所高校共建了ICT学院？"]},
    {"question": "谁在全联接大会上发表了主题演讲？"},
    {"id": "empty", "question": " \u200b"},
    {"id": "long", "question": "问" * 100_000},
    {"id": "off", "question": "How do I bake sourdough bread?"},
]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("batch") / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in BATCH), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def batched(speech_index: Path, batch: Path) -> Run:
    return yuanwen("ask", "--index", speech_index, "--batch", batch, YUANWEN_LANG="zh")


def test_a_batch_is_answered_in_order_with_its_ids(batched: Run) -> None:
    rows = lines(batched.stdout)
    assert (batched.returncode, batched.stderr) == (0, "")
    assert [row["question"] for row in rows] == [row["question"] for row in BATCH]
    assert [row.get("id") for row in rows] == [row.get("id") for row in BATCH]
    assert list(rows[0]) == ["id", *ANSWER_KEYS]
    assert list(rows[2]) == ANSWER_KEYS
    assert rows[1]["searched"] == "华为与多少所高校共建了教师？"
    assert not rows[5]["answered"]


def test_a_question_of_a_batch_that_cannot_be_asked_says_why_and_the_others_are_answered(
    batched: Run,
) -> None:
    rows = lines(batched.stdout)
    assert (list(rows[3]), rows[3]["error"]) == (["id", "question", "error"], "问题是空的。请输入要问的内容。")
    assert "100000 个字符" in rows[4]["error"]


def test_a_batch_line_is_the_answer_that_asking_alone_gives(batched: Run, answered: Run) -> None:
    first = lines(batched.stdout)[0]
    alone = {"id": "b", **json.loads(answered.stdout)}
    assert {**first, "seconds": 0} == {**alone, "seconds": 0}


def test_search_takes_batches_too(speech_index: Path, batch: Path) -> None:
    rows = lines(yuanwen("search", "--index", speech_index, "-k", 2, "--batch", batch).stdout)
    assert [row.get("id") for row in rows] == [row.get("id") for row in BATCH]
    assert list(rows[0]) == ["id", "question", "hits"]
    assert [len(row["hits"]) for row in (rows[0], rows[5])] == [2, 2]
    assert "50多万学生" in rows[1]["hits"][0]["text"]  # found with the question that it leans on


def test_a_bad_line_of_a_batch_is_named_after_the_answers_before_it(speech_index: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f'{{"id": 1, "question": "{QUESTION}"}}\nnot json\n', encoding="utf-8")
    run = yuanwen("ask", "--index", speech_index, "--batch", path)
    assert run.returncode == 1
    assert f"{path}, line 2" in run.stderr
    assert [row["id"] for row in lines(run.stdout)] == [1]


# building


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "articles"
    path.mkdir()
    (path / "moon.txt").write_text("甲公司在月球上建造了三座灯塔。灯塔是紫色的。\n", encoding="utf-8")
    return path


def test_a_build_reports_what_it_did_and_says_what_it_skipped(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.md").write_text(" \n", encoding="utf-8")
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 4)
    (folder / "old.txt").write_bytes("月球上的图书馆有很多书，书都是繁体字印刷的。".encode("gb18030"))
    index = tmp_path / "new" / "index.yuanwen"
    run = yuanwen("build", "--articles", folder, "--index", index, "--json")
    report = json.loads(run.stdout)
    assert run.returncode == 3
    keys = ["articles", "passages", "sentences", "added", "changed", "removed", "encoded", "skipped", "generation"]
    assert list(report) == [*keys, "encoder", "seconds", "copies", "near", "index", "articles_folder"]
    assert (report["articles"], report["added"], report["generation"]) == (2, 2, 1)
    assert [(row["path"], set(row)) for row in report["skipped"]] == [
        (name, {"path", "reason", "reason_zh", "digest"}) for name in ("empty.md", "noise.txt")
    ]
    assert all(row["path"] in row["reason"] and HAN.search(row["reason_zh"]) for row in report["skipped"])
    assert told(run) == [row["reason"] for row in report["skipped"]]

    (folder / "blank.md").touch()
    again = yuanwen("build", "--articles", folder, "--index", index, "--json", YUANWEN_LANG="zh")
    repeated = json.loads(again.stdout)
    assert (repeated["encoded"], repeated["generation"], again.returncode) == (0, 1, 3)
    assert [row["path"] for row in repeated["skipped"]] == ["blank.md", "empty.md", "noise.txt"]
    new, before = told(again)
    assert (new, "2 个文件" in before, "yuanwen articles" in before) == (
        repeated["skipped"][0]["reason_zh"],
        True,
        True,
    )


@pytest.mark.parametrize(("language", "words"), [("en", r"1 article, 1 passage, "), ("zh", r"1 篇文章，\d+ 个段落")])
def test_a_build_tells_people_in_one_line_of_their_language(
    folder: Path, tmp_path: Path, language: str, words: str
) -> None:
    run = yuanwen("build", "--articles", folder, "--index", tmp_path / "i.yuanwen", YUANWEN_LANG=language)
    assert (run.returncode, told(run)) == (0, [])
    assert re.match(words, run.stdout)


def test_the_environment_names_folder_and_index(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.yuanwen"
    places = {"YUANWEN_ARTICLES": str(folder), "YUANWEN_INDEX": str(index)}
    report = json.loads(yuanwen("build", "--json", **places).stdout)
    assert (report["index"], report["articles_folder"]) == (str(index), str(folder))
    [row] = json.loads(yuanwen("articles", "--json", **places).stdout)
    assert (row["article"], row["date"], row["source"]) == ("moon.txt", None, None)


def test_a_folder_that_is_not_there_is_named_and_no_index_is_made(tmp_path: Path) -> None:
    run = yuanwen("build", "--articles", tmp_path / "nowhere", "--index", tmp_path / "i.yuanwen")
    assert (run.returncode, run.stdout) == (1, "")
    assert str(tmp_path / "nowhere") in run.stderr
    assert not (tmp_path / "i.yuanwen").exists()


def test_an_index_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    run = yuanwen("build", "--articles", folder, "--index", tmp_path)  # a folder is in its place
    assert run.returncode == 1
    assert str(tmp_path) in run.stderr


def test_a_second_builder_is_told_to_wait(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.yuanwen"
    with FileLock(f"{index}.lock"):
        run = yuanwen("build", "--articles", folder, "--index", index)
    assert (run.returncode, run.stdout) == (11, "")
    assert str(index) in run.stderr


# what goes wrong


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["ask"], "--batch"),
        (["ask", ""], "empty"),
        (["ask", " ？\u200b "], "empty"),
        (["ask", "问" * 3_000], "3000"),
        (["search", "？"], "empty"),
        (["search", QUESTION, "-k", "0"], "-k"),
        (["ask", QUESTION, "--no-such-option"], "--no-such-option"),
        (["no-such-command"], "no-such-command"),
    ],
    ids=["no question", "empty", "invisible", "long", "empty search", "k", "option", "command"],
)
def test_wrong_usage_is_exit_code_2_and_says_what(speech_index: Path, arguments: list[str], hint: str) -> None:
    run = yuanwen(*arguments, YUANWEN_INDEX=str(speech_index))
    assert (run.returncode, run.stdout) == (2, "")
    assert hint in run.stderr


def test_a_setting_that_does_not_fit_is_named(speech_index: Path) -> None:
    run = yuanwen("ask", "--index", speech_index, QUESTION, YUANWEN_LANG="fr")
    assert run.returncode == 2
    assert "YUANWEN_LANG is 'fr'; en or zh" in run.stderr


@pytest.mark.parametrize("command", [["ask", QUESTION], ["search", QUESTION, "--json"], ["articles"]], ids=str)
def test_without_an_index_the_way_to_build_one_is_said(tmp_path: Path, command: list[str]) -> None:
    run = yuanwen(*command, "--index", tmp_path / "i.yuanwen")
    assert (run.returncode, run.stdout) == (10, "")
    assert f"yuanwen build --index {tmp_path / 'i.yuanwen'}" in run.stderr
    assert list(tmp_path.iterdir()) == []


def cut_short(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    return data[:4096] + bytes(byte ^ 0x55 if place % 97 == 0 else byte for place, byte in enumerate(data[4096:]))


def another_kind(_: bytes) -> bytes:
    return b"hello, I am no index\n" * 300


@pytest.mark.parametrize("damage", [cut_short, flipped, another_kind], ids=lambda damage: damage.__name__)
def test_a_damaged_index_is_noticed_named_and_left_as_it_is(
    closed_index: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "i.yuanwen"
    path.write_bytes(damage(closed_index.read_bytes()))
    before = path.read_bytes()
    run = yuanwen("ask", "--index", path, QUESTION)
    assert (run.returncode, run.stdout) == (12, "")
    assert str(path) in run.stderr
    assert path.read_bytes() == before


def test_a_model_that_is_not_there_is_named_with_the_ways_out(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.yuanwen"
    run = yuanwen("build", "--articles", folder, "--index", index, "--encoder", "nobody/no-such-model-yuanwen")
    assert (run.returncode, run.stdout) == (13, "")
    assert "nobody/no-such-model-yuanwen" in run.stderr
    assert "--encoder bundled" in run.stderr
    assert not index.exists()


def test_messages_speak_chinese_when_asked_to(tmp_path: Path) -> None:
    run = yuanwen("ask", "--index", tmp_path / "i.yuanwen", QUESTION, YUANWEN_LANG="zh")
    assert (
        run.stderr == f"{tmp_path / 'i.yuanwen'} 处没有索引。请先构建：yuanwen build --index {tmp_path / 'i.yuanwen'}\n"
    )


def test_the_locale_chooses_the_language_of_messages(tmp_path: Path) -> None:
    run = yuanwen("ask", "--index", tmp_path / "i.yuanwen", QUESTION, YUANWEN_LANG="", LC_ALL="", LANG="zh_CN.UTF-8")
    assert HAN.search(run.stderr)


def test_doctor_says_what_is_there_and_what_is_wrong(speech_index: Path, tmp_path: Path) -> None:
    well = yuanwen("doctor", "--index", speech_index, "--json")
    found = json.loads(well.stdout)
    assert (well.returncode, found["ok"], found["problems"], found["search_files"]) == (0, True, [], "ok")
    ill = yuanwen("doctor", "--index", tmp_path / "i.yuanwen")
    assert ill.returncode == 10
    assert "yuanwen build" in ill.stdout


def _open_when_read(pipe: Path, reader: "subprocess.Popen[str]") -> int:
    """A descriptor to write to a named pipe, once the command has loaded everything and waits for questions."""
    for _ in range(600):
        assert reader.poll() is None, reader.stderr and reader.stderr.read()
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            time.sleep(0.1)
    raise AssertionError("the command never asked for its questions")


@pytest.mark.skipif(os.name == "nt", reason="named pipes and SIGINT are POSIX")
def test_a_command_that_is_interrupted_says_so_by_130(speech_index: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "questions")
    command = [sys.executable, "-m", "qa.cli", "ask", "--index", str(speech_index), "--batch"]
    waiting = subprocess.Popen(
        [*command, str(tmp_path / "questions")], cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True
    )
    writer = _open_when_read(tmp_path / "questions", waiting)
    waiting.send_signal(signal.SIGINT)
    _, messages = waiting.communicate(timeout=60)
    os.close(writer)
    assert waiting.returncode == 130
    assert "Traceback" not in messages


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error there")
def test_a_reader_that_has_seen_enough_is_no_error(speech_index: Path, tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text(f'{{"question": "{QUESTION}"}}\n' * 100, encoding="utf-8")
    command = [sys.executable, "-m", "qa.cli", "ask", "--index", str(speech_index), "--batch"]
    with subprocess.Popen(
        [*command, str(tmp_path / "many.jsonl")],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert json.loads(run.stdout.readline())["answered"]
        run.stdout.close()
        assert run.stderr.read() == ""


# what is loaded

HEAVY = {"numpy", "gradio", "torch", "faiss", "sentence_transformers", "onnxruntime", "tantivy", "jieba", "scipy"}


def modules_after(*arguments: str) -> set[str]:
    """The top-level modules that are loaded once a command has run."""
    code = (
        "import contextlib, io, json, sys\n"
        "from qa import cli\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    cli.app({list(arguments)!r}, standalone_mode=False)\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    return set(json.loads(run.stdout))


@pytest.mark.parametrize(
    "command", [[], ["ask"], ["build"], ["chat"], ["models"], ["eval"], ["report"], ["compare"]], ids=str
)
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    assert not modules_after(*command, "--help") & HEAVY


def test_asking_loads_no_torch_no_sentence_transformers_and_no_gradio(speech_index: Path) -> None:
    loaded = modules_after("ask", "--index", str(speech_index), "--json", QUESTION)
    assert {"onnxruntime", "faiss"} <= loaded
    assert not loaded & {"torch", "sentence_transformers", "transformers", "gradio", "jieba", "scipy", "sklearn"}


def test_building_with_the_bundled_encoder_loads_no_torch_and_no_gradio(folder: Path, tmp_path: Path) -> None:
    loaded = modules_after("build", "--articles", str(folder), "--index", str(tmp_path / "i.yuanwen"))
    assert not loaded & {"torch", "sentence_transformers", "transformers", "gradio"}


def test_help_names_every_command() -> None:
    run = yuanwen("--help")
    assert (run.returncode, run.stderr) == (0, "")
    for command in (
        "chat",
        "ask",
        "search",
        "build",
        "articles",
        "doctor",
        "models",
        "eval",
        "report",
        "compare",
        "add",
        "remove",
        "export",
        "import",
        "verify",
    ):
        assert re.search(rf"^  {command} ", run.stdout, re.MULTILINE)
