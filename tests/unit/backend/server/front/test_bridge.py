"""Large bodies: what a measurement has read goes back with it, and a few of them at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from shotglass.server.front.bridge import LARGE, MOST_LARGE, Bridge
from shotglass.server.front.threads import Workers

SCOPE = {
    "type": "http", "method": "POST", "path": "/api/v1/measure", "raw_path": b"/api/v1/measure",
    "query_string": b"", "headers": [(b"transfer-encoding", b"chunked")], "http_version": "1.1",
    "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2), "scheme": "http", "root_path": "",
}  # fmt: skip


def answering(status: str) -> Callable[..., list[bytes]]:
    def app(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start(status, [])
        return [b""]

    return app


class Gate:
    def most(self, path: str) -> int:
        return 8 * LARGE

    def judge(self, environ: dict[str, Any]) -> None:
        return None

    def too_large(self, environ: dict[str, Any]) -> Any:
        return answering("413 Too Large")

    def too_many(self, environ: dict[str, Any]) -> Any:
        return answering("503 Too Many")


async def statuses(bridge: Bridge, sizes: list[int]) -> list[int]:
    """Of requests of so many bytes, each begun before another is sent to its end."""
    begun, found = asyncio.Event(), [0] * len(sizes)
    waiting = len(sizes)

    async def ask(place: int, size: int) -> None:
        parts = [(b"x" * size, True), (b"x", False)]

        async def receive() -> dict[str, Any]:
            nonlocal waiting
            if not parts:
                await asyncio.sleep(60)  # a client that stays and says nothing
            body, more = parts.pop(0)
            waiting -= more
            if waiting == 0:
                begun.set()
            if not more:
                await begun.wait()
            return {"type": "http.request", "body": body, "more_body": more}

        async def send(message: dict[str, Any]) -> None:
            found[place] = message.get("status", found[place])

        await bridge(SCOPE, receive, send)

    async with asyncio.timeout(20):
        await asyncio.gather(*(ask(place, size) for place, size in enumerate(sizes)))
    return found


def new_bridge() -> Bridge:
    workers = Workers(1, "test")
    return Bridge(answering("200 OK"), Gate(), lambda path: workers)


def test_a_few_large_bodies_are_read_at_once_and_small_ones_beside_them() -> None:
    async def run() -> list[int]:
        return await statuses(new_bridge(), [LARGE + 1] * (MOST_LARGE + 1) + [100])

    assert asyncio.run(run()) == [200] * MOST_LARGE + [503, 200]


def test_the_place_of_a_large_body_is_free_when_it_was_answered() -> None:
    async def run() -> list[int]:
        bridge = new_bridge()
        rounds = [await statuses(bridge, [LARGE + 1] * MOST_LARGE) for _ in range(2)]
        return sum(rounds, [])

    assert asyncio.run(run()) == [200] * 2 * MOST_LARGE
