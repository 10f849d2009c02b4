"""The app behind its front: threads, limits, and an orderly end on SIGTERM and SIGINT."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import NoReturn

from flask import Flask

from ..engine.runtime.process_memory import bound_unused_memory
from ..errors import InvalidRequest
from .app import create_app, make_services
from .config import ServerConfig
from .front.bridge import Bridge
from .front.server import Front
from .front.threads import Executor, Inline, Workers
from .host_names import EVERYWHERE
from .model_registry import MOST_WAITING
from .parts import RunningServer
from .routes.pages import is_instant, is_quick
from .security import Gate, client_paths
from .services import Services
from .streaming.admission import SPARE
from .streaming.in_thread import wait_until_over

QUICK = 4  # threads that pages and health have to themselves
FLUSH = 2.0  # seconds for the last bytes to reach the clients
ENDING = 1.0  # seconds for the threads that compute to notice that nobody waits for them
# Seconds after which a thread that computes must hand the interpreter to one that waits for it
# (Python's default: 5 ms). The event loop waits for it after each of its ten system calls a
# request. In storms of 64 clients on two cores that did nothing else, 99 of 100 looks at health
# took 434 ms at 5 ms, 302 and 408 ms at 0.5 ms, 217 ms at 0.1 ms.
SWITCH = 0.0001

Signals = SimpleQueue[int]  # its put may be called by a signal handler


def serve(
    config: ServerConfig,
    announce: Callable[[RunningServer], object],
    services: Services | None = None,
    app: Flask | None = None,
) -> bool:
    """Serve until SIGTERM or SIGINT; must run in the main thread. Returns whether something is
    still computing then: the process must end by ``end_at_once`` if so.

    From the signal on, new runs get 503. Running ones may go on for ``config.grace`` seconds, then
    end with a Failed event; a second signal cuts them at once. ``announce`` is called once it
    answers. ``app``: in place of the services' own, which
    then load no model at the start. Raises InvalidRequest when the address cannot be had or the
    certificate not be used, ModelNotFound when the chosen model is not there.
    """
    sys.setswitchinterval(SWITCH)
    bound_unused_memory()
    faulthandler.enable()  # what ends a process below Python says where, in the log
    services = services or make_services(config)
    if config.default_model is not None:
        services.hosting.library.folder(config.default_model)
    _check_certificate(config)
    listener = _listen(config.host, config.port)
    workers = Workers(config.threads + SPARE + MOST_WAITING, "request")
    loads_at_once, app = app is None, app or create_app(config, services)
    answering = executors(workers, client_paths(services.parts))
    gate = Gate(app, config, services.parts)
    bridge = Bridge(app, gate, answering, config.path_prefix, config.proxies)
    front = Front(bridge, listener, FLUSH, (config.certificate, config.certificate_key))
    signals = end_signals()
    front.start()
    _begin(app, services, loads_at_once)
    announce(RunningServer(_addresses(config, listener), config, services.parts))
    wait_for_signal(signals)
    _drain(services, config.grace, signals)
    front.stop()
    return _is_computing(services, workers)


def _begin(app: Flask, services: Services, loads: bool) -> None:
    """Begins what goes on beside requests. ``loads``: whether the model that the server opens with
    is loaded, too."""
    if loads:
        services.hosting.prepare()
    for part in services.parts:
        part.begin(app)


def end_at_once() -> NoReturn:
    """End the process with code 0 while threads of it still compute. The C++ runtime aborts a
    process whose interpreter ends while a thread is inside onnxruntime, which cannot be interrupted
    while it loads a model; nothing that such a thread holds has to be saved."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # closed, or a pipe that nobody reads
            stream.flush()
    os._exit(0)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except OSError as error:
        raise InvalidRequest(
            f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --port; "
            "0 takes any free one."
        ) from error


def _check_certificate(config: ServerConfig) -> None:
    if config.certificate is None:
        if config.certificate_key is not None:
            raise InvalidRequest(
                f"--key-file {config.certificate_key} is the key of a certificate, and none is "
                "named: --certificate FILE was expected too."
            )
        return
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(config.certificate, config.certificate_key, password=lambda: "")
    except OSError as error:  # an SSLError is one
        raise InvalidRequest(
            f"--certificate {config.certificate} cannot be used: {error.strerror or error}. Two "
            "PEM files were expected, the certificate with its chain and the key without a "
            "password (--key-file), or one file with both."
        ) from error


def executors(others: Workers, client_paths: tuple[str, ...]) -> Callable[[str], Executor]:
    """Health and pages answer while all threads for ``others`` are busy."""
    inline, quick = Inline(), Workers(QUICK, "quick")

    def executor_of(path: str) -> Executor:
        if is_instant(path):
            return inline
        return quick if is_quick(path, client_paths) else others

    return executor_of


def end_signals() -> Signals:
    """SIGTERM and SIGINT, from now on; must be called in the main thread."""
    signals: Signals = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda caught, _frame: signals.put(caught))
    return signals


def wait_for_signal(signals: Signals) -> None:
    while True:
        try:
            signals.get(timeout=1.0)  # without a limit, Windows would not deliver Ctrl-C
        except Empty:
            continue
        return


def _drain(services: Services, grace: float, signals: Signals) -> None:
    admission = services.admission
    admission.drain()
    deadline = time.monotonic() + grace
    while time.monotonic() < deadline and signals.empty():
        if admission.wait_until_idle(0.1):
            break
    admission.cut.set()
    others = (counted for part in services.parts for counted in part.counted)
    for counted in (admission, services.tails, *others):
        counted.wait_until_idle(FLUSH)


def _is_computing(services: Services, workers: Workers) -> bool:
    """Ask everything to end, and wait for it for ``ENDING`` seconds; not at all for a model that is
    being loaded, which would take as long as the load. Returns whether something has not ended."""

    def close() -> None:
        for part in services.parts:
            part.end()
        services.hosting.close()
        wait_until_over(ENDING)
        if not services.hosting.is_loading:
            workers.wait_until_idle(ENDING)

    closing = threading.Thread(target=close, daemon=True)
    closing.start()
    closing.join(ENDING)
    return closing.is_alive() or services.hosting.is_loading


def _addresses(config: ServerConfig, listener: socket.socket) -> tuple[str, ...]:
    port = listener.getsockname()[1]
    here = ("127.0.0.1",) if config.host in EVERYWHERE else ()
    scheme = "https" if config.certificate else "http"
    own = [f"{scheme}://{name}:{port}" for name in (*config.names, *here)]
    return tuple(f"{origin}{config.path_prefix}" for origin in (*config.allowed_origins, *own))
