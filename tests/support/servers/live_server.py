"""The real ``shotglass serve`` as a process of its own, over a folder of models."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STARTING = 60.0  # seconds


@contextmanager
def live_server(models: Path | None, *options: str, ready: str = "/health/ready") -> Iterator[str]:
    """Its address, once ``ready`` answers 200, by default when the default model does.
    ``models``: None is those that are installed."""
    command = [sys.executable, "-m", "shotglass", "serve", "--port", "0"]
    where = [] if models is None else ["--models", str(models)]
    process = subprocess.Popen([*command, *where, *options], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://[^ ]+", process.stdout.readline())
        assert found is not None
        _wait(found[0] + ready, process)
        yield found[0]
    finally:
        process.terminate()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()


def get(address: str, path: str) -> Any:
    with urllib.request.urlopen(f"{address}{path}", timeout=10) as answer:
        return json.load(answer)


def _wait(url: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        assert process.poll() is None, "The server ended before it was ready."
        try:
            get(url, "")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The server was not ready after {STARTING:.0f} s.")
