"""What every kind of attack gets: a folder of models, and real servers over it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import psutil
from support.models.tiny import write_tiny_folder
from support.servers.fakes import write_folder

STARTING = 90.0  # seconds
PATIENCE = 3.0  # seconds that health may take: far above a quiet machine, far below a fault
BIG = 24_000_000  # bytes of the weights of "big", which sockets cannot hold
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Try:
    """One thing that was tried; ``fault`` says what went wrong, None that it held."""

    name: str
    fault: str | None = None


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass
class Target:
    """A server process; ``log`` is where its standard error goes."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    usage: psutil.Process = field(init=False)

    def __post_init__(self) -> None:
        self.usage = psutil.Process(self.process.pid)

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    @property
    def memory(self) -> int:
        return int(self.usage.memory_info().rss)

    def connect(self, timeout: float = 10.0) -> socket.socket:
        return socket.create_connection(self.address, timeout)

    def raw(self, request: bytes, timeout: float = 3.0) -> tuple[bytes, bool]:
        """All that is answered, and whether the server closed the connection by ``timeout``."""
        said = b""
        with self.connect(timeout) as connection:
            try:
                connection.sendall(request)
                while more := connection.recv(65536):
                    said += more
            except TimeoutError:
                return said, False
            except OSError:
                return said, True
        return said, True

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """``headers``: names with _ for -."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        if body is not None:
            named.setdefault("Content-Type", "application/json")
        began = time.monotonic()
        connection = HTTPConnection(*self.address, timeout=60)
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        told = {name.lower(): text for name, text in answer.getheaders()}
        return Answer(answer.status, told, read, time.monotonic() - began)

    def health(self) -> float:
        """Seconds that /health/live took."""
        return self.ask("/health/live").seconds


@dataclass(frozen=True)
class Place:
    """``models`` holds "tiny", which writes text, and "big", which is only large."""

    folder: Path

    @property
    def models(self) -> Path:
        return self.folder / "models"

    @contextmanager
    def serving(
        self, *options: str, before: Callable[[], None] | None = None, wait: bool = True
    ) -> Iterator[Target]:
        """A server, once its model answers; ``before`` is called in the process that becomes it."""
        log = Path(tempfile.mkstemp(dir=self.folder, suffix=".log")[1])
        command = [sys.executable, "-m", "shotglass", "serve", "--port", "0", "--model", "tiny"]
        kept = {
            "PYTHONPATH": os.environ.get("PYTHONPATH", f"{ROOT / 'backend'}:{ROOT / 'export'}"),
            "SHOTGLASS_SEEN": str(self.folder / "seen"),
            "SHOTGLASS_BATCHES": str(self.folder / "batches"),
            "SHOTGLASS_EXPORTS": str(self.folder / "exports"),
            "SHOTGLASS_RUNS": str(self.folder / "runs"),
        }
        with log.open("w") as errors:
            process = subprocess.Popen(
                [*command, "--models", str(self.models), *options],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | kept,
                preexec_fn=before,
            )
        try:
            yield _ready(process, log, wait)
        finally:
            process.terminate()
            process.wait(30)
            assert process.stdout is not None
            process.stdout.close()


@contextmanager
def a_place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        place = Place(Path(folder))
        write_tiny_folder(place.models, "tiny", "llama", 3)
        write_folder(place.models, "big", size=BIG)
        yield place


def answers(target: Target, name: str) -> Try:
    """Whether health is told soon, ten times."""
    try:
        worst = max(target.health() for _ in range(10))
    except OSError as error:
        return Try(name, f"health: {error}")
    return held(name, worst < PATIENCE, f"health took {worst:.1f} s")


def held(name: str, holds: bool, otherwise: str) -> Try:
    return Try(name, None if holds else otherwise)


def _ready(process: subprocess.Popen[str], log: Path, wait: bool) -> Target:
    assert process.stdout is not None
    found = re.search(r"http://[^ :]+:(\d+)", process.stdout.readline())
    assert found is not None, log.read_text()
    target = Target(process, int(found[1]), log)
    end = time.monotonic() + STARTING
    while wait and target.ask("/health/live").status == 200 and not _answers(target):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, "The server was not ready."
        time.sleep(0.1)
    return target


def _answers(target: Target) -> bool:
    """With keys readiness is not told to us."""
    return target.ask("/health/ready").status in (200, 401)
