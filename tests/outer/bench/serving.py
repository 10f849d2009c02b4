"""Servers beside one another: 1 to 16 clients at once, in turn, the same client for all."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from http_client import Crowd, ServerFailed, crowd
from peers.servers import SERVERS, NotStarted, Running, running
from peers.venvs import NotInstalled
from texts import Texts
from weights import Weights

CLIENTS = (1, 4, 8, 16)
PROMPT, TOKENS = 64, 48


@dataclass
class Served:
    """Tokens a second of all clients together, by server and how many they are."""

    speed: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    first: dict[str, dict[str, list[float]]] = field(default_factory=dict)  # seconds, the slowest
    decode: dict[str, list[float]] = field(default_factory=dict)  # seconds a token, one client
    resident: dict[str, int] = field(default_factory=dict)
    setting: dict[str, str] = field(default_factory=dict)  # whose logits are the server's
    missing: dict[str, str] = field(default_factory=dict)


def measure_servers(weights: Weights, rounds: int) -> Served:
    found, texts = Served(), Texts(weights.hf / "tokenizer.json", seed=1)
    with ExitStack() as stack:
        servers: list[Running] = []
        for server in SERVERS:
            try:
                started = stack.enter_context(running(server, weights))
                _ask(started, texts, weights, 2)
                found.setting[server.name] = server.setting
                found.resident[server.name] = started.resident
                servers.append(started)
                started.stop()
            except (NotStarted, NotInstalled, ServerFailed, OSError, ValueError) as error:
                found.missing[server.name] = f"{type(error).__name__}: {error}"
                print(server.name, error, file=sys.stderr)
        for round_ in range(rounds):
            for clients in CLIENTS:
                for server in servers:
                    _measure(found, server, texts, weights, clients)
            print(f"servers: round {round_ + 1} of {rounds}", file=sys.stderr, flush=True)
    return found


def _measure(found: Served, server: Running, texts: Texts, weights: Weights, clients: int) -> None:
    name, key = server.server.name, str(clients)
    server.go_on()
    try:
        _ask(server, texts, weights, 1, tokens=8)
        made = _ask(server, texts, weights, clients)
    except (ServerFailed, OSError, ValueError) as error:
        found.missing[f"{name}, {clients} clients"] = f"{type(error).__name__}: {error}"
        return
    finally:
        server.stop()
    found.speed.setdefault(name, {}).setdefault(key, []).append(made.tokens_per_second)
    slowest = max(stream.first for stream in made.streams)
    found.first.setdefault(name, {}).setdefault(key, []).append(slowest)
    if clients == 1:
        one = made.streams[0]
        found.decode.setdefault(name, []).append((one.last - one.first) / (TOKENS - 1))


def _ask(
    server: Running, texts: Texts, weights: Weights, clients: int, tokens: int = TOKENS
) -> Crowd:
    bodies: list[dict[str, Any]] = [
        {
            "model": server.model,
            "prompt": texts.text(PROMPT),
            "max_tokens": tokens,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
            **server.server.body,
        }
        for _ in range(clients)
    ]
    return crowd(server.port, server.server.path, bodies, tokens)
