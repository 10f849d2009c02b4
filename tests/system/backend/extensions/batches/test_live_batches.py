"""Batches of a real server: killed and started again, and while somebody else asks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.models.tiny import write_tiny_folder
from support.processes.until import until
from support.servers.batch_files import URL, jsonl
from werkzeug.test import encode_multipart

FIELDS = ("text", "finish_reason", "logprobs")


class Server:
    """Over ``folder``, with its models and batches."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "shotglass", "serve", "--port", "0", "--precision", "fp32"]
        places = ["--models", str(folder / "models"), "--batches", str(folder / "batches")]
        self.process = subprocess.Popen([*command, *places], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        match = re.search(r"http://[^ ]+", self.process.stdout.readline())
        assert match is not None
        self.address = match[0].strip()

    def ask(self, path: str, data: bytes | None = None, kind: str = "application/json") -> bytes:
        asked = urllib.request.Request(self.address + path, data, {"Content-Type": kind})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return bytes(answer.read())

    def json(self, path: str, body: Any = None) -> Any:
        return json.loads(self.ask(path, None if body is None else json.dumps(body).encode()))

    def begin(self, bodies: list[dict[str, Any]]) -> str:
        """The id of a batch of them."""
        data = jsonl(
            *(
                {"custom_id": str(number), "method": "POST", "url": URL, "body": body}
                for number, body in enumerate(bodies)
            )
        )
        boundary, form = encode_multipart({"purpose": "batch", "file": data.decode()})
        name = b'name="file"; filename="in.jsonl"'
        form = form.replace(b'name="file"', name)
        kind = f"multipart/form-data; boundary={boundary}"
        file = json.loads(self.ask("/v1/files", form, kind))["id"]
        body = {"input_file_id": file, "endpoint": URL, "completion_window": "24h"}
        return str(self.json("/v1/batches", body)["id"])

    def done(self, id: str) -> int:
        counts = self.json(f"/v1/batches/{id}")["request_counts"]
        return int(counts["completed"] + counts["failed"])

    def end(self, *, kill: bool = False) -> None:
        (self.process.kill if kill else self.process.terminate)()
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    try:
        yield server
    finally:
        server.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tiny_folder(tmp_path / "models", "tiny", "llama", 3)
    return tmp_path


def test_a_killed_server_goes_on_with_every_request_once(folder: Path) -> None:
    bodies = [
        {"model": "tiny", "prompt": f"the cat {number}", "max_tokens": 40, "seed": number}
        for number in range(150)
    ]
    server = Server(folder)
    try:
        id = server.begin(bodies)
        until(lambda: server.done(id) >= 10, 60)
    finally:
        server.end(kill=True)

    with serving(folder) as later:
        before = later.done(id)
        assert before >= 10
        assert later.json(f"/v1/batches/{id}")["status"] == "in_progress", "it was over too soon"
        until(lambda: later.json(f"/v1/batches/{id}")["status"] == "completed", 120)
        batch = later.json(f"/v1/batches/{id}")
        lines = later.ask(f"/v1/files/{batch['output_file_id']}/content").splitlines()
        answers = [json.loads(line) for line in lines]
        assert sorted(int(answer["custom_id"]) for answer in answers) == list(range(150))
        for answer in answers[:: len(answers) // 10]:
            alone = later.json(URL, bodies[int(answer["custom_id"])])["choices"][0]
            there = answer["response"]["body"]["choices"][0]
            assert {name: there[name] for name in FIELDS} == {name: alone[name] for name in FIELDS}


def test_nobody_waits_behind_a_batch_that_fills_every_slot(folder: Path) -> None:
    heavy = {"model": "tiny", "prompt": ["a", "b", "c", "d"], "n": 8}
    heavy |= {"max_tokens": 300, "ignore_eos": True}
    with serving(folder) as server:
        id = server.begin([heavy] * 8)
        until(lambda: b"shotglass_requests_active 4.0" in server.ask("/metrics"))
        until(lambda: b"shotglass_sequences_queued 0.0" not in server.ask("/metrics"))
        before = server.done(id)
        answer = server.json(URL, {"model": "tiny", "prompt": "the cat", "max_tokens": 2})
        assert answer["choices"][0]["text"]
        assert server.done(id) == before < 8
        assert b"\nshotglass_client_disconnects_total{" in server.ask("/metrics"), "it was not cut"
        server.json(f"/v1/batches/{id}/cancel", {})
