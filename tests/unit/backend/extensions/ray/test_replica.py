"""A replica over a tiny model: what it is passed on, and a client that leaves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.models.tiny import write_tiny_folder

from shotglass.extensions.ray.replica import Inquiry, Piece, Replica
from shotglass.server.config import ServerConfig
from shotglass.server.front.exchange import ResponseHead


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Replica:
    """Of a server with a key, for which the door has asked."""
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny")
    return Replica(ServerConfig(roots=(root,), api_keys=("secret",), runs=Path("none")))


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    """A replica lives in one loop."""
    with asyncio.Runner() as runner:
        yield runner


def inquiry(path: str, body: Any = None) -> Inquiry:
    data = b"" if body is None else json.dumps(body).encode()
    headers = [
        (b"host", b"127.0.0.1"),
        (b"content-type", b"application/json"),
        (b"content-length", str(len(data)).encode()),
    ]
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST" if data else "GET",
        "scheme": "http", "raw_path": path.encode(), "query_string": b"",
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2), "headers": headers,
    }  # fmt: skip
    return Inquiry(scope, data)


async def pieces(replica: Replica, request: Inquiry, most: int = 1_000) -> list[Piece]:
    answer, pieces = replica.answer(request), []
    async for piece in answer:
        pieces.append(piece)
        if len(pieces) == most:
            break
    await answer.aclose()
    return pieces


def test_the_answer_is_a_head_and_the_bytes_of_the_app(
    replica: Replica, loop: asyncio.Runner
) -> None:
    settings = {"temperature": 0, "max_tokens": 3}
    body = {"model": "tiny", "prompt": "ab", "settings": settings, "stream": True}

    head, *rest = loop.run(pieces(replica, inquiry("/api/v1/generate", body)))

    assert isinstance(head, ResponseHead)
    assert head.status == 200
    assert (b"content-type", b"text/event-stream; charset=utf-8") in head.headers
    data = b"".join(piece for piece in rest if isinstance(piece, bytes))
    assert json.loads(data.strip().rsplit(b"data: ", 1)[1])["type"] == "end"


def test_a_refusal_is_an_answer(replica: Replica, loop: asyncio.Runner) -> None:
    head, body = loop.run(pieces(replica, inquiry("/api/v1/generate", {})))[:2]
    assert isinstance(head, ResponseHead)
    assert head.status == 400
    assert isinstance(body, bytes)
    assert json.loads(body)["type"] == "/errors/invalid_parameter"


def test_a_client_that_leaves_ends_the_run(replica: Replica, loop: asyncio.Runner) -> None:
    body = {"model": "tiny", "prompt": "ab", "settings": {"max_tokens": 50, "n": 8}}

    async def leave_early() -> None:
        assert (
            len(await pieces(replica, inquiry("/api/v1/generate", body | {"stream": True}), 2)) == 2
        )
        _, text = await replica.counts()
        async with asyncio.timeout(20):
            while b"\nshotglass_requests_active 0.0" not in text:
                await asyncio.sleep(0.05)
                _, text = await replica.counts()

    loop.run(leave_early())


def test_it_says_how_it_is_under_a_name_of_its_own(replica: Replica, loop: asyncio.Runner) -> None:
    name, state = loop.run(replica.readiness())
    assert ":" in name
    assert state["model"] == "tiny"
