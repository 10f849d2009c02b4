"""A server of the page that has no model, for what the page does by itself."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_models() -> Iterator[str]:
    """Its address, which may not answer yet."""
    with tempfile.TemporaryDirectory() as none, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "shotglass", "serve", "--port", str(port)]
        server = subprocess.Popen([*command, "--models", none], stdout=subprocess.DEVNULL)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)
