"""One answer: an executor makes it, the event loop sends it."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from .environ import Environ
from .threads import AT_ONCE, Continuing, Executor, LoopCalls

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Send = Callable[[dict[str, Any]], Any]
ROOM = 1 << 20  # bytes of an answer that may wait for its reader before its thread is given back

# In the environment, for answers that know of it:
GONE = "shotglass.client_gone"  # whether the client has left
UNREAD = "shotglass.unread"  # bytes that have been made and not been sent
WAKE = "shotglass.wake"
"""Called, it returns a function that wakes the answer, from whatever thread. From then on an empty
piece says that there is nothing yet: no thread waits for the next one, which is asked for when the
answer is woken, and every ``continuing.LOOK`` seconds."""


@dataclass(frozen=True)
class ResponseHead:
    status: int
    headers: list[tuple[bytes, bytes]]


class Mark(Enum):
    FULL = 0  # go on when all of it has been sent
    LATER = 1  # go on when it is woken
    OVER = 2


Item = ResponseHead | bytes | Mark | Exception


class Exchange:
    """``run`` sends the application's answer to ``environ``. Raises what the application raised
    after its answer had begun, so that the connection is closed without the answer's end."""

    def __init__(
        self,
        app: Application,
        environ: Environ,
        executor: Executor,
        continuing: Continuing,
        calls: LoopCalls,
    ) -> None:
        self._app, self._environ, self._executor = app, environ, executor
        self._continuing, self._calls = continuing, calls
        self._made: deque[Item] = deque()
        self._ready = asyncio.Event()  # something has been made, or will have been when it is read
        self._woken = False  # whether the loop knows already
        self._answer: Iterable[bytes] | None = None
        self._pieces: Iterator[bytes] = iter(())
        self._woken_later = False  # whether an empty piece says that there is nothing yet
        self._made_bytes = self._sent_bytes = 0  # each counted by one thread at a time
        self.gone = threading.Event()
        self.has_begun = False
        environ |= {
            GONE: self.gone.is_set,
            UNREAD: lambda: self._made_bytes - self._sent_bytes,
            WAKE: self._promised,
        }

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

    def leave(self) -> None:
        """The client has left."""
        self.gone.set()
        if self._woken_later:
            self._continuing.wake(self._turn)

    def _promised(self) -> Callable[[], None]:
        self._woken_later = True
        return partial(self._continuing.wake, self._turn)

    async def _send(self, item: Item, send: Send) -> None:
        if item is Mark.FULL:
            self._executor.submit(self._work)
        elif isinstance(item, Exception):
            raise item
        elif not isinstance(item, Mark) and not self.gone.is_set():
            self.has_begun = True
            if isinstance(item, ResponseHead):
                head = {"status": item.status, "headers": item.headers}
                await send({"type": "http.response.start"} | head)
            else:
                await send({"type": "http.response.body", "body": item, "more_body": True})
            self._sent_bytes += len(item) if isinstance(item, bytes) else 0

    def _take(self) -> Iterator[Item]:
        """Takes all that has been made since the last call. Pieces are joined: while the loop is
        busy with many answers, each is sent in fewer and larger writes."""
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
        """Make the answer until it is over, its reader must catch up, or it has to wait."""
        if self._turn():
            self._continuing.add(self._turn)

    def _turn(self) -> bool:
        """Whether the answer goes on when it is woken."""
        try:
            mark: Mark | Exception = self._worked()
        except Exception as error:
            mark = error
        if mark is Mark.LATER:
            return True
        if mark is not Mark.FULL:
            with suppress(Exception):
                getattr(self._answer, "close", lambda: None)()
        self._put(mark)
        return False

    def _worked(self) -> Mark:
        if self._answer is None and not self.gone.is_set():
            self._answer = self._app(self._environ, self._start_response)
            self._pieces = iter(self._answer)
        made = pieces = 0
        while made < ROOM:
            if self.gone.is_set() or (piece := next(self._pieces, None)) is None:
                return Mark.OVER
            if piece:
                self._put(piece)
                made, pieces = made + len(piece), pieces + 1
            if self._woken_later and (not piece or pieces == AT_ONCE):
                if piece:
                    self._continuing.wake(self._turn)
                return Mark.LATER
        return Mark.FULL

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], None]:
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self._put(ResponseHead(int(status[:3]), raw))
        return self._put

    def _put(self, item: Item) -> None:
        self._made_bytes += len(item) if isinstance(item, bytes) else 0
        self._made.append(item)
        if not self._woken:
            self._woken = True
            self._calls.put(self._ready.set)
