"""The engine under Ray Serve: the lanes and bits of our own server, and slots that come free.

Ray is taken from an environment of its own, made once.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from support.servers.live_server import live_server
from support.servers.ray_nodes import ROOT, SETTINGS, STARTING, end, free_port, ray_environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

DEPLOY = ROOT / "backend" / "deploy"
MODELS = ROOT / "backend" / "shotglass" / "models"  # those that ship
COMPARE = "/api/v1/compare"
PROMPT = {
    "instruction": "",
    "template": "{input} ->{output}\n",
    "shot_sets": {
        "s": [{"input": "hot", "output": " cold"}, {"input": "tall", "output": " short"}]
    },
    "query": {"input": "fast", "expected": " slow"},
    "labels": [{"text": " slow"}, {"text": " faster"}],
}
LANES = [
    {"id": "zero"},
    {"id": "one", "shot_set": "s", "shots": [1]},
    {"id": "few", "shot_set": "s", "shots": [0, 1]},
]
ASKED = {"model": "house-gpt2", "prompt": PROMPT, "lanes": LANES}
GREEDY = {"temperature": 0, "max_tokens": 12}
SEEDED = {"temperature": 1.1, "top_p": 0.9, "max_tokens": 12, "seed": 7, "n": 4}
UNENDING = {"max_tokens": 400, "n": 8, "logit_bias": {"0": -100}, "stop": ["\0"]}


@pytest.fixture(scope="session")
def serve(pytestconfig: pytest.Config) -> Path:
    """Ray's ``serve`` command, in an environment that has our runtime too."""
    return ray_environment(pytestconfig) / "serve"


@pytest.fixture(scope="module")
def port(serve: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The config that ships, with one slot, on a port of its own, in a cluster of this machine
    without the dashboard, whose many processes are half of what Ray starts."""
    folder, port, head = tmp_path_factory.mktemp("ray"), free_port(), free_port()
    config = folder / "serve.yaml"
    config.write_text(shipped_config(port))
    start = ["start", "--head", "--block", "--include-dashboard=false", "--num-cpus=2"]
    commands = (
        [str(serve.with_name("ray")), *start, f"--port={head}", f"--temp-dir={folder}"],
        [str(serve), "run", f"--address=127.0.0.1:{head}", str(config)],
    )
    settings = {"PYTHONPATH": str(DEPLOY)} | SETTINGS
    with (folder / "said.txt").open("w") as said, ExitStack() as stack:
        for command in commands:
            process = subprocess.Popen(
                command, stdout=said, stderr=subprocess.STDOUT, env=os.environ | settings
            )
            stack.callback(end, process)
            wait_for_port(head, process, folder / "said.txt")
        wait_for_ray(port, process, folder / "said.txt")
        yield port


def shipped_config(port: int) -> str:
    text = (DEPLOY / "ray_serve.yaml").read_text()
    for shipped, ours in (
        ("port: 8000", f"port: {port}"),
        ("model: house-gpt2", 'model: house-gpt2\n      slots: "1"'),
    ):
        assert text.count(shipped) == 1
        text = text.replace(shipped, ours)
    return text


def test_the_lanes_are_those_of_our_own_server_bit_for_bit(port: int) -> None:
    with live_server(MODELS, "--model", "house-gpt2") as address:
        ours = int(address.rsplit(":", 1)[1])
        for settings in (GREEDY, SEEDED):
            mine, theirs = (events(p, ASKED | {"settings": settings}) for p in (ours, port))
            assert mine == theirs
            assert len(mine) > 3 * settings.get("n", 1) * 2


def test_a_bad_request_is_refused_as_our_own_server_does(port: int) -> None:
    connection, answer = asked(port, ASKED | {"settings": {"temperature": 9}})
    problem = json.loads(answer.read())
    assert (answer.status, problem["type"]) == (400, "/errors/invalid_parameter")
    connection.close()


def test_a_client_that_leaves_frees_its_slot(port: int) -> None:
    """There is one slot, and what is asked for takes it for minutes."""
    before = written(port)
    connection, answer = asked(port, ASKED | {"settings": UNENDING})
    while b'"type": "token"' not in answer.readline():
        pass
    answer.close()
    connection.close()
    until = time.monotonic() + 30
    while (now := written(port)) != written_after(port, 0.5):
        assert time.monotonic() < until, "it is written on for nobody"
    assert 0 < now - before < 3 * 8 * 400
    assert events(port, ASKED | {"settings": GREEDY})  # the one slot is free


def wait_for_port(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert process.poll() is None, said.read_text()[-3000:]
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError(f"Ray did not start in {STARTING:.0f} s: {said.read_text()[-3000:]}")


def wait_for_ray(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert process.poll() is None, said.read_text()[-3000:]
        try:
            written(port)
            return
        except (OSError, ValueError, KeyError):
            time.sleep(0.5)
    raise AssertionError(f"Ray was not ready after {STARTING:.0f} s: {said.read_text()[-3000:]}")


def asked(port: int, body: Any) -> tuple[HTTPConnection, HTTPResponse]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", COMPARE, json.dumps(body), headers)
    return connection, connection.getresponse()


def events(port: int, body: Any) -> list[str]:
    """All of a comparison but its times, sorted: one slot tells samples in another order."""
    connection, answer = asked(port, body)
    lines = answer.read().decode().splitlines()
    connection.close()
    told = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    assert told[-1]["type"] == "end", told[-1]
    own = {"first_token_ms", "total_ms", "computed_prompt_tokens"}
    return sorted(json.dumps({name: e[name] for name in e if name not in own}) for e in told)


def written(port: int) -> int:
    """Tokens that the engine under Ray has written so far: its own counter."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", COMPARE)
        return int(json.loads(connection.getresponse().read())["computed"]["written"])


def written_after(port: int, seconds: float) -> int:
    time.sleep(seconds)
    return written(port)
