"""The tools that a model gets: two, and they only read."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("mcp")
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

QUESTION = "华为与多少所高校共建了ICT学院？"


@pytest.fixture(scope="module")
def tools_address(start: Any) -> str:
    """A page that offers its tools to models."""
    return str(start(mcp=True, rate=0))


def talk(address: str, say: Callable[[ClientSession], Awaitable[Any]], headers: dict[str, str] | None = None) -> Any:
    """Open a session, say something, and give what came of it."""

    async def through() -> Any:
        async with (
            streamablehttp_client(f"{address}/gradio_api/mcp/", headers=headers) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await say(session)

    return asyncio.run(asyncio.wait_for(through(), 60))


def test_two_tools_are_offered_with_what_they_take(tools_address: str) -> None:
    tools = talk(tools_address, lambda session: session.list_tools()).tools
    assert {tool.name for tool in tools} == {"ask", "search"}
    [ask] = [tool for tool in tools if tool.name == "ask"]
    assert "quotes" in ask.description
    assert ask.inputSchema["properties"]["question"]["type"] == "string"
    assert "2,000 characters" in ask.inputSchema["properties"]["question"]["description"]


def test_an_answer_comes_with_its_quotes(tools_address: str) -> None:
    told = talk(tools_address, lambda session: session.call_tool("ask", {"question": QUESTION}))
    assert not told.isError
    assert "2600多所高校" in json.loads(told.content[0].text)["quotes"][0]["text"]


@pytest.mark.parametrize("name", ["articles", "_ask", "_clear", "predict"])
def test_no_other_function_can_be_called(tools_address: str, name: str) -> None:
    assert talk(tools_address, lambda session: session.call_tool(name, {})).isError


def test_what_is_wrong_with_a_question_is_said(tools_address: str) -> None:
    told = talk(tools_address, lambda session: session.call_tool("ask", {"question": "?"}))
    assert told.isError
    assert "empty" in told.content[0].text


def test_there_is_nothing_to_read_or_to_be_prompted_with(tools_address: str) -> None:
    assert talk(tools_address, lambda session: session.list_resources()).resources == []
    assert talk(tools_address, lambda session: session.list_prompts()).prompts == []
    schema = httpx.get(f"{tools_address}/gradio_api/mcp/schema").json()
    assert {one["name"] for one in schema} == {"ask", "search"}


def test_a_model_signs_in_like_any_program(start: Any, accounts: Path) -> None:
    address = start(mcp=True, rate=0, auth=accounts)
    named = httpx.BasicAuth("reader", "swordfish").auth_flow(httpx.Request("GET", address))
    headers = {"authorization": next(named).headers["authorization"]}
    told = talk(address, lambda session: session.call_tool("search", {"question": "华为云", "k": 1}), headers)
    assert not told.isError
    assert httpx.post(f"{address}/gradio_api/mcp/", json={}).status_code == 401
