"""The peers that have a server of their own, each started as its documentation advises."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weights import Weights

from .process import environment, resident
from .protocol import THREADS
from .venvs import BENCH, python

CLIENTS = 16
STARTING = 180.0  # seconds
NO_SERVER = {
    "onnxruntime-genai": "it comes without a server",
    "CTranslate2": "it comes without a server",
    "OpenVINO GenAI": "its server, OpenVINO Model Server, is no Python package",
    "optimum-onnx": "it comes without a server",
}


class NotStarted(Exception):
    """It ended, or was not ready in time."""


@dataclass(frozen=True)
class Server:
    """``command`` of (weights, port). ``ready``: answers 200 when requests may come. ``body``:
    fields of a completion beside prompt and length."""

    name: str
    command: Callable[[Weights, int], list[str]]
    ready: str
    body: Mapping[str, Any] = field(default_factory=dict)
    path: str = "/v1/completions"
    by_path: bool = False  # the model's name is its folder


def _ours(weights: Weights, port: int) -> list[str]:
    words = [sys.executable, "-m", "shotglass", "serve", "--port", str(port)]
    return [*words, "--models", str(weights.ours.parent), "--precision", "int8"]


def _llama_server(kind: str) -> Callable[[Weights, int], list[str]]:
    def command(weights: Weights, port: int) -> list[str]:
        program = python("llama_cpp").parents[1] / "build" / "bin" / "llama-server"
        found = [str(program), "--port", str(port)]
        found += ["--model", str(weights.made / f"{kind}.gguf"), "--offline", "--no-webui"]
        threads = str(THREADS)
        found += ["--parallel", str(CLIENTS), "--ctx-size", str(CLIENTS * 256), "--cont-batching"]
        return [*found, "--threads", threads, "--threads-batch", threads, "--flash-attn", "on"]

    return command


def _transformers(*more: str) -> Callable[[Weights, int], list[str]]:
    def command(weights: Weights, port: int) -> list[str]:
        found = [str(python("transformers").with_name("transformers")), "serve", str(weights.hf)]
        found += ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
        return [*found, "--dtype", "bfloat16", *more]

    return command


_IGNORE_END = {"ignore_eos": True}
_LAST_OF_SMOLLM2 = 49_151  # a reserved token: nothing else ends a text there
_NO_END = {"generation_config": json.dumps({"eos_token_id": _LAST_OF_SMOLLM2})}
SERVERS = (
    Server("Shotglass int8", _ours, "/health/ready", _IGNORE_END),
    Server("llama-server Q8_0", _llama_server("q8_0"), "/health", _IGNORE_END),
    Server("llama-server Q4_0", _llama_server("q4_0"), "/health", _IGNORE_END),
    Server("transformers serve bf16", _transformers(), "/health", _NO_END, by_path=True),
    Server(
        "transformers serve bf16, continuous batching",
        _transformers("--continuous-batching"),
        "/health",
        _NO_END,
        by_path=True,
    ),
)


class Running:
    """Stopped while others are measured."""

    def __init__(
        self, server: Server, process: subprocess.Popen[bytes], port: int, model: str
    ) -> None:
        self.server, self.port, self.model, self._process = server, port, model, process

    @property
    def resident(self) -> int:
        return resident(self._process.pid)

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.killpg(self._process.pid, signal.SIGCONT)


@contextmanager
def running(server: Server, weights: Weights) -> Iterator[Running]:
    """Raises NotStarted, NotInstalled."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = BENCH / "logs" / f"{server.name}.txt"
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as log:
        process = subprocess.Popen(
            server.command(weights, port), stdout=log, stderr=log, start_new_session=True,
            env={**os.environ, **environment()},
        )  # fmt: skip
    try:
        _wait(process, f"http://127.0.0.1:{port}{server.ready}", path)
        yield Running(server, process, port, str(weights.hf) if server.by_path else weights.id)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + STARTING
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    lines = log.read_text(errors="replace").strip().splitlines()
    raise NotStarted(lines[-1][:400] if lines else "It was not ready in time and said nothing.")
