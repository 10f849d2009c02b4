"""When a connection is ended, by a clock that the test sets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from shotglass.server.front.connection import (
    HEAD_ROOM,
    IDLE,
    STILL,
    WHOLE,
    Connection,
    connection_class,
    most_connections,
)

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"


class Wire(asyncio.Transport):
    """Remembers what is written; ``unsent`` bytes wait for the client."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.unsent, self.ended = b"", 0, ""

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def is_closing(self) -> bool:
        return bool(self.ended)

    def abort(self) -> None:
        self.ended = "aborted"

    def close(self) -> None:
        self.ended = "closed"

    def can_write_eof(self) -> bool:
        return False

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


async def app(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await asyncio.sleep(0.05)  # the answer takes its time
    await send({"type": "http.response.body", "body": b"", "more_body": False})


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    with asyncio.Runner() as runner:  # cancels what a test leaves behind
        yield runner.get_loop()


@pytest.fixture
def state() -> ServerState:
    return ServerState()


def connected(
    loop: asyncio.AbstractEventLoop, state: ServerState, most: int = 8
) -> tuple[Connection, Wire]:
    config, wire = Config(app, lifespan="off", ws="none", log_config=None), Wire()
    connection = connection_class(most)(config, state, {}, loop)
    connection.connection_made(wire)
    return connection, wire


def test_a_connection_without_a_request_is_ended_when_it_was_idle_for_long(
    loop: asyncio.AbstractEventLoop, state: ServerState
) -> None:
    connection, wire = connected(loop, state)
    connection.close_if_still(monotonic() + IDLE - 1)
    assert not wire.ended
    connection.close_if_still(monotonic() + IDLE + 1)
    assert wire.ended == "aborted"


@pytest.mark.parametrize("half", [REQUEST[:20], HALF])
def test_half_a_request_is_ended_when_nothing_follows_and_when_it_takes_too_long(
    loop: asyncio.AbstractEventLoop, state: ServerState, half: bytes
) -> None:
    async def run() -> None:
        for late in (STILL + 1, WHOLE + 1):
            connection, wire = connected(loop, state)
            connection.data_received(half)
            connection.close_if_still(monotonic() + STILL - 1)
            assert not wire.ended
            if late > WHOLE:
                connection._heard = monotonic() + WHOLE  # it went on trickling
            connection.close_if_still(monotonic() + late)
            assert wire.ended == "aborted"

    loop.run_until_complete(run())


def test_an_answer_that_takes_long_is_not_idleness(
    loop: asyncio.AbstractEventLoop, state: ServerState
) -> None:
    async def run() -> None:
        connection, wire = connected(loop, state)
        connection.data_received(REQUEST)
        connection._heard -= 10 * IDLE  # the request came long ago
        await asyncio.sleep(0.02)  # the answer has begun
        connection.close_if_still(monotonic())
        assert not wire.ended
        while b"200 OK" not in wire.written:
            await asyncio.sleep(0.01)
        connection.close_if_still(monotonic())
        assert not wire.ended

    loop.run_until_complete(run())


def test_a_reader_that_goes_on_is_left_alone_and_one_that_stands_still_is_ended(
    loop: asyncio.AbstractEventLoop, state: ServerState
) -> None:
    connection, wire = connected(loop, state)
    connection._heard -= 10 * IDLE
    now = monotonic()
    for step in range(100):  # 100 times as long as it may stand still
        wire.unsent = 1000 - step
        connection.close_if_still(now := now + STILL - 1)
        assert not wire.ended
    connection.close_if_still(now := now + STILL - 1)
    assert not wire.ended
    wire.unsent += 500  # what is added is not what moves
    connection.close_if_still(now + 2)
    assert wire.ended == "aborted"


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        (b"HTTP/1.1\r\nHost: localhost\r\nX: a\x01b\r\n\r\n", b"400"),
        (b"HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", b"400"),
        (b"HTTP/9.9\r\nHost: localhost\r\n\r\n", b"505"),
        (b"HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * (HEAD_ROOM + 1), b"431"),
    ],
    ids=["control character", "two lengths", "version", "length"],
)  # fmt: skip
@pytest.mark.parametrize("method", [b"GET", b"HEAD"])
def test_what_is_refused_has_a_body_unless_the_head_alone_was_wanted(
    loop: asyncio.AbstractEventLoop,
    state: ServerState,
    method: bytes,
    rest: bytes,
    status: bytes,
) -> None:
    async def run() -> None:
        connection, wire = connected(loop, state)
        connection.data_received(method + b" / " + rest)
        head, _, body = wire.written.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 " + status)
        assert body.startswith(b'{"type"') or method == b"HEAD"
        was_read = b"X: a" in rest or status == b"505"  # the others end before their method is
        assert not body or method == b"GET" or not was_read

    loop.run_until_complete(run())


def test_one_connection_too_many_ends_the_one_that_was_idle_for_longest(
    loop: asyncio.AbstractEventLoop, state: ServerState
) -> None:
    async def run() -> None:
        idle, busy, half, fresh = (connected(loop, state, 4) for _ in range(4))
        idle[0]._heard -= 20
        busy[0].data_received(REQUEST)
        half[0].data_received(HALF)
        for wire in (idle[1], fresh[1], half[1]):
            more = connected(loop, state, 4)
            more[0].data_received(REQUEST)
            assert wire.ended == "aborted"
        last = connected(loop, state, 4)
        assert last[1].ended == "aborted"
        assert not busy[1].ended
        await asyncio.gather(*state.tasks)

    loop.run_until_complete(run())


def test_half_of_the_descriptors_are_for_connections() -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        for limit, most in ((256, 128), (1024, 512)):
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
            assert most_connections() == most
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert most_connections() <= 1000


def test_what_is_written_is_sent_at_once(
    loop: asyncio.AbstractEventLoop, state: ServerState
) -> None:
    """Over a listener as the server makes it, whose sockets asyncio leaves as they are."""
    config = Config(app, lifespan="off", ws="none", log_config=None)
    made: list[Connection] = []

    def connection() -> Connection:
        made.append(connection_class(8)(config, state, {}, loop))
        return made[-1]

    async def run() -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        server = await loop.create_server(connection, sock=listener)
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(REQUEST)
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        accepted = made[0].transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        writer.close()
        server.close()

    loop.run_until_complete(run())
