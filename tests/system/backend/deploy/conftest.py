"""Two replicas of the server over one tiny model, and nginx before them as its own README says."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder
from support.servers.certificate import make_certificate
from support.servers.crowd import Server

ROOT = Path(__file__).parents[4]
CONFIG = ROOT / "backend" / "deploy" / "nginx.conf"
TAKEN_OUT = ROOT / ".make" / "nginx" / "usr" / "sbin"  # where the Makefile puts Debian's
PACE = 0.03  # seconds a step of the engine


@dataclass(frozen=True)
class Said:
    """A whole answer, its headers by their names in small letters."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Balanced:
    """nginx at ``port`` before the ``replicas``."""

    port: int
    folder: Path
    replicas: tuple[Server, Server]

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[HTTPConnection, HTTPResponse]:
        """The answer once its headers are there; the caller reads it and closes the connection."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        connection.request(method, path, data, kind | named)
        return connection, connection.getresponse()

    def said(self, method: str, path: str, body: object = None, **headers: str) -> Said:
        connection, answer = self.ask(method, path, body, **headers)
        told = {name.lower(): value for name, value in answer.getheaders()}
        text = answer.read().decode()
        connection.close()
        return Said(answer.status, told, text)

    def busy(self) -> list[Server]:
        """Replicas that work on something."""
        return [one for one in self.replicas if one.counted("requests_active")]


@contextmanager
def nginx(
    folder: Path, replicas: Sequence[int], path: str = "/", name: str | None = None
) -> Iterator[int]:
    """Its port. ``replicas``: theirs, for the two of the file; ``path``: where a site has them;
    ``name``: of a site with TLS, whose certificate is then made in the folder."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{TAKEN_OUT}")
    if program is None:
        pytest.skip("nginx is not here (Debian: apt install nginx)")
    text, port = CONFIG.read_text(), free_port()
    servers = [line for line in text.splitlines() if line.startswith("    server 127.0.0.1:800")]
    assert len(servers) == 2
    ours = "\n".join(servers[0].replace("8001", str(replica)) for replica in replicas)
    text = text.replace("\n".join(servers), ours)
    assert text.count("127.0.0.1:8080") == 1
    listened = f"127.0.0.1:{port}"
    if name is not None:
        make_certificate(folder, f"DNS:{name}")
        listened += " ssl;\n    ssl_certificate cert.pem;\n    ssl_certificate_key key.pem"
    text = text.replace("127.0.0.1:8080", listened)
    assert text.count("location / {") == 1
    (folder / "nginx.conf").write_text(text.replace("location / {", f"location {path} {{"))
    own = "" if os.geteuid() else " user root;"  # root's workers cannot write into our folder else
    options = ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", f"daemon off;{own}"]
    with (folder / "errors.log").open("w") as errors:
        process = subprocess.Popen([program, *options], stderr=errors)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def balanced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    """Every step of an engine takes a while, so that there is time for what happens meanwhile."""
    models = tmp_path_factory.mktemp("models")
    write_tiny_folder(models, "tiny", "llama", 3)
    start = partial(Server, "live_paced.py", models, 24, 8, PACE)
    with ThreadPoolExecutor() as pool, ExitStack() as stack:
        one, other = (begun.result() for begun in [pool.submit(start) for _ in range(2)])
        for replica in (one, other):
            stack.callback(replica.stop)
        folder = tmp_path_factory.mktemp("nginx")
        port = stack.enter_context(nginx(folder, (one.port, other.port)))
        yield Balanced(port, folder, (one, other))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        assert process.poll() is None, "nginx ended at once"
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("nginx did not listen")
