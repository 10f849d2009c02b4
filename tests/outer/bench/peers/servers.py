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
from .settings import OURS, OURS_EXACT
from .venvs import BENCH, python

CLIENTS = 16
VARIABLES = {"VLLM_CPU_KVCACHE_SPACE": "2", "VLLM_NO_USAGE_STATS": "1"}
STARTING = 300.0  # seconds
NO_SERVER = {
    "onnxruntime-genai": "it comes without a server",
    "CTranslate2": "it comes without a server",
    "OpenVINO GenAI": "its server, OpenVINO Model Server, is no Python package",
    "mistral.rs": "its server is no part of its Python package",
}


class NotStarted(Exception):
    """It ended, or was not ready in time."""


@dataclass(frozen=True)
class Server:
    """``setting``: the peer of ``settings`` whose logits are its own. ``command`` of (weights,
    port). ``ready``: answers 200 when requests may come. ``body``: fields of a completion beside
    prompt and length."""

    name: str
    setting: str
    command: Callable[[Weights, int], list[str]]
    ready: str
    body: Mapping[str, Any] = field(default_factory=dict)
    path: str = "/v1/completions"
    by_path: bool = False  # the model's name is its folder


def _ours(precision: str) -> Callable[[Weights, int], list[str]]:
    def command(weights: Weights, port: int) -> list[str]:
        words = [sys.executable, "-m", "shotglass", "serve", "--port", str(port)]
        return [*words, "--models", str(weights.ours.parent), "--precision", precision]

    return command


def _llama_server(
    file: Callable[[Weights], Path], *more: str
) -> Callable[[Weights, int], list[str]]:
    def command(weights: Weights, port: int) -> list[str]:
        program = python("llama_cpp").parents[1] / "build" / "bin" / "llama-server"
        words = [str(program), "--port", str(port), "--model", str(file(weights))]
        words += ["--offline", "--no-webui", "--cont-batching", "--flash-attn", "on"]
        threads = str(THREADS)
        words += ["--parallel", str(CLIENTS), "--ctx-size", str(CLIENTS * 256)]
        return [*words, "--threads", threads, "--threads-batch", threads, *more]

    return command


def _transformers(weights: Weights, port: int) -> list[str]:
    words = [str(python("transformers").with_name("transformers")), "serve", str(weights.hf)]
    words += ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    return [*words, "--dtype", "bfloat16", "--continuous-batching"]


def _vllm(weights: Weights, port: int) -> list[str]:
    words = [str(python("vllm").with_name("vllm")), "serve", str(weights.hf)]
    words += ["--host", "127.0.0.1", "--port", str(port), "--dtype", "float32"]
    return [*words, "--max-model-len", "1024", "--max-num-seqs", str(CLIENTS)]


_IGNORE_END = {"ignore_eos": True}
_LAST_OF_SMOLLM2 = 49_151  # a reserved token: nothing else ends a text there
_NO_END = {"generation_config": json.dumps({"eos_token_id": _LAST_OF_SMOLLM2})}
_F32_CACHE = ("--cache-type-k", "f32", "--cache-type-v", "f32")


def _llama(kind: str, file: Callable[[Weights], Path], *more: str) -> Server:
    command = _llama_server(file, *more)
    return Server(f"llama-server {kind}", f"llama.cpp {kind}", command, "/health", _IGNORE_END)


SERVERS = (
    *(
        Server(name, name, _ours(precision), "/health/ready", _IGNORE_END)
        for name, precision in ((OURS, "int8"), (OURS_EXACT, "fp32"))
    ),
    _llama("F32", lambda weights: weights.gguf, *_F32_CACHE),
    _llama("Q4_1", lambda weights: weights.original),
    _llama("Q8_0", lambda weights: weights.made / "q8_0.gguf"),
    _llama("Q4_0", lambda weights: weights.made / "q4_0.gguf"),
    Server(
        "transformers serve bf16, continuous batching", "transformers bf16", _transformers,
        "/health", _NO_END, by_path=True,
    ),
    Server("vllm serve f32", "vLLM f32", _vllm, "/health", _IGNORE_END, by_path=True),
)  # fmt: skip


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
            env={**os.environ, **environment(), **VARIABLES},
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
