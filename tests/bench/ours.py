"""Shotglass measured two ways: the engine in this process, and all of it through HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, generate
from shotglass.events import Token

# Counting goes on for ever, so that every lane makes all the tokens it is asked for.
COUNTS = (
    ("2, 4, 6,", " 8, 10, 12, 14, 16, 18, 20"),
    ("3, 6, 9,", " 12, 15, 18, 21, 24, 27, 30"),
    ("10, 20, 30,", " 40, 50, 60, 70, 80, 90, 100"),
    ("5, 10, 15,", " 20, 25, 30, 35, 40, 45, 50"),
)


def engine_seconds_per_token(engine: Engine, prompt: str, tokens: int) -> float:
    """Decoding only: from the first token to the last, every field of every token computed."""
    settings = DecodingSettings(max_tokens=tokens, temperature=0)
    times = [
        time.perf_counter()
        for event in generate(engine, prompt, settings)
        if isinstance(event, Token)
    ]
    return (times[-1] - times[0]) / (len(times) - 1)


@contextmanager
def server(model: str) -> Iterator[str]:
    """The address of a server of this model in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "shotglass", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_ready(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/health/ready"):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server was not ready after a minute.")


def stream(address: str, path: str, body: dict[str, Any]) -> Iterator[tuple[float, dict[str, Any]]]:
    """(time, event) for each event of a run, parsed as a client would."""
    request = urllib.request.Request(
        address + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        for line in answer:
            if line.startswith(b"data: "):
                yield time.perf_counter(), json.loads(line[6:])


def http_seconds_per_token(address: str, model: str, prompt: str, tokens: int) -> float:
    body = {"model": model, "prompt": prompt, "settings": {"max_tokens": tokens, "temperature": 0}}
    events = stream(address, "/api/v1/generate", body)
    times = [when for when, event in events if event["type"] == "token"]
    return (times[-1] - times[0]) / (len(times) - 1)


def compare_seconds(address: str, model: str, lanes: list[dict[str, Any]], tokens: int) -> float:
    """From request to the end of the stream, for these lanes of one prompt object."""
    prompt = {
        "instruction": "",
        "template": "{input}{output}\n\n\n",
        "shot_sets": {"counts": [{"input": start, "output": rest} for start, rest in COUNTS]},
        "query": {"input": "1, 2, 3, 4, 5, 6, 7,"},
    }
    settings = {"max_tokens": tokens, "temperature": 0}
    body = {"model": model, "prompt": prompt, "lanes": lanes, "settings": settings}
    began = time.perf_counter()
    made = sum(event["type"] == "token" for _, event in stream(address, "/api/v1/compare", body))
    if made < tokens * len(lanes):
        raise ValueError(f"A lane ended early: {made} tokens of {tokens * len(lanes)}.")
    return time.perf_counter() - began
