"""HTTP servers that could stand before the application, side by side: fronts.py [NAME ...].

Needs, besides what Shotglass needs: waitress, gunicorn, granian, cheroot, hypercorn, a2wsgi; those
that are not installed are left out. 48 threads each, loopback, one process. The columns: median
time to a stream's first byte; how long a health request takes beside 40 streams, 300 idle
connections, 48 half-sent bodies and 48 clients that read 80 MB and stop; memory for 6 bodies of
20 MB; whether SIGTERM lets a stream of 2 seconds end.
"""

from __future__ import annotations

import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
from fronts_app import SERVERS

APP = Path(__file__).with_name("fronts_app.py")
PATIENCE = 3.0  # seconds until health counts as down
GET = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
COLUMNS = ("first byte", "40 streams", "300 idle", "48 bodies", "48 readers", "bodies", "SIGTERM")


def main() -> None:
    print("".join(f"{name:>12}" for name in ("server", *COLUMNS)))
    for name in sys.argv[1:] or SERVERS:
        with suppress(ConnectionError):
            print("".join(f"{text:>12}" for text in (name, *measured(name))), flush=True)


def measured(name: str) -> list[str]:
    """Raises ConnectionError where the server does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, str(APP), name, str(port)]
    process = subprocess.Popen(command, cwd=APP.parent, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        firsts = [_first_byte(port) for _ in range(30)]
        columns = [f"{statistics.median(firsts) * 1000:.1f} ms"]
        for count, request in ((40, GET % b"/stream"), (300, b""), (48, POST % 900 + b"{")):
            columns.append(_health_beside(port, count, request))
        columns.append(_health_beside(port, 48, GET % b"/large"))
        columns.append(_memory(port, process))
        return [*columns, _sigterm(port, process)]
    finally:
        process.kill()
        process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if process.poll() is not None:
            raise ConnectionError("It is not installed.")
        with suppress(OSError):
            _health(port)
            return
        time.sleep(0.1)
    raise ConnectionError("It did not answer.")


def _first_byte(port: int) -> float:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        began = time.perf_counter()
        connection.sendall(GET % b"/stream")
        while b"data: 0" not in connection.recv(65536):
            pass
        return time.perf_counter() - began


def _health(port: int) -> float:
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.settimeout(PATIENCE)
        connection.sendall(GET % b"/")
        if not connection.recv(100):
            raise OSError("closed")
    return time.perf_counter() - began


def _health_beside(port: int, count: int, request: bytes) -> str:
    with ExitStack() as opened:
        for _ in range(count):
            connection = opened.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            connection.sendall(request)
        time.sleep(0.3)
        try:
            waits: Sequence[float] = [_health(port) for _ in range(10)]
        except OSError:
            return "down"
        finally:
            opened.close()
            time.sleep(0.5)
    return f"{max(waits) * 1000:.0f} ms"


def _memory(port: int, process: subprocess.Popen[bytes]) -> str:
    """Of all the server's processes, and of files that it wrote bodies to."""
    ours = psutil.Process(process.pid)
    before = _used(ours)
    with ExitStack() as opened:
        for _ in range(6):
            connection = opened.enter_context(socket.create_connection(("127.0.0.1", port), 5))
            with suppress(OSError):
                connection.sendall(POST % (20_000_001) + b"x" * 20_000_000)
        time.sleep(0.5)
        grown = _used(ours) - before
    return f"{grown >> 20} MiB"


def _used(process: psutil.Process) -> int:
    all_of_it = [process, *process.children(recursive=True)]
    memory = sum(one.memory_info().rss for one in all_of_it)
    files = [file.fd for one in all_of_it for file in one.open_files()]
    return int(memory) + sum(_size(one.pid, fd) for one in all_of_it for fd in files)


def _size(pid: int, descriptor: int) -> int:
    try:
        return Path(f"/proc/{pid}/fd/{descriptor}").stat().st_size
    except OSError:
        return 0


def _sigterm(port: int, process: subprocess.Popen[bytes]) -> str:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(GET % b"/stream")
        said = connection.recv(65536)
        process.send_signal(signal.SIGTERM)
        with suppress(OSError):
            while more := connection.recv(65536):
                said += more
                if b"data: 99\n" in said:
                    break
    return "ends" if b"data: 99\n" in said else "cut"


if __name__ == "__main__":
    main()
