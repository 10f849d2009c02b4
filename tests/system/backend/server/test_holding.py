"""Many streams at once: all are held to their end, the server goes on answering, and who comes
when it is full is told so at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder
from support.servers.crowd import Client, Server, serving
from support.servers.fakes import write_folder
from support.servers.http_answers import events_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def read(clients: Sequence[Client]) -> list[bytes]:
    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(Client.rest, clients))


def health_while(
    server: Server, work: Callable[[], list[bytes]]
) -> tuple[list[bytes], list[float]]:
    """What the work gives, and how long /health/live took each time meanwhile."""
    over, waits = threading.Event(), []

    def look() -> None:
        while not over.wait(0.05):
            status, _, seconds = server.get("/health/live")
            assert status == 200
            waits.append(seconds)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        return work(), waits
    finally:
        over.set()
        looking.join()


def p99(waits: Sequence[float]) -> float:
    return sorted(waits)[int(0.99 * (len(waits) - 1))]


def events(answer: bytes) -> list[dict[str, object]]:
    """Of a whole answer with its head; the body comes in chunks or until the connection closes."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), answer[:300]
    if b"chunked" in head.lower():
        body = unchunked(body)
    return events_of(body)


def unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        whole, body = whole + body[: int(size, 16)], body[int(size, 16) + 2 :]
    return whole


def test_256_paced_streams_are_held_and_the_257th_is_told_at_once(tmp_path: Path) -> None:
    write_folder(tmp_path, "fake")
    with serving("live_crowded.py", tmp_path, 256) as server:
        threads = server.usage.num_threads()
        settings = {"max_tokens": 600}  # of 50 ms each
        clients = [
            server.client(model="fake", prompt="slow long", settings=settings) for _ in range(256)
        ]
        for client in clients:
            client.until(b'"type": "token"')
        assert server.counted("requests_active") == 256
        began_with = server.usage.memory_info().rss

        for _ in range(20):
            status, body, seconds = refused(server)
            assert status == 429
            assert b'"queue_full"' in body
            assert seconds < 0.1
        answers, waits = health_while(server, lambda: read(clients))

        for answer in answers:
            told = events(answer)
            assert len(told) == 603
            assert told[-1]["type"] == "end"
        print(f"/health/live p99 {1000 * p99(waits):.1f} ms of {len(waits)}")
        assert p99(waits) < 0.05
        assert server.usage.memory_info().rss - began_with < 64 << 20
        server.wait(lambda: server.usage.num_threads() <= threads, 10)


def refused(server: Server) -> tuple[int, bytes, float]:
    return server.post("/api/v1/generate", {"model": "fake", "prompt": "hi"})


def test_64_real_streams_are_held_and_say_what_each_says_alone(tmp_path: Path) -> None:
    write_tiny_folder(tmp_path, "tiny", "llama", 3)
    bodies = [
        {
            "model": "tiny",
            "prompt": f"{number} the cat",
            "settings": {"max_tokens": 200, "seed": number, "logit_bias": {"0": -100}},
        }
        for number in range(64)
    ]
    with serving("live_paced.py", tmp_path, 80, 16, 0) as server:
        answers, waits = health_while(
            server, lambda: read([server.client(**body) for body in bodies])
        )
        alone = [server.client(**body).rest() for body in bodies]

    for one, other in zip(answers, alone, strict=True):
        assert said(one) == said(other)
        assert len(said(one)) == 200
    print(f"/health/live p99 {1000 * p99(waits):.1f} ms of {len(waits)}")
    assert p99(waits) < 0.05


def said(answer: bytes) -> list[tuple[object, object]]:
    return [(e["id"], e["logprob"]) for e in events(answer) if e["type"] == "token"]
