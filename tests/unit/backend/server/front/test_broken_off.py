"""Answers that are broken off: by the end of the server, or since their file was replaced."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from shotglass.errors import ModelFolderError
from shotglass.server.front.bridge import Bridge
from shotglass.server.front.server import BrokenOff
from shotglass.server.front.threads import Workers

SCOPE = {
    "method": "GET", "raw_path": b"/", "query_string": b"", "client": None, "server": None,
    "http_version": "1.1", "scheme": "http", "headers": [],
}  # fmt: skip


class Gate:
    most = 100

    def too_late(self, environ: dict[str, Any]) -> Any:
        def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            start("503 Service Unavailable", [("Retry-After", "2")])
            return [b"later"]

        return answer


def ended(app: Any, begun: threading.Event) -> list[dict[str, Any]]:
    """What is sent where the request's task is cancelled, as uvicorn does when it must end."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def run() -> None:
        workers = Workers(1, "test")
        bridge = Bridge(app, Gate(), lambda path: workers)  # type: ignore[arg-type]
        task = asyncio.create_task(bridge(SCOPE, asyncio.Event().wait, send))
        while not begun.is_set():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # its thread has come to its wait
        task.cancel()
        await task

    asyncio.run(asyncio.wait_for(run(), 20))
    return sent


def test_who_waits_when_the_server_ends_is_told_to_come_again() -> None:
    begun, go = threading.Event(), threading.Event()

    def waiting(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        begun.set()
        go.wait(20)
        return []

    sent = ended(waiting, begun)
    go.set()
    assert sent[0]["status"] == 503
    assert sent[0]["headers"] == [(b"retry-after", b"2")]
    assert b"".join(message.get("body", b"") for message in sent) == b"later"


def test_an_answer_that_has_begun_is_not_begun_again() -> None:
    begun, go = threading.Event(), threading.Event()

    def waiting(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [])
        yield b"one"
        begun.set()
        go.wait(20)

    sent: list[dict[str, Any]] = []
    with pytest.raises(asyncio.CancelledError):
        sent += ended(waiting, begun)
    go.set()
    assert sent == []


def logged(error: BaseException) -> list[str]:
    record = logging.LogRecord("x", 40, "", 0, "Exception", (), (type(error), error, None))
    return [record.getMessage()] if BrokenOff().filter(record) else []


def test_an_answer_of_ours_that_is_broken_off_is_one_line_of_the_log() -> None:
    told = "An answer was broken off: "
    assert logged(ModelFolderError("It was replaced.")) == [f"{told}It was replaced."]
    assert logged(OSError("a became\x1b shorter")) == [f"{told}a became\\x1b shorter"]
    assert logged(asyncio.CancelledError()) == []
    assert logged(ValueError("nobody expected it")) == ["Exception"]
