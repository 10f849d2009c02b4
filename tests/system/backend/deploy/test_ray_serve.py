"""The server as replicas under Ray Serve: the answers of one process, slots that come free, and
replicas that die.

Ray is taken from an environment of its own, made once.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import psutil
import pytest
from support.servers.live_server import live_server
from support.servers.ray_nodes import (
    ROOT,
    SETTINGS,
    STARTING,
    end,
    free_port,
    ray_environment,
    wait_for_ray,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

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
WHOLE = ASKED | {"settings": GREEDY, "stream": False}  # of which nothing is sent before its end
UNENDING = {"max_tokens": 400, "n": 8, "logit_bias": {"0": -100}, "stop": ["\0"]}


@pytest.fixture(scope="module")
def port(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One replica with one slot."""
    programs, port = ray_environment(pytestconfig), free_port()
    output = tmp_path_factory.mktemp("ray") / "output.txt"
    command = [str(programs / "shotglass"), "serve", "--on", "ray", f"--port={port}"]
    options = ["--model", "house-gpt2", "--models", str(MODELS), "--slots", "1"]
    with output.open("w") as file:
        process = subprocess.Popen(
            [*command, *options], stdout=file, stderr=subprocess.STDOUT, env=os.environ | SETTINGS
        )
    try:
        wait_for_ray(port, process, output)
        yield port
    finally:
        end(process)


def test_the_lanes_are_those_of_our_own_server_bit_for_bit(port: int) -> None:
    with live_server(MODELS, "--model", "house-gpt2", "--slots", "1") as address:
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


def test_the_page_and_the_list_of_hosts_are_those_of_one_process(port: int) -> None:
    for host, status in ((f"127.0.0.1:{port}", 200), ("elsewhere.example", 421)):
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", "/api/v1/models", headers={"Host": host})
            assert connection.getresponse().status == status


def test_a_replica_that_dies_is_followed_by_another_and_loses_no_place(port: int) -> None:
    """What waits for its one slot goes on when there is another replica; what was being written
    says that it is lost."""
    before = events(port, ASKED | {"settings": GREEDY})
    connection, answer = asked(port, ASKED | {"settings": UNENDING})
    while b'"type": "token"' not in answer.readline():
        pass
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(events, port, WHOLE) for _ in range(3)]
        time.sleep(2)  # they wait for the slot by now
        (replica,) = [
            process
            for process in psutil.process_iter(["cmdline"])
            if "ServeReplica:shotglass" in " ".join(process.info["cmdline"] or ())
        ]
        replica.kill()
        assert [each.result(STARTING) for each in waiting] == [before] * 3
    last = json.loads(answer.read().decode().splitlines()[-2].removeprefix("data: "))
    assert (last["type"], last["problem"]["type"]) == ("failed", "/errors/replica_away")
    connection.close()


def test_health_and_counts_are_told_by_replica(port: int) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/health/ready")
        health = json.loads(connection.getresponse().read())
        connection.request("GET", "/metrics")
        metrics = connection.getresponse().read().decode()
    assert health["status"] == "ok"
    (name,) = health["replicas"]
    assert f'shotglass_tokens_prompt_total{{replica="{name}"}}' in metrics
    assert 'shotglass_requests_total{code="200",route="/api/v1/compare"}' in metrics


def asked(port: int, body: Any) -> tuple[HTTPConnection, HTTPResponse]:
    connection = HTTPConnection("127.0.0.1", port, timeout=STARTING)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", COMPARE, json.dumps(body), headers)
    return connection, connection.getresponse()


def events(port: int, body: Any) -> list[str]:
    """All of a comparison but its times, sorted: one slot tells samples in another order."""
    connection, answer = asked(port, body)
    text = answer.read().decode()
    connection.close()
    if answer.headers["Content-Type"] == "application/json":
        told = json.loads(text)["events"]
    else:
        told = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
        told = [event for event in told if event["type"] != "waiting"]
    assert told[-1]["type"] == "end", told[-1]
    own = {"first_token_ms", "total_ms", "computed_prompt_tokens"}
    return sorted(json.dumps({name: e[name] for name in e if name not in own}) for e in told)


def written(port: int) -> int:
    """Tokens that the engine under Ray has written so far: its own counter."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    counts = re.findall(r'^shotglass_tokens_computed_total\{kind="written",.*\} (\S+)', text, re.M)
    return int(sum(map(float, counts)))


def written_after(port: int, seconds: float) -> int:
    time.sleep(seconds)  # in which tokens would be written
    return written(port)
