"""The app on waitress: threads, limits, and an orderly end on SIGTERM and SIGINT."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping
from queue import Empty, SimpleQueue
from typing import Any

from waitress.server import BaseWSGIServer, create_server

from ..errors import InvalidRequest
from .admission import Admission
from .app import create_app, make_services
from .config import ServerConfig
from .services import Services
from .wire import Channel

CONNECTIONS = 1000  # slow clients hold connections, not threads
BODY_ROOM = 64 << 20  # a larger body is not even read
FLUSH = 2.0  # seconds for the last bytes to reach the clients

Signals = SimpleQueue[int]  # its put may be called by a signal handler


def serve(
    config: ServerConfig, announce: Callable[[str], None], services: Services | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; must run in the main thread.

    From the signal on, new runs get 503. Running ones may go on for ``config.grace`` seconds, then
    end with a Failed event; a second signal cuts them at once. ``announce`` is told the address.
    Raises InvalidRequest when the address cannot be had.
    """
    listener = _listen(config.host, config.port)
    services = services or make_services(config)
    channels: dict[int, Any] = {}
    app = create_app(config, services)
    server = create_server(app, channels, sockets=[listener], **_limits(config))
    assert isinstance(server, BaseWSGIServer), "one socket makes one server"
    server.channel_class = Channel
    signals = _catch_signals()
    threading.Thread(target=server.run, name="http", daemon=True).start()
    services.hosting.prepare()
    announce(_address(listener))
    _wait_for_signal(signals)
    _drain(services.admission, config.grace, signals)
    _flush(channels)
    services.hosting.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise InvalidRequest(
            f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --port; "
            "0 takes any free one."
        ) from error


def _limits(config: ServerConfig) -> Mapping[str, Any]:
    return {
        "threads": config.threads,
        "connection_limit": CONNECTIONS,
        "asyncore_use_poll": True,  # select() cannot watch that many
        "channel_request_lookahead": 1,  # so that a client's leaving is seen during a run
        "max_request_body_size": max(BODY_ROOM, config.body_limit),
        "ident": None,
    }


def _catch_signals() -> Signals:
    signals: Signals = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda caught, _frame: signals.put(caught))
    return signals


def _wait_for_signal(signals: Signals) -> None:
    while True:
        try:
            signals.get(timeout=1.0)  # without a limit, Windows would not deliver Ctrl-C
        except Empty:
            continue
        return


def _drain(admission: Admission, grace: float, signals: Signals) -> None:
    admission.drain()
    deadline = time.monotonic() + grace
    while time.monotonic() < deadline and signals.empty():
        if admission.wait_until_idle(0.1):
            return
    admission.cut.set()
    admission.wait_until_idle(FLUSH)


def _flush(channels: Mapping[int, object]) -> None:
    """Wait until what was answered has been sent."""
    deadline = time.monotonic() + FLUSH
    while time.monotonic() < deadline and any(map(_busy, list(channels.values()))):
        time.sleep(0.02)


def _busy(channel: object) -> bool:
    return isinstance(channel, Channel) and bool(channel.requests or channel.total_outbufs_len)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"
