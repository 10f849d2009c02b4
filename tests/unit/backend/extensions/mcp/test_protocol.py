"""The protocol's own client over standard input and output, and over HTTP."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from support.models.tiny import write_tiny_folder
from support.processes.until import until

pytest.importorskip("mcp", reason="the SDK of the protocol is not installed: shotglass[mcp]")

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import Tool

GOLDEN = Path(__file__).with_name("tools.jsonl")
COMMAND = ["-m", "shotglass", "mcp", "--model", "tiny"]
Ask = Callable[..., Awaitable[Any]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny")
    return root


def talk(root: Path, asked: Callable[[ClientSession], Awaitable[Any]], *more: str) -> Any:
    """Starts the command, asks it by the client, and returns what came."""
    server = StdioServerParameters(
        command=sys.executable, args=[*COMMAND, "--models", str(root), *more]
    )

    async def session() -> Any:
        async with stdio_client(server) as (read, write), ClientSession(read, write) as client:
            await client.initialize()
            return await asked(client)

    return asyncio.run(session())


@pytest.fixture(scope="module")
def spoken(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The tools, then the answers to a right call and to four wrong ones."""

    async def asked(client: ClientSession) -> list[Any]:
        tools = (await client.list_tools()).tools
        arguments: list[dict[str, Any]] = [
            {"prompt": "the", "answers": [" a", " b"]},
            {"prompt": "the", "answers": [" a"], "more": 1},
            {"prompt": "the", "answers": []},
            {"prompt": "the", "answers": [" a"], "model": "../tiny"},
            {"prompt": "the", "answers": [" a"], "heads_off": [[9, 9]]},
        ]
        return [tools, *[await client.call_tool("score", each) for each in arguments]]

    spoken: list[Any] = talk(root, asked, "--records", str(tmp_path_factory.mktemp("records")))
    return spoken


def test_the_tools_and_what_they_take_are_as_written_down(spoken: list[Any]) -> None:
    assert written(spoken[0]) == GOLDEN.read_text("utf-8"), (
        f"what the client was told is no longer what {GOLDEN.name} says"
    )


def test_a_call_is_answered_and_a_wrong_one_is_a_sentence(spoken: list[Any]) -> None:
    _, right, *wrong = spoken

    assert not right.is_error
    assert {each["text"] for each in right.structured_content["score"]["answers"]} == {" a", " b"}
    assert all(each.is_error for each in wrong)
    texts = [each.content[0].text for each in wrong]
    assert texts[0] == "score: more: Extra inputs are not permitted."
    assert texts[1].startswith("score: answers: ")
    assert "pydantic" not in texts[1]
    assert "There is no model '../tiny' here. Installed: tiny." in texts[2]
    assert "There is no head 9" in texts[3] or "There is no layer 9" in texts[3]


def written(tools: Sequence[Tool]) -> str:
    """What a client learns of the tools, a line a tool."""
    lines = [tool.model_dump_json(exclude_none=True, by_alias=True) for tool in tools]
    return "".join(json.dumps(json.loads(line), sort_keys=True) + "\n" for line in lines)


@pytest.fixture(scope="module")
def port(root: Path) -> Iterator[int]:
    """Of a server over HTTP, once it listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, *COMMAND, "--models", str(root), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        until(lambda: status(port, f"127.0.0.1:{port}") != 0)
        yield port
        process.send_signal(signal.SIGINT)


def status(port: int, host: str, origin: str | None = None) -> int:
    """Of a call without a body, by whoever names that host; 0 where nobody listens."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        headers = {"Host": host, "Content-Type": "application/json"}
        connection.request("POST", "/mcp", b"{}", headers | ({"Origin": origin} if origin else {}))
        return connection.getresponse().status
    except ConnectionError:
        return 0
    finally:
        connection.close()


@pytest.mark.by_need
def test_over_http_the_same_tools_answer(port: int) -> None:
    async def asked() -> Any:
        async with (
            streamable_http_client(f"http://127.0.0.1:{port}/mcp") as streams,
            ClientSession(streams[0], streams[1]) as client,
        ):
            await client.initialize()
            return await client.call_tool("score", {"prompt": "the", "answers": [" a"]})

    answered = asyncio.run(asked())

    assert answered.structured_content["model"] == "tiny"


@pytest.mark.by_need
def test_over_http_no_other_name_and_no_page_of_another_site_gets_in(port: int) -> None:
    own = f"127.0.0.1:{port}"

    assert status(port, "evil.example") == 421
    assert status(port, f"evil.example:{port}") == 421
    assert status(port, own, "http://evil.example") == 403
    assert status(port, own) in (400, 406), "it gets as far as the protocol"
