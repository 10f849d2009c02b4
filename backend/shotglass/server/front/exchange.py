"""One answer: an executor makes it, the event loop sends it."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .environ import Environ
from .workers import Executor

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Send = Callable[[dict[str, Any]], Any]
ROOM = 1 << 20  # bytes of an answer that may wait for its reader before its thread is given back
GONE = "shotglass.client_gone"  # in the environment: whether the client has left


@dataclass(frozen=True)
class Head:
    status: int
    headers: list[tuple[bytes, bytes]]


class Mark(Enum):
    FULL = 0  # go on when all of it has been sent
    OVER = 1


Item = Head | bytes | Mark | Exception


class Exchange:
    """``run`` sends the application's answer to ``environ``. Raises what the application raised
    after its answer had begun, so that the connection is closed without the answer's end."""

    def __init__(self, app: Application, environ: Environ, executor: Executor) -> None:
        self._app, self._environ, self._executor = app, environ, executor
        self._loop = asyncio.get_running_loop()
        self._made: deque[Item] = deque()
        self._ready = asyncio.Event()  # something has been made, or will have been when it is read
        self._woken = False  # whether the loop knows already
        self._answer: Iterable[bytes] | None = None
        self._pieces: Iterator[bytes] = iter(())
        self.gone = threading.Event()
        environ[GONE] = self.gone.is_set

    async def run(self, send: Send) -> None:
        self._executor.submit(self._work)
        over = False
        while not over:
            await self._ready.wait()
            self._ready.clear()
            self._woken = False  # before the items are taken, so that none is left behind
            for item in self._take():
                over = over or item is Mark.OVER
                await self._send(item, send)
        if not self.gone.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _send(self, item: Item, send: Send) -> None:
        if item is Mark.FULL:
            self._executor.submit(self._work)
        elif isinstance(item, Exception):
            raise item
        elif not isinstance(item, Mark) and not self.gone.is_set():
            await send(_message(item))

    def _take(self) -> Iterator[Item]:
        """All that has been made since. Pieces are joined: while the loop is busy with many
        answers, each is sent in fewer and larger writes."""
        pieces: list[bytes] = []
        while self._made:
            item = self._made.popleft()
            if isinstance(item, bytes):
                pieces.append(item)
                continue
            if pieces:
                yield b"".join(pieces)
                pieces = []
            yield item
        if pieces:
            yield b"".join(pieces)

    def _work(self) -> None:
        """Make the answer until it is over or its reader must catch up."""
        try:
            mark: Mark | Exception = self._worked()
        except Exception as error:
            mark = error
        if mark is not Mark.FULL:
            with suppress(Exception):
                getattr(self._answer, "close", lambda: None)()
        self._put(mark)

    def _worked(self) -> Mark:
        if self._answer is None and not self.gone.is_set():
            self._answer = self._app(self._environ, self._start_response)
            self._pieces = iter(self._answer)
        made = 0
        while made < ROOM:
            if self.gone.is_set() or (piece := next(self._pieces, None)) is None:
                return Mark.OVER
            if piece:
                self._put(piece)
                made += len(piece)
        return Mark.FULL

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], None]:
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self._put(Head(int(status[:3]), raw))
        return self._put

    def _put(self, item: Item) -> None:
        self._made.append(item)
        if not self._woken:
            self._woken = True
            with suppress(RuntimeError):  # the loop has ended, and nobody waits
                self._loop.call_soon_threadsafe(self._ready.set)


def _message(item: Head | bytes) -> dict[str, Any]:
    if isinstance(item, Head):
        kind = "http.response.start"
        return {"type": kind, "status": item.status, "headers": item.headers}
    return {"type": "http.response.body", "body": item, "more_body": True}
