"""Look at /health/live again and again, in a process of its own that does nothing else:
``python -m outer.attack.watch PORT SECONDS`` prints how long each look took, in seconds, or -1."""

from __future__ import annotations

import sys
import time
from http.client import HTTPConnection

PAUSE = 0.05  # seconds


def look(port: int) -> float:
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/health/live")
        good = connection.getresponse().read().startswith(b'{"status"')
    except OSError:
        good = False
    connection.close()
    return time.monotonic() - began if good else -1.0


if __name__ == "__main__":
    end = time.monotonic() + float(sys.argv[2])
    while time.monotonic() < end:
        print(look(int(sys.argv[1])), flush=True)
        time.sleep(PAUSE)
