"""The door before two replicas under Ray Serve: its keys and places, batches, and which replica a
prompt goes to when one has enough to do."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from select import select
from typing import Any

import psutil
import pytest
from support.servers.batch_files import URL, jsonl
from support.servers.ray_nodes import (
    ROOT,
    SETTINGS,
    STARTING,
    end,
    free_port,
    ray_environment,
    wait_for_ray,
)
from werkzeug.test import encode_multipart

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

MODELS = ROOT / "backend" / "shotglass" / "models"  # those that ship
KEY = "a-key-for-the-door-of-this-test"
JSON = "application/json"
BEGINNING = "".join(f"{n} red houses are {n} houses\n" for n in range(12))  # what prompts share
UNENDING = {"prompt": "red", "max_tokens": 400, "n": 8, "logit_bias": {"0": -100}, "stop": ["\0"]}
PLACES = 2 * 48 - 8  # threads of two replicas, but for those that pages keep


@pytest.fixture(scope="module")
def port(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Two replicas with one slot each."""
    programs, port, folder = ray_environment(pytestconfig), free_port(), tmp_path_factory
    output = folder.mktemp("ray") / "output.txt"
    command = [str(programs / "shotglass"), "serve", "--on", "ray", f"--port={port}"]
    options = ["--replicas=2:2", "--slots=1", f"--api-key={KEY}", "--model=house-gpt2"]
    places = [f"--models={MODELS}", f"--batches={folder.mktemp('batches')}"]
    with output.open("w") as file:
        process = subprocess.Popen(
            [*command, *options, *places], stdout=file, stderr=subprocess.STDOUT,
            env=os.environ | SETTINGS,
        )  # fmt: skip
    try:
        wait_for_ray(port, process, output, KEY)
        until(lambda: len(replicas()) == 2)
        yield port
    finally:
        end(process)


def test_who_has_no_key_is_refused_at_the_door(port: int) -> None:
    assert status(port, key=None) == 401
    assert status(port, key="another") == 401
    assert status(port) == 200


def test_more_than_there_are_places_are_refused_at_once_and_leave_no_trace(port: int) -> None:
    connections = [opened(port, UNENDING) for _ in range(PLACES + 20)]
    sockets = {connection.sock: connection for connection in connections}
    until(lambda: len(select([*sockets], [], [], 1)[0]) >= 20)
    time.sleep(1)  # what has a place is written for minutes
    refused = [sockets[each].getresponse().status for each in select([*sockets], [], [], 0)[0]]
    assert refused == [429] * 20
    for connection in connections:
        connection.close()
    until(lambda: status(port) == 200)


def test_a_replica_that_has_enough_to_do_is_relieved_of_what_begins_as_its_own_does(
    port: int,
) -> None:
    before = prompt_tokens(port)
    quiet = {n: written(port, f"{BEGINNING}{n}") for n in range(4)}
    alone = prompt_tokens(port)
    assert sum(alone[name] > before[name] for name in alone) == 1

    with ThreadPoolExecutor(40) as pool:
        crowd = list(pool.map(lambda n: written(port, f"{BEGINNING}{n % 4}"), range(40)))
    after = prompt_tokens(port)
    assert all(after[name] > alone[name] for name in after)
    assert crowd == [quiet[n % 4] for n in range(40)]


def test_a_batch_is_answered_once_each_whatever_happens_to_a_replica(port: int) -> None:
    prompts = [f"{BEGINNING}{n}" for n in range(60)]
    lines = [
        {"custom_id": f"q{n}", "method": "POST", "url": URL, "body": body(prompt)}
        for n, prompt in enumerate(prompts)
    ]
    boundary, form = encode_multipart({"purpose": "batch", "file": jsonl(*lines).decode()})
    form = form.replace(b'name="file"', b'name="file"; filename="in.jsonl"')
    file = asked(port, "/v1/files", form, f"multipart/form-data; boundary={boundary}")
    wanted = {"input_file_id": file["id"], "endpoint": URL, "completion_window": "24h"}
    id = asked(port, "/v1/batches", json.dumps(wanted).encode())["id"]

    until(lambda: batch(port, id)["request_counts"]["completed"] >= 6)
    replicas()[0].kill()
    assert batch(port, id)["status"] == "in_progress"
    until(lambda: batch(port, id)["status"] == "completed")

    ended = batch(port, id)
    assert ended["request_counts"] == {"total": 60, "completed": 60, "failed": 0}
    content = raw(port, f"/v1/files/{ended['output_file_id']}/content")
    answers = list(map(json.loads, content.splitlines()))
    assert sorted(each["custom_id"] for each in answers) == sorted(f"q{n}" for n in range(60))
    texts = {each["custom_id"]: each["response"]["body"]["choices"][0]["text"] for each in answers}
    assert [texts[f"q{n}"] for n in range(0, 60, 7)] == [
        written(port, prompts[n]) for n in range(0, 60, 7)
    ]


def replicas() -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if "ServeReplica:shotglass" in " ".join(process.info["cmdline"] or ())
    ]


def until(is_so: Any) -> None:
    end = time.monotonic() + STARTING
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.2)


def body(prompt: str) -> dict[str, Any]:
    return {"model": "house-gpt2", "prompt": prompt, "max_tokens": 24, "temperature": 0}


def opened(port: int, fields: dict[str, Any]) -> HTTPConnection:
    connection = HTTPConnection("127.0.0.1", port, timeout=STARTING)
    headers = {"Content-Type": JSON, "Authorization": f"Bearer {KEY}"}
    connection.request("POST", URL, json.dumps({"model": "house-gpt2"} | fields), headers)
    return connection


def written(port: int, prompt: str) -> str:
    return str(asked(port, URL, json.dumps(body(prompt)).encode())["choices"][0]["text"])


def batch(port: int, id: str) -> dict[str, Any]:
    return dict(json.loads(raw(port, f"/v1/batches/{id}")))


def asked(port: int, path: str, data: bytes, kind: str = JSON) -> Any:
    return json.loads(raw(port, path, data, kind))


def raw(port: int, path: str, data: bytes | None = None, kind: str = JSON) -> bytes:
    with closing(HTTPConnection("127.0.0.1", port, timeout=STARTING)) as connection:
        headers = {"Content-Type": kind, "Authorization": f"Bearer {KEY}"}
        connection.request("POST" if data else "GET", path, data, headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return text


def status(port: int, key: str | None = KEY) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=STARTING)) as connection:
        headers = {"Content-Type": JSON} | ({"Authorization": f"Bearer {key}"} if key else {})
        connection.request("POST", URL, json.dumps(body("red")), headers)
        return connection.getresponse().status


def prompt_tokens(port: int) -> dict[str, float]:
    """By replica."""
    text = raw(port, "/metrics").decode()
    found = re.findall(r'^shotglass_tokens_prompt_total\{replica="([^"]+)"\} (\S+)', text, re.M)
    return {name: float(count) for name, count in found}
