"""An answer on its way from a worker thread to a client."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shotglass.server.front.exchange import GONE, ROOM, UNREAD, WAKE, Exchange
from shotglass.server.front.threads import Continuing, LoopCalls, Workers

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


def exchange_of(answer: Any, environ: dict[str, Any], workers: Workers) -> Exchange:
    return Exchange(answer, environ, workers, Continuing(), LoopCalls(asyncio.get_running_loop()))


def exchanged(answer: Any, send: Callable[[dict[str, Any]], Any], **environ: object) -> None:
    async def run() -> None:
        await exchange_of(answer, dict(environ), Workers(1, "test")).run(send)

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
    assert answer.closed.wait(20)


def test_pieces_that_wait_while_the_loop_is_busy_are_sent_as_one() -> None:
    sent: list[bytes] = []
    made = threading.Event()

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterator[bytes]:
        start("200 OK", [])
        yield b"first"
        assert begun.wait(20)
        yield from (b"a", b"b", b"c")
        made.set()
        yield b"last"

    begun = threading.Event()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("body", b""))
        if sent[-1] == b"first":
            begun.set()
            assert made.wait(20)  # the loop does nothing else meanwhile

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

        exchange = exchange_of(answer, {}, workers)
        running = asyncio.create_task(exchange.run(send))
        await asyncio.sleep(0.3)  # time for more to be made, if it were
        workers.submit(other.set)
        assert await asyncio.to_thread(other.wait, 10)
        assert answer.made <= 4
        exchange.gone.set()
        stands_still.set()
        await running

    asyncio.run(asyncio.wait_for(run(), 20))
    assert answer.made <= 4
    assert answer.closed.wait(20)


class Waiting:
    """An answer of which a piece is there whenever ``news`` is called, until there are ``pieces``;
    counts how often it is asked, and in which threads."""

    def __init__(self, pieces: int) -> None:
        self.left, self.ready, self.asked = pieces, 0, 0
        self.threads: set[str] = set()
        self.waits, self.closed = threading.Event(), threading.Event()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Waiting:
        start("200 OK", [])
        self.gone, self.unread = environ[GONE], environ[UNREAD]
        self.wake = environ[WAKE]()
        return self

    def __iter__(self) -> Waiting:
        return self

    def __next__(self) -> bytes:
        self.asked += 1
        self.threads.add(threading.current_thread().name)
        if self.left == 0:
            raise StopIteration
        if self.ready == 0:
            self.waits.set()
            return b""
        self.left, self.ready = self.left - 1, self.ready - 1
        return b"piece"

    def close(self) -> None:
        self.closed.set()

    def news(self) -> None:
        self.ready += 1
        self.wake()


def test_answers_that_wait_hold_no_worker_and_are_gone_on_with_when_woken() -> None:
    """The one worker begins three answers, none of which is over before the last has begun."""
    answers, sent = [Waiting(2) for _ in range(3)], [b"", b"", b""]

    async def run() -> None:
        workers, continuing = Workers(1, "test"), Continuing()
        calls = LoopCalls(asyncio.get_running_loop())

        def sending(number: int) -> Callable[[dict[str, Any]], Any]:
            async def send(message: dict[str, Any]) -> None:
                sent[number] += message.get("body", b"")

            return send

        running = [
            asyncio.create_task(Exchange(one, {}, workers, continuing, calls).run(sending(number)))
            for number, one in enumerate(answers)
        ]
        for one in answers:
            assert await asyncio.to_thread(one.waits.wait, 20)
        for _ in range(2):
            for one in answers:
                one.news()
        await asyncio.gather(*running)

    asyncio.run(asyncio.wait_for(run(), 20))
    assert sent == [b"piecepiece"] * 3
    assert all(one.closed.wait(20) for one in answers)
    later = set.union(*(one.threads for one in answers)) - {"test-0"}
    assert later == {"streams"}


def test_an_answer_that_always_has_more_lets_others_take_their_turns() -> None:
    """It goes on until the other, which is woken once, has ended."""
    other, ended, sent = Waiting(1), threading.Event(), []

    class Endless(Waiting):
        def __next__(self) -> bytes:
            if ended.is_set():
                raise StopIteration
            time.sleep(0.001)  # a part takes a moment
            return b"more"

    async def run() -> None:
        workers, continuing = Workers(2, "test"), Continuing()
        calls = LoopCalls(asyncio.get_running_loop())

        async def send(message: dict[str, Any]) -> None:
            sent.append(message.get("body"))

        endless = asyncio.create_task(
            Exchange(Endless(1), {}, workers, continuing, calls).run(send)
        )
        one = asyncio.create_task(Exchange(other, {}, workers, continuing, calls).run(send))
        assert await asyncio.to_thread(other.waits.wait, 20)
        other.news()
        await one
        ended.set()
        await endless

    asyncio.run(asyncio.wait_for(run(), 20))
    assert b"piece" in sent


def test_an_answer_that_is_woken_before_it_waits_misses_nothing() -> None:
    answer, sent = Waiting(1), []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Waiting:
        made = answer(environ, start)
        answer.news()
        return made

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("body"))

    exchanged(app, send)
    assert sent[1] == b"piece"


def test_a_silent_answer_is_looked_at_again_and_again_and_closed_when_its_client_leaves() -> None:
    class Leaving(Waiting):
        def __next__(self) -> bytes:
            if self.gone():
                raise StopIteration
            return super().__next__()

    answer = Leaving(1)

    async def run() -> None:
        async def send(message: dict[str, Any]) -> None:
            pass

        exchange = exchange_of(answer, {}, Workers(1, "test"))
        running = asyncio.create_task(exchange.run(send))
        assert await asyncio.to_thread(answer.waits.wait, 20)
        while answer.asked <= 2:
            await asyncio.sleep(0.01)
        exchange.leave()
        await running

    asyncio.run(asyncio.wait_for(run(), 20))
    assert answer.closed.wait(20)


def test_what_was_made_and_not_sent_is_told_to_the_answer() -> None:
    answer, unread = Waiting(3), []

    async def run() -> None:
        goes_on = asyncio.Event()

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                await goes_on.wait()

        exchange = exchange_of(answer, {}, Workers(1, "test"))
        running = asyncio.create_task(exchange.run(send))
        assert await asyncio.to_thread(answer.waits.wait, 20)
        for _ in range(2):
            answer.news()
        await asyncio.sleep(0.3)  # time for both to be sent, if they were
        unread.append(answer.unread())
        goes_on.set()
        while answer.unread():
            await asyncio.sleep(0.01)
        answer.news()
        await running

    asyncio.run(asyncio.wait_for(run(), 20))
    assert unread == [10]


def test_many_calls_for_the_loop_wake_it_once() -> None:
    woken, made = [], []

    async def run() -> None:
        loop = asyncio.get_running_loop()
        wake = loop.call_soon_threadsafe
        loop.call_soon_threadsafe = lambda *call: woken.append(wake(*call))  # type: ignore
        calls = LoopCalls(loop)
        for number in range(100):
            calls.put(lambda number=number: made.append(number))  # type: ignore[misc]
        await asyncio.sleep(0.05)  # the loop makes what it was called for first

    asyncio.run(run())
    assert (len(woken), made) == (1, list(range(100)))


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
    assert answer.closed.wait(20)


def test_an_answer_that_nobody_waits_for_is_not_begun() -> None:
    answer = Answer(3)

    async def run() -> None:
        exchange = exchange_of(answer, {}, Workers(1, "test"))
        exchange.gone.set()
        await exchange.run(lambda message: pytest.fail("it is sent"))

    asyncio.run(asyncio.wait_for(run(), 20))
    assert answer.made == 0
