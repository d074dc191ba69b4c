"""What may be uploaded, by size, count and type; what is refused leaves nothing behind."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.web.roles import Role, Visitor, enter
from qa.web.uploads import UploadLimits, Uploads

LIMITS = UploadLimits(file=1_000, together=2_500, files=3)


def tried(files: list[tuple[str, bytes]], limits: UploadLimits = LIMITS, piece: int = 7) -> tuple[int, bytes]:
    """Status of an upload that comes in pieces of so many bytes, and what the application behind has read of it."""
    request = httpx.Request("POST", "http://x/", files=[("files", one) for one in files])
    body, read = request.read(), bytearray()
    pieces = [body[place : place + piece] for place in range(0, len(body), piece)]
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    async def keeps(scope: Any, receive: Any, send: Any) -> None:
        more = True
        while more:
            message = await receive()
            read.extend(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    headers = [(name.lower(), value) for name, value in request.headers.raw]
    scope = {"type": "http", "method": "POST", "path": "/gradio_api/upload", "headers": headers}
    enter(scope, Visitor("", Role.EDITOR))
    asyncio.run(Uploads(keeps, limits)(scope, receive, send))
    return sent[0]["status"], bytes(read)


@pytest.mark.parametrize("name", ["a.md", "A.MD", "文章.pdf", "set.jsonl", "squad.json", "a b;c.txt", '引"号.html'])
def test_what_we_read_may_come(name: str) -> None:
    status, read = tried([(name, b"\0" * 900)])
    assert (status, read.count(b"\0")) == (200, 900)


@pytest.mark.parametrize("name", ["a.exe", "a", "a.md.exe", ".bashrc", "a.svg", "a.pkl", "x" * 300 + ".md"])
def test_what_we_do_not_read_may_not(name: str) -> None:
    assert tried([(name, b"x")])[0] in (400, 415)


def test_a_file_too_large_is_refused_before_all_of_it_is_here() -> None:
    status, read = tried([("a.md", b"x" * 100_000)])
    assert status == 413
    assert read.count(b"x") <= LIMITS.file


def test_files_too_large_together_are_refused() -> None:
    assert tried([("a.md", b"x" * 900)] * 2)[0] == 200
    assert tried([("a.md", b"x" * 900)] * 3)[0] == 413


def test_too_many_files_are_refused() -> None:
    assert tried([("a.md", b"x")] * 3)[0] == 200
    assert tried([("a.md", b"x")] * 4)[0] == 413


@pytest.mark.parametrize("piece", [1, 3, 64, 100_000])
def test_a_type_is_seen_however_the_bytes_are_cut(piece: int) -> None:
    assert tried([("a.md", b"x"), ("b.exe", b"x")], piece=piece)[0] == 415


def test_the_server_refuses_and_keeps_nothing(
    http: httpx.Client, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for files in ([("files", ("a.exe", b"MZ"))], [("files", ("a.md", b"x")), ("files", ("b.exe", b"x" * 3_000_000))]):
        answer = http.post(f"{address}/gradio_api/upload", files=files, headers={"accept-language": "zh"})
        assert (answer.status_code, "不支持这种文件" in answer.json()["detail"]) == (415, True)
    assert http.post(f"{address}/gradio_api/upload", content=b"nothing").status_code == 400
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
    assert http.post(f"{address}/gradio_api/upload", files={"files": ("a.md", b"# x")}).status_code == 200
