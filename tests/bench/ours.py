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

STORIES = (
    ("The miller", " A miller had three sons, and each of them wanted the mill."),
    ("The well", " In the village stood a well that answered whoever spoke into it."),
    ("The fox", " A fox came every evening to listen to the school master's violin."),
    ("Snow", " It snowed for nine days, and on the tenth a stranger knocked at the door."),
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
        "instruction": "Tell a long story with many people in it.",
        "template": "Title: {input}\nStory:{output}\n\n\n",
        "shot_sets": {"stories": [{"input": title, "output": text} for title, text in STORIES]},
        "query": {"input": "The lighthouse keeper and the whale"},
    }
    settings = {"max_tokens": tokens, "temperature": 0.8, "seed": 3}
    body = {"model": model, "prompt": prompt, "lanes": lanes, "settings": settings}
    began = time.perf_counter()
    made = sum(event["type"] == "token" for _, event in stream(address, "/api/v1/compare", body))
    if made < tokens * len(lanes):
        raise ValueError(f"A lane ended early: {made} tokens of {tokens * len(lanes)}.")
    return time.perf_counter() - began
