"""How much one address may ask, and what it is told when it asks for more."""

import asyncio
from typing import Any

import httpx
import pytest

from qa.web.limits import Buckets, Limits


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_then_what_flows_in() -> None:
    clock = Clock()
    buckets = Buckets(60, 3, clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 1]
    assert buckets.take("b") == 0
    clock.now = 0.5
    assert buckets.take("a") == pytest.approx(0.5)
    clock.now = 100
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 1]


def test_a_token_given_back_can_be_taken_again() -> None:
    buckets = Buckets(1, 1, Clock())
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    buckets.give("a")
    assert buckets.take("a") == 0


def test_however_many_addresses_come_few_are_remembered_and_the_busy_ones_are() -> None:
    clock = Clock()
    buckets = Buckets(60, 2, clock)
    for number in range(25_000):
        clock.now += 0.001
        buckets.take(str(number))
        if number % 100 == 0:
            buckets.take("busy")
    assert buckets.remembered <= 10_000
    assert buckets.take("busy") > 0


@pytest.fixture(scope="module")
def slow(start: Any) -> str:
    """A page that lets an address send four requests at once and sixteen a minute."""
    return str(start(rate=16))


@pytest.mark.parametrize(
    ("language", "says"), [("zh-CN,zh;q=0.9", "请在"), ("en-GB", "Please try again"), ("", "请在")]
)
def test_who_asks_too_fast_is_told_so_politely(http: httpx.Client, slow: str, language: str, says: str) -> None:
    body = {"data": ["华为云", 1]}
    found = [
        http.post(f"{slow}/gradio_api/run/search", json=body, headers={"accept-language": language}) for _ in range(6)
    ]
    last = found[-1]
    assert last.status_code == 429
    assert says in last.json()["detail"]
    assert 1 <= int(last.headers["retry-after"]) <= 60
    assert "default-src" in last.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["queue/join", "call/ask", "run/ask", "upload"])
def test_every_way_to_make_the_server_work_is_counted(http: httpx.Client, slow: str, path: str) -> None:
    answers = [http.post(f"{slow}/gradio_api/{path}", json={"data": []}).status_code for _ in range(5)]
    assert answers[-1] == 429


def test_looking_at_the_page_is_not_counted(http: httpx.Client, slow: str) -> None:
    assert {http.get(f"{slow}/").status_code for _ in range(20)} == {200}


def test_a_long_request_is_refused_whatever_its_header_says(http: httpx.Client, address: str) -> None:
    url = f"{address}/gradio_api/run/ask"
    plain = http.post(url, content=b"x" * (4 * 2**20 + 1), headers={"content-type": "application/json"})
    assert (plain.status_code, "4 MB" in plain.json()["detail"]) == (413, True)
    parts = (b"x" * 2**20 for _ in range(6))  # sent in chunks, without its length
    assert http.post(url, content=parts, headers={"content-type": "application/json"}).status_code == 413


def test_a_question_of_a_megabyte_is_refused_as_too_long_a_question(http: httpx.Client, address: str) -> None:
    answer = http.post(f"{address}/gradio_api/run/ask", json={"data": ["a" * 10**6, None, False]})
    assert "2000" in answer.json()["error"]


def scope(address: str = "192.0.2.1", method: str = "POST") -> dict[str, Any]:
    """A request as ASGI has it."""
    return {"type": "http", "method": method, "path": "/gradio_api/run/ask", "headers": [], "client": (address, 1)}


async def called(limits: Limits, request: dict[str, Any]) -> list[dict[str, Any]]:
    """What is sent for a request with an empty body."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    await limits(request, receive, send)
    return sent


async def answering(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"well"})


def test_only_so_much_is_under_way_at_once_and_the_page_is_looked_at_meanwhile() -> None:
    async def through() -> tuple[list[Any], Any, Any]:
        gate = asyncio.Event()

        async def waiting(scope: Any, receive: Any, send: Any) -> None:
            if scope["method"] == "POST":
                await gate.wait()
            await answering(scope, receive, send)

        limits = Limits(waiting, 0)
        first = [asyncio.create_task(called(limits, scope(f"192.0.2.{n}"))) for n in range(64)]
        await asyncio.sleep(0)
        refused = await called(limits, scope())
        looked = await called(limits, scope(method="GET"))
        gate.set()
        return [one[0]["status"] for one in await asyncio.gather(*first)], refused, looked

    statuses, refused, looked = asyncio.run(through())
    assert set(statuses) == {200}
    assert refused[0]["status"] == 429
    assert "请过几秒再试" in refused[1]["body"].decode()
    assert looked[0]["status"] == 200


def test_a_full_queue_is_told_as_the_limits_are() -> None:
    async def full(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 503, "headers": []})
        await send({"type": "http.response.body", "body": b'{"detail":"Queue is full."}'})

    sent = asyncio.run(called(Limits(full, 0), scope()))
    assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 429
    assert b"Queue is full" not in sent[1]["body"]


def test_one_household_of_ipv6_is_one_address() -> None:
    limits = Limits(answering, 4)
    first, same, other = ("2001:db8::1", "2001:db8::2:3", "2001:db8:0:1::1")
    told = [asyncio.run(called(limits, scope(one)))[0]["status"] for one in (first, same, other)]
    assert told == [200, 429, 200]
