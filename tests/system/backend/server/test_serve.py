"""The server as a process of its own: signals, clients that leave, raw sockets."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import Queue
from threading import Thread
from urllib.parse import urlsplit

import pytest
from support.servers.fakes import write_folder
from support.servers.http_answers import events_of

from shotglass.engine.library import BUNDLED

TESTS = Path(__file__).parents[3]
SERVER = "support/servers/live_fake.py"


class Live:
    """A server process; ``lines`` are what it prints, as they come."""

    def __init__(self, root: Path, grace: float, step: float = 0.0, loading: float = 0.0) -> None:
        command = [
            sys.executable,
            str(TESTS / SERVER),
            str(root),
            str(grace),
            str(step),
            str(loading),
        ]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        )
        self.lines: Queue[str] = Queue()
        self._pump = Thread(target=self._read, daemon=True)
        self._pump.start()
        self.host, self.port = "127.0.0.1", urlsplit(self.lines.get(timeout=30)).port

    def post(self, path: str, body: dict[str, object]) -> HTTPResponse:
        connection = HTTPConnection(self.host, self.port, timeout=20)
        headers = {"Content-Type": "application/json", "Connection": "close"}
        connection.request("POST", path, json.dumps(body), headers)
        return connection.getresponse()

    def generate(self, prompt: str, tokens: int = 3) -> HTTPResponse:
        settings = {"max_tokens": tokens}
        return self.post(
            "/api/v1/generate", {"model": "fake", "prompt": prompt, "settings": settings}
        )

    def refused(self) -> HTTPResponse:
        """The first answer of a server that takes no more runs, since a signal has arrived."""
        deadline = time.monotonic() + 20
        while (answer := self.generate("hi")).status != 503:
            assert time.monotonic() < deadline, "The server takes runs 20 seconds after a signal."
            answer.close()
        return answer

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self._pump.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.strip())


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[float], Live]]:
    write_folder(tmp_path, "fake")
    started: list[Live] = []

    def start(grace: float) -> Live:
        started.append(Live(tmp_path, grace))
        return started[-1]

    yield start
    for live in started:
        live.stop()


def test_a_stream_arrives_event_by_event(start: Callable[[float], Live]) -> None:
    live = start(1)
    answer = live.generate("slow long", 1000)  # fifty seconds, more than the client waits for
    lines = b"".join(answer.readline() for _ in range(6))  # every other one is empty
    assert [event["type"] for event in events_of(lines)] == ["start", "token", "token"]
    answer.close()
    answer = live.generate("hi")
    assert [event["type"] for event in events_of(answer.read())][-2:] == ["done", "end"]


@pytest.mark.parametrize("prompt", ["wait", "slow long"])
def test_a_client_that_leaves_closes_its_run_at_once(
    start: Callable[[float], Live], prompt: str
) -> None:
    live = start(1)
    answer = live.generate(prompt, 1000)  # "wait" has no end of its own, "slow long" after 50 s
    answer.readline()
    answer.close()
    assert live.lines.get(timeout=20) == "closed"


def test_sigterm_lets_streams_finish_within_the_grace(start: Callable[[float], Live]) -> None:
    live = start(10)
    answer = live.generate("slow long", 30)
    first = answer.readline()
    live.process.send_signal(signal.SIGTERM)
    refused = live.refused()
    assert refused.getheader("Retry-After")
    assert json.loads(refused.read())["error"]["code"] == "draining"
    assert events_of(first + answer.read())[-1]["type"] == "end"
    assert live.process.wait(20) == 0


def test_sigterm_ends_streams_with_a_failed_event_after_the_grace(
    start: Callable[[float], Live],
) -> None:
    live = start(0.5)
    answers = [live.generate("wait"), live.generate("slow long", 1000)]
    firsts = [answer.readline() for answer in answers]
    began = time.monotonic()
    live.process.send_signal(signal.SIGTERM)
    for first, answer in zip(firsts, answers, strict=True):
        last = events_of(first + answer.read())[-1]
        assert last["type"] == "failed"
        assert last["problem"]["error"]["code"] == "draining"
    assert live.process.wait(20) == 0  # the longer of the two would take 50 s
    assert time.monotonic() - began > 0.4


def test_a_second_signal_ends_at_once(start: Callable[[float], Live]) -> None:
    live = start(30)
    answer = live.generate("wait")
    answer.readline()
    live.process.send_signal(signal.SIGINT)
    live.refused().close()  # two signals at once would be one
    live.process.send_signal(signal.SIGINT)
    assert live.process.wait(20) == 0  # not the 30 s of grace


def test_the_end_waits_for_the_step_that_a_run_is_at(tmp_path: Path) -> None:
    """A thread that is inside onnxruntime when the interpreter ends has the process aborted."""
    write_folder(tmp_path, "fake")
    live = Live(tmp_path, 30, step=0.5)
    answer = live.generate("wait")
    answer.readline()
    live.process.send_signal(signal.SIGTERM)
    live.refused().close()
    assert live.stop() == 0
    assert "closed" in list(live.lines.queue)


@pytest.mark.parametrize("is_awaited", [False, True], ids=["nobody waits", "a client waits"])
def test_a_model_that_is_being_loaded_does_not_hold_the_end(
    tmp_path: Path, is_awaited: bool
) -> None:
    write_folder(tmp_path, "fake")
    live = Live(tmp_path, 30, loading=120)
    assert live.lines.get(timeout=20) == "loading"
    waiting = socket.create_connection((live.host, live.port))
    if is_awaited:
        body = b'{"model": "fake", "prompt": "hi"}'
        head = b"POST /api/v1/generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"
        waiting.sendall(head % len(body) + b"Content-Type: application/json\r\n\r\n" + body)
    assert live.stop() == 0  # which waits for 20 s, and the model takes 120
    waiting.close()


def test_an_idle_server_ends_at_once(start: Callable[[float], Live]) -> None:
    assert start(30).stop() == 0  # which waits for 20 s


def test_a_slow_header_does_not_stop_others(live_for_all: Live) -> None:
    address = (live_for_all.host, live_for_all.port)
    halves = [socket.create_connection(address) for _ in range(150)]
    for half in halves:
        half.sendall(b"GET / HTTP/1.1\r\nHos")
    assert live_for_all.generate("hi").status == 200
    assert all(is_open(half) for half in halves)  # it was answered before the server gave them up
    for half in halves:
        half.close()


def is_open(connection: socket.socket) -> bool:
    """Whether the other side still waits for what comes, having said nothing."""
    connection.setblocking(False)
    try:
        connection.recv(1)
    except BlockingIOError:
        return True
    return False


@pytest.fixture(scope="module")
def live_for_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    root = tmp_path_factory.mktemp("models")
    write_folder(root, "fake")
    live = Live(root, 1)
    yield live
    assert live.stop() == 0


def test_a_model_that_is_not_there_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    write_folder(tmp_path, "fake")
    command = [sys.executable, "-m", "shotglass", "serve", "--port", "0", "--model", "nope"]
    ended = subprocess.run(
        [*command, "--models", str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: ")
    assert "nope" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not ended.stdout


def test_a_body_is_refused_by_its_headers_before_it_is_sent(live_for_all: Live) -> None:
    head = "POST /api/v1/generate HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n{}\r\n"
    json_body = "Content-Type: application/json\r\n"
    cases = [
        ("evil.example", 55_000_000, json_body, 421), ("localhost", 55_000_000, json_body, 413),
        ("localhost", 9, "", 415), ("localhost", 9, f"{json_body}Origin: http://evil\r\n", 403),
    ]  # fmt: skip
    for host, length, more, status in cases:
        with socket.create_connection((live_for_all.host, live_for_all.port), 15) as connection:
            connection.sendall(head.format(host, length, more).encode())
            assert connection.recv(12) == f"HTTP/1.1 {status}".encode()


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.3, 0.6])
def test_sigterm_while_a_model_is_loading_ends_the_process_in_order(
    seconds: float,
) -> None:
    command = [sys.executable, "-m", "shotglass", "serve", "--port", "0", "--model", "house-gpt2"]
    process = subprocess.Popen(
        [*command, "--models", str(BUNDLED)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()  # it listens, and has begun to load
    time.sleep(seconds)  # several moments of a load
    process.terminate()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert b"terminate" not in errors
