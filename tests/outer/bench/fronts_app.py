"""A small WSGI application behind one of the servers of ``fronts.py``: fronts_app.py NAME PORT."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

THREADS = 48
Environ = dict[str, Any]


def app(environ: Environ, start: Callable[..., Any]) -> Iterator[bytes]:
    path = environ["PATH_INFO"]
    if path == "/stream":
        start("200 OK", [("Content-Type", "text/event-stream")])
        return _events()
    if path == "/large":
        start("200 OK", [("Content-Length", str(80 << 20))])
        return iter([b"x" * (1 << 20)] * 80)
    if path == "/body":
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start("200 OK", [("Content-Length", "2")])
    return iter([b"ok"])


def _events() -> Iterator[bytes]:
    for number in range(100):
        yield b"data: %d\n\n" % number
        time.sleep(0.02)


def waitress(port: int) -> None:
    from waitress import serve

    serve(app, host="127.0.0.1", port=port, threads=THREADS, connection_limit=1000,
          asyncore_use_poll=True, channel_request_lookahead=1)  # fmt: skip


def gunicorn(port: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):
        def load_config(self) -> None:
            named = {"bind": f"127.0.0.1:{port}", "worker_class": "gthread", "threads": THREADS}
            for name, value in (named | {"worker_connections": 1000, "loglevel": "error"}).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return app

    Application().run()


def granian(port: int) -> None:
    from granian import Granian

    Granian("fronts_app:app", address="127.0.0.1", port=port, interface="wsgi", log_enabled=False,
            blocking_threads=THREADS).serve()  # fmt: skip


def cheroot(port: int) -> None:
    from cheroot.wsgi import Server

    Server(("127.0.0.1", port), app, numthreads=THREADS, request_queue_size=128).start()


def hypercorn(port: int) -> None:
    import asyncio

    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.loglevel = "CRITICAL"
    asyncio.run(serve(app, config, mode="wsgi"))


def a2wsgi(port: int) -> None:
    import uvicorn
    from a2wsgi import WSGIMiddleware

    uvicorn.run(WSGIMiddleware(app, workers=THREADS), host="127.0.0.1", port=port,
                log_level="critical", lifespan="off")  # fmt: skip


def ours(port: int) -> None:
    import signal
    import socket
    import threading

    from shotglass.server.front.bridge import Bridge
    from shotglass.server.front.server import Front
    from shotglass.server.front.threads import Workers

    class Gate:
        def most(self, path: str) -> int:
            return 1 << 20

        def judge(self, environ: Environ) -> Any:
            large = int(environ["CONTENT_LENGTH"]) > self.most("")
            return self.too_large(environ) if large else None

        def too_large(self, environ: Environ) -> Any:
            return _refused

        too_many = too_large

    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    workers = Workers(THREADS, "request")
    bridge = Bridge(app, Gate(), lambda path: workers)
    front = Front(bridge, socket.create_server(("127.0.0.1", port)), 30.0)
    front.start()
    while not ended.wait(1.0):
        pass
    front.stop()


def _refused(environ: Environ, start: Callable[..., Any]) -> list[bytes]:
    start("413 Content Too Large", [("Content-Length", "0")])
    return []


SERVERS = {"waitress": waitress, "gunicorn": gunicorn, "granian": granian, "cheroot": cheroot,
           "hypercorn": hypercorn, "a2wsgi": a2wsgi, "ours": ours}  # fmt: skip

if __name__ == "__main__":
    SERVERS[sys.argv[1]](int(sys.argv[2]))
