"""Drafting by a language model: a small server that speaks the protocol stands in for it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from qa.draft.endpoint import draft_by
from qa.errors import BadSetting, EndpointFailed
from qa.settings import Endpoint, endpoint

ROWS = [
    {"question": "多少所高校？", "answer": "2600多所高校"},
    {"question": "编的？", "answer": "文章里没有的话"},
    {"question": "", "answer": "华为"},
    "nothing",
]


class Model(BaseHTTPRequestHandler):
    """Replies with what the server was told to say, and keeps what it was asked."""

    server: Any

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("Authorization"), body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": {"content": self.server.said}}]}).encode())

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def model() -> Iterator[Any]:
    server: Any = HTTPServer(("127.0.0.1", 0), Model)
    server.asked, server.status = [], 200
    server.said = f"Here you are:\n```json\n{json.dumps(ROWS, ensure_ascii=False)}\n```"
    server.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def library(speech_index: Path) -> Iterator[Library]:
    found = Library.read(speech_index)
    yield found
    found.close()


def test_only_exact_ranges_of_a_passage_become_drafts(model: Any, library: Library) -> None:
    cases = draft_by(Endpoint(model.url, "small", "secret"), library, most=60)
    assert {case.question for case in cases} == {"多少所高校？"}
    assert all(case.review == "draft" and case.tags == ("endpoint",) for case in cases)
    for case in cases:
        for answer in case.answers:
            assert answer.place is not None
            text = library.article(answer.place.article).text
            assert text[answer.place.start : answer.place.end] == "2600多所高校"
    path, key, body = model.asked[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret", "small")


@pytest.mark.parametrize(("status", "said"), [(500, "[]"), (302, "[]")])
def test_a_model_that_fails_is_named(model: Any, library: Library, status: int, said: str) -> None:
    model.status, model.said = status, said
    with pytest.raises(EndpointFailed, match=str(status)):
        draft_by(Endpoint(model.url, "small", ""), library, most=3)


@pytest.mark.parametrize("said", ["", "I cannot do that.", "[1, 2]", "[{]", '{"question": "?"}'])
def test_a_reply_without_questions_makes_no_drafts(model: Any, library: Library, said: str) -> None:
    model.said = said
    assert draft_by(Endpoint(model.url, "small", ""), library, most=3) == []


def test_an_address_that_nothing_answers_at_is_named(library: Library) -> None:
    with pytest.raises(EndpointFailed, match="YUANWEN_ENDPOINT"):
        draft_by(Endpoint("http://127.0.0.1:9/v1", "small", ""), library, most=3)


def test_the_endpoint_is_what_the_environment_says() -> None:
    env = {"YUANWEN_ENDPOINT": "http://127.0.0.1:1/v1", "YUANWEN_ENDPOINT_MODEL": "m", "YUANWEN_ENDPOINT_KEY": "k"}
    assert endpoint(env) == Endpoint("http://127.0.0.1:1/v1", "m", "k")
    for bad in ({}, {"YUANWEN_ENDPOINT": "file:///etc/passwd"}):
        with pytest.raises(BadSetting, match="YUANWEN_ENDPOINT"):
            endpoint(bad)
