"""Clients that leave, by twenties: waiting in the queue, while their prompt is read, while their
text is written. What they held is free within a second, and next to nothing is computed for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from support.models.tiny import write_tiny_folder
from support.servers.crowd import Client, Server, serving

from shotglass.engine.batching.prefill import CHUNK

MANY = 20
PACE = 0.1  # seconds a step of the engine
SLOTS = 24
LONG = "the cat sat on the mat " * 24  # more tokens than one chunk
PROMPT, WRITTEN = 'tokens_computed_total{kind="prompt"}', 'tokens_computed_total{kind="written"}'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    with serving("live_paced.py", root, 64, SLOTS, PACE) as server:
        yield server


def ask(server: Server, prompt: str = "the cat", n: int = 1) -> Client:
    """Ends only by leaving: what would end a text is biased away."""
    settings = {"max_tokens": 150, "n": n, "logit_bias": {"0": -100}}
    return server.client(model="tiny", prompt=prompt, settings=settings)


def leave_all(server: Server, clients: list[Client], rudely: bool, others: int = 0) -> None:
    """All at once; whatever they held is free within a second, and only the others are there."""
    assert server.counted("requests_active") == len(clients) + others
    for client in clients:
        client.leave(rudely)
    server.wait(lambda: server.counted("requests_active") == others, 1.0)
    time.sleep(3 * PACE)  # whatever is still begun for them is counted by then


def while_written(server: Server, rudely: bool) -> None:
    clients = [ask(server) for _ in range(MANY)]
    for client in clients:
        client.until(b'"type": "token"')
    before = server.counted(WRITTEN)
    leave_all(server, clients, rudely)
    assert server.counted(WRITTEN) - before <= 2 * MANY
    stands_still(server)


def while_read(server: Server, rudely: bool) -> None:
    """Prompts are prefilled one after another: one of them is in the engine, the others wait.

    On a busy machine the chunk in progress may end before the server has noticed that its client
    left; of the prompts of more than a chunk no other is begun.
    """
    before = server.counted(PROMPT)
    clients = [ask(server, f"{number} {LONG}") for number in range(MANY)]
    server.wait(lambda: server.counted("requests_active") == MANY, 30)
    server.wait(lambda: server.counted(PROMPT) > before, 30)
    before = server.counted(PROMPT)
    leave_all(server, clients, rudely)
    assert server.counted(PROMPT) - before <= CHUNK
    stands_still(server)


def while_waiting(server: Server, rudely: bool) -> None:
    holders = [ask(server, n=8) for _ in range(SLOTS // 8)]
    for holder in holders:
        holder.until(b'"sample": 7')
    before = server.counted(PROMPT)
    clients = [ask(server, f"{number}") for number in range(MANY)]
    server.wait(lambda: server.counted("sequences_queued") == MANY, 30)
    leave_all(server, clients, rudely, others=len(holders))
    server.wait(lambda: server.counted("sequences_queued") == 0, 1.0)
    assert server.counted(PROMPT) == before
    leave_all(server, holders, rudely)
    stands_still(server)


def stands_still(server: Server) -> None:
    before = server.counted(PROMPT) + server.counted(WRITTEN)
    client = server.client(model="tiny", prompt="hi", settings={"max_tokens": 1})
    assert b'"type": "end"' in client.rest()
    assert server.counted(PROMPT) + server.counted(WRITTEN) - before <= 2
    assert server.counted("sequences_queued") == 0


PHASES = (while_written, while_read, while_waiting)


@pytest.mark.parametrize("phase", PHASES)
def test_twenty_that_leave_at_once_free_what_they_held(
    server: Server, phase: Callable[[Server, bool], None]
) -> None:
    phase(server, phase is while_read)


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_five_hundred_that_leave_free_what_they_held_and_leave_no_memory(server: Server) -> None:
    for phase in PHASES:
        phase(server, True)
    memory, threads = server.usage.memory_info().rss, server.usage.num_threads()
    for number in range(500 // MANY):
        PHASES[number % len(PHASES)](server, bool(number % 2))
    assert server.usage.memory_info().rss - memory < 16 << 20
    assert server.usage.num_threads() <= threads
