"""A whole session by the real commands: import, export, serve and generate; run under strace.

python traced_session.py <model.gguf> <folder for the export>
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

LINGER = 1.0  # seconds: what reports does so a little later


def main(gguf: str, out: str) -> None:
    shotglass("import", gguf, "--id", "traced")
    shotglass("export", "traced", "--format", "portable", "-o", out)
    command = [sys.executable, "-m", "shotglass", "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = re.search(r"http://[^ ]+", server.stdout.readline())
        assert found is not None
        body = {"model": "traced", "prompt": "the cat", "max_tokens": 3}
        assert asked(f"{found[0]}/v1/completions", body)["usage"]["completion_tokens"] >= 1
        time.sleep(LINGER)  # what it does on its own afterwards is traced too
    finally:
        server.terminate()
        server.wait(60)


def shotglass(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "shotglass", *arguments], check=True)


def asked(address: str, body: object) -> dict[str, dict[str, int]]:
    request = urllib.request.Request(
        address, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(request, timeout=60) as answer:
            told: dict[str, dict[str, int]] = json.load(answer)
            return told
        time.sleep(0.2)
    raise AssertionError("The server gave no answer.")


if __name__ == "__main__":
    main(*sys.argv[1:])
