"""Ray in an environment of its own, made once, and nodes of one processor each on this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import venv
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil
import pytest

ROOT = Path(__file__).parents[3]
STARTING = 300.0  # seconds
SETTINGS = {
    "RAY_AUTH_MODE": "disabled",  # one machine, loopback
    "RAY_USAGE_STATS_ENABLED": "0",
    # A busy machine needs longer to start than Ray waits for.
    "RAY_raylet_start_wait_time_s": "240",
    "RAY_worker_niceness": "0",  # 15 else, and nobody else here is so polite
    "RAY_SERVE_PROXY_READY_CHECK_TIMEOUT_S": "60",
    "RAY_SERVE_PROXY_HEALTH_CHECK_TIMEOUT_S": "60",
}


def ray_environment(config: pytest.Config) -> Path:
    """The folder of programs of an environment with Ray and our runtime."""
    assert config.cache is not None
    folder = config.cache.mkdir("ray")
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "pip"), "install", "--quiet"]
        installed = subprocess.run(
            [*pip, "--editable", f"{ROOT}[ray]"], capture_output=True, text=True
        )
        if installed.returncode:
            pytest.skip(f"Ray cannot be had here: {installed.stderr.strip().splitlines()[-1]}")
        (folder / "ready").touch()
    return folder / "bin"


@dataclass
class RayNodes:
    """The first node is the head. ``folder``: of Ray's own files, and of what nodes say;
    ``modules``: where its programs find more packages."""

    programs: Path
    folder: Path
    modules: str = ""
    port: int = 0
    processes: list[subprocess.Popen[Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | SETTINGS | ({"PYTHONPATH": self.modules} if self.modules else {})

    def join(self) -> None:
        """One more node, which is there when this returns."""
        if self.processes:
            command = ["start", "--block", "--num-cpus=1", f"--address={self.address}"]
        else:
            self.port = free_port()
            command = [
                "start", "--head", "--block", "--include-dashboard=false", "--num-cpus=1",
                f"--port={self.port}", f"--temp-dir={self.folder}",
            ]  # fmt: skip
        store = f"--object-store-memory={80 << 20}"
        said = self.folder / f"node{len(self.processes)}.txt"
        with said.open("w") as output:
            process = subprocess.Popen(
                [str(self.programs / "ray"), *command, store],
                stdout=output, stderr=subprocess.STDOUT, env=self.environment,
            )  # fmt: skip
        self.processes.append(process)
        until = time.monotonic() + STARTING
        while "Ray runtime started" not in said.read_text():
            assert process.poll() is None, said.read_text()[-3000:]
            assert time.monotonic() < until, said.read_text()[-3000:]
            time.sleep(0.5)

    def kill(self, number: int) -> None:
        """Ends the node's raylet at once, as a machine does that loses its power."""
        for process in psutil.Process(self.processes[number].pid).children(recursive=True):
            if process.name() == "raylet":
                process.kill()

    def close(self) -> None:
        for process in reversed(self.processes):
            end(process)


def end(process: subprocess.Popen[Any]) -> None:
    """Ray's processes too, some of which outlive the command for a while."""
    if process.poll() is not None:
        return
    family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(family, timeout=30)
    for each in alive:
        each.kill()
    process.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for_ray(port: int, process: subprocess.Popen[bytes], said: Path, key: str = "") -> None:
    """Until a server that was started is ready; ``key``: that it asks for."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert process.poll() is None, said.read_text()[-3000:]
        try:
            if is_ready(port, key):
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"Ray was not ready after {STARTING:.0f} s: {said.read_text()[-3000:]}")


def is_ready(port: int, key: str) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/health/ready", headers={"Authorization": f"Bearer {key}"})
        return connection.getresponse().status == 200
