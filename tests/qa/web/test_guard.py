"""Which requests are let in, and what every answer carries."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.bot import Bot

QUESTION = {"data": ["华为云", 1]}


@pytest.mark.parametrize(
    "path", ["", "/", "/config", "/theme.css", "/gradio_api/info", "/gradio_api/nothing", "/nowhere"]
)
def test_every_answer_carries_the_security_headers(http: httpx.Client, address: str, path: str) -> None:
    headers = http.get(f"{address}{path}").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not {"http:", "https:", "*"} & set(policy.replace(";", " ").split())
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost.evil.example"]
)
def test_another_site_cannot_speak_in_a_visitors_name(http: httpx.Client, address: str, origin: str) -> None:
    refused = http.post(f"{address}/gradio_api/run/search", json=QUESTION, headers={"origin": origin})
    assert refused.status_code == 403
    own = http.post(f"{address}/gradio_api/run/search", json=QUESTION, headers={"origin": address})
    assert own.status_code == 200


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "192.0.2.1", ""])
def test_a_name_pointed_at_this_machine_is_refused(http: httpx.Client, address: str, name: str) -> None:
    assert http.get(f"{address}/config", headers={"host": f"{name}:7860"}).status_code == 403
    assert http.get(f"{address}/config", headers={"host": "localhost:7860"}).status_code == 200


SHUT = (
    *(
        "proxy=http://203.0.113.7/",
        "stream/a/b/c/playlist.m3u8",
        "deep_link",
        "dev/reload",
        "vibe-code",
        "runs",
        "mcp/",
    ),
    *("file/etc/passwd", "process_recording", "api/ask", "run-history/buckets", "component_server", "../monitoring"),
    *("../svelte/x", "profiling/traces"),
)


@pytest.mark.parametrize("path", SHUT)
def test_doors_that_the_page_does_not_need_are_shut(http: httpx.Client, address: str, path: str) -> None:
    for method in ("GET", "POST"):
        assert http.request(method, f"{address}/gradio_api/{path}").status_code in (404, 405)


def test_no_file_of_this_machine_is_given(http: httpx.Client, address: str, bot: Bot) -> None:
    for path in ("/etc/passwd", str(bot.index), str(Path(__file__)), "../../../../etc/passwd", "pyproject.toml"):
        assert http.get(f"{address}/gradio_api/file={path}").status_code in (403, 404)


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/gradio_api/openapi.json"])
def test_no_path_of_this_machine_is_told(http: httpx.Client, address: str, bot: Bot, path: str) -> None:
    told = http.get(f"{address}{path}").text
    for secret in (str(bot.index.parent), str(Path(__file__).parents[3]), str(Path.home()) + "/"):
        assert secret not in told


def test_private_handlers_take_no_shortcut_past_the_queue(http: httpx.Client, address: str) -> None:
    config = http.get(f"{address}/config").json()
    private = [one for one in config["dependencies"] if one["api_visibility"] == "private" and one["backend_fn"]]
    assert private
    for one in private:
        body = {"data": [], "fn_index": one["id"], "session_hash": "x"}
        assert http.post(f"{address}/gradio_api/run/{one['api_name'] or 'predict'}", json=body).status_code >= 400


@pytest.fixture(scope="module")
def open_address(start: Any) -> str:
    """A page that other machines may read."""
    return str(start(host="0.0.0.0", insecure=True, rate=0)).replace("0.0.0.0", "127.0.0.1")


def test_a_page_for_everybody_answers_under_any_name_and_takes_no_files(http: httpx.Client, open_address: str) -> None:
    assert http.get(f"{open_address}/config", headers={"host": "library.example"}).status_code == 200
    refused = http.post(f"{open_address}/gradio_api/upload", files={"files": ("a.md", b"x")})
    assert (refused.status_code, "editors" in refused.text) == (403, True)
