"""The engine as a Ray Serve deployment: what POST /api/v1/compare takes, answered as it answers.

No part of the package; README.md beside it has the commands.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

from ray import serve
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from shotglass.engine import Engine, Library, compare, default_roots
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.events import Event, Failed
from shotglass.server import problems
from shotglass.server.schemas import CompareBody, parse
from shotglass.server.streaming.sse import line

MOST = 64  # requests of one replica at once; each holds a thread while it waits for the engine


@serve.deployment(max_ongoing_requests=MOST, ray_actor_options={"num_cpus": 2})
class Lanes:
    """One engine a replica. GET tells what it has computed, POST compares."""

    def __init__(self, model: str, slots: int, precision: str | None) -> None:
        folder = Library(default_roots()).folder(model)
        self._engine = Engine.open(folder, slots=slots, precision=precision)
        self._threads = ThreadPoolExecutor(MOST)

    async def __call__(self, request: Request) -> Response:
        if request.method == "GET":
            engine = self._engine
            return JSONResponse({"computed": dict(engine.computed), "waiting": engine.waiting})
        instance, leaving = (
            uuid4().hex,
            CancellationToken(request.client.host if request.client else ""),
        )
        try:
            events = self._asked(await request.body(), leaving)
            first = await self._next(events)
        except Exception as error:
            problem = problems.known(error, instance)
            return JSONResponse(
                problems.body(problem, instance), problem.status, media_type=problems.CONTENT_TYPE
            )
        body = self._streamed(first, events, leaving, instance)
        return StreamingResponse(body, media_type="text/event-stream")

    def _asked(self, raw: bytes, leaving: CancellationToken) -> Iterator[Event]:
        """Raises what the server's own route would answer with a 400."""
        body = parse(CompareBody, raw)
        body.refuse_blown_up()
        lanes = [lane.lane() for lane in body.lanes]
        return compare(self._engine, body.prompt, lanes, body.settings.settings(), leaving)

    async def _streamed(
        self,
        first: Event | None,
        events: Iterator[Event],
        leaving: CancellationToken,
        instance: str,
    ) -> AsyncIterator[bytes]:
        """Ray cancels this when the client has left, wherever it waits; leaving frees the slots."""
        try:
            while first is not None:
                yield line(first)
                first = await self._next(events)
        except Exception as error:
            yield line(Failed("", problems.body(problems.known(error, instance), instance)))
        finally:
            leaving.set()

    async def _next(self, events: Iterator[Event]) -> Event | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(next, events, None))


def app(args: dict[str, str]) -> serve.Application:
    """``args``: model, and perhaps slots (16) and precision ("int8"; fp32 without)."""
    slots, precision = int(args.get("slots", 16)), args.get("precision")
    return Lanes.bind(args["model"], slots, precision)
