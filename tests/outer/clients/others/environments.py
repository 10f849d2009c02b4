"""Where the clients from elsewhere are: under ``.make/clients``, each made once; and how they are
run, so that they reach this machine alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from outer.bench.peers.venvs import ROOT, NotInstalled, command, python

CLIENTS = ROOT / ".make" / "clients"
HERE = Path(__file__).parent

# Each client's own ways to be silent about who uses it.
SILENT = {
    "DO_NOT_TRACK": "1",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_TELEMETRY": "False",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "AI_SDK_LOG_WARNINGS": "false",
    "PROMPTFOO_DISABLE_TELEMETRY": "1",
    "PROMPTFOO_DISABLE_UPDATE": "1",
    "PROMPTFOO_DISABLE_REMOTE_GENERATION": "true",
    "PROMPTFOO_DISABLE_REDTEAM_REMOTE_GENERATION": "true",
    "PROMPTFOO_DISABLE_SHARING": "true",
    "IS_TESTING": "1",
}


def interpreter(name: str) -> Path:
    """The Python of the environment ``name``. Raises NotInstalled."""
    return python(name, CLIENTS, HERE / "requirements")


def packages() -> Path:
    """The folder that holds npm's ``node_modules``. Raises NotInstalled."""
    folder, listed = CLIENTS / "npm", (HERE / "npm" / "package.json").read_text("utf-8")
    mark = folder / "installed.json"
    if not (mark.is_file() and mark.read_text("utf-8") == listed):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(listed, "utf-8")
        if (npm := shutil.which("npm")) is None:
            raise NotInstalled("npm is not here: install Node.js 20 or newer.")
        command(npm, "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder)
        mark.write_text(listed, "utf-8")
    return folder


class Trap:
    """Stands where a proxy would, and lets nobody out: ``calls`` are the first lines of what was
    sent to it."""

    def __init__(self, listener: socket.socket) -> None:
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.calls: set[str] = set()
        self._listener = listener
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                with caller:
                    caller.settimeout(5)
                    with suppress(OSError):
                        self.calls.add(caller.recv(200).decode("latin-1").split("\r\n")[0])


@contextmanager
def trap() -> Iterator[Trap]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Trap(listener)


def run(words: list[str], home: Path, trap: Trap, **more: str) -> subprocess.CompletedProcess[str]:
    """In a home of its own, behind ``trap``, one client at a time."""
    return subprocess.run(
        words,
        cwd=home,
        env=_environment(home, trap) | more,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )


def _environment(home: Path, trap: Trap) -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    homes = dict.fromkeys(("HOME", "LLM_USER_PATH", "PROMPTFOO_CONFIG_DIR"), str(home))
    out = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), trap.address)
    here = dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost")
    return kept | homes | out | here | SILENT
