"""An answer on its way from a worker thread to a client."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shotglass.server.front.exchange import ROOM, Exchange
from shotglass.server.front.workers import Workers

PIECE = b"x" * (ROOM // 4)


class Answer:
    """``pieces`` of ``PIECE``; counts those that were made, and whether it was closed."""

    def __init__(self, pieces: int) -> None:
        self.left, self.made, self.closed = pieces, 0, threading.Event()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Answer:
        start("200 OK", [("X-Name", "value")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        while self.left:
            self.left -= 1
            self.made += 1
            yield PIECE

    def close(self) -> None:
        self.closed.set()


def exchanged(answer: Any, send: Callable[[dict[str, Any]], Any], **environ: object) -> None:
    async def run() -> None:
        await Exchange(answer, dict(environ), Workers(1, "test")).run(send)

    asyncio.run(asyncio.wait_for(run(), 20))


def test_an_answer_is_sent_whole_in_its_order_and_closed() -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    answer = Answer(11)
    exchanged(answer, send)
    assert (sent[0]["status"], sent[0]["headers"]) == (200, [(b"x-name", b"value")])
    assert b"".join(message["body"] for message in sent[1:]) == PIECE * 11
    more = [message["more_body"] for message in sent[1:]]
    assert more == [True] * (len(more) - 1) + [False]
    assert answer.closed.wait(5)


def test_pieces_that_wait_while_the_loop_is_busy_are_sent_as_one() -> None:
    sent: list[bytes] = []
    made = threading.Event()

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        start("200 OK", [])
        yield b"first"
        assert begun.wait(5)
        yield from (b"a", b"b", b"c")
        made.set()
        yield b"last"

    begun = threading.Event()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("body", b""))
        if sent[-1] == b"first":
            begun.set()
            assert made.wait(5)  # the loop does nothing else meanwhile

    exchanged(answer, send)
    assert sent[1] == b"first"
    assert sent[2].startswith(b"abc")
    assert b"".join(sent) == b"firstabclast"


def test_a_reader_that_stands_still_holds_no_thread_and_not_the_whole_answer() -> None:
    """The one worker does other work while the client does not read."""
    workers, answer = Workers(1, "test"), Answer(1000)
    other = threading.Event()

    async def run() -> None:
        stands_still = asyncio.Event()

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                await stands_still.wait()

        exchange = Exchange(answer, {}, workers)
        running = asyncio.create_task(exchange.run(send))
        await asyncio.sleep(0.3)
        workers.submit(other.set)
        await asyncio.sleep(0.3)
        assert other.is_set()
        assert answer.made <= 4
        exchange.gone.set()
        stands_still.set()
        await running

    asyncio.run(asyncio.wait_for(run(), 20))
    assert answer.made <= 4
    assert answer.closed.wait(5)


def test_what_is_raised_in_an_answer_breaks_it_off_and_closes_it() -> None:
    class Breaking(Answer):
        def __iter__(self) -> Iterator[bytes]:
            yield PIECE
            raise OSError("the file became shorter")

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    answer = Breaking(1)
    with pytest.raises(OSError, match="shorter"):
        exchanged(answer, send)
    assert all(message.get("more_body", True) for message in sent)
    assert answer.closed.wait(5)


def test_an_answer_that_nobody_waits_for_is_not_begun() -> None:
    answer = Answer(3)

    async def run() -> None:
        exchange = Exchange(answer, {}, Workers(1, "test"))
        exchange.gone.set()
        await exchange.run(lambda message: pytest.fail("it is sent"))

    asyncio.run(asyncio.wait_for(run(), 20))
    assert answer.made == 0
