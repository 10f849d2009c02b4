"""The whole server as replicas under Ray Serve (docs.ray.io): Ray listens, starts as many replicas
as the requests in progress ask for, and another where one died; each replica is the app that one
process serves, with its keys, limits, models and prefix cache."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...engine.sharded.ray_session import ray_session
from ...errors import InvalidRequest
from ..app import create_app, make_services
from ..config import ServerConfig
from ..front.bridge import Bridge, Receive
from ..front.exchange import Send
from ..front.threads import Workers
from ..model_registry import MOST_WAITING
from ..security import Gate
from ..serve import SWITCH, end_signals, executors, wait_for_signal
from ..streaming.admission import SPARE

MOST = 64  # requests that a replica has at once; Ray keeps the others waiting
BUSY = 8  # requests of a replica in progress, above which Ray starts another


@dataclass(frozen=True)
class Replicas:
    """``fewest`` to ``most``, each of which Ray counts as one processor."""

    fewest: int = 1
    most: int = 1

    @classmethod
    def of(cls, text: str) -> Replicas:
        """``2`` or ``1:4``. Raises InvalidRequest."""
        fewest, _, most = text.partition(":")
        try:
            replicas = cls(int(fewest), int(most or fewest))
        except ValueError:
            replicas = cls(0, 0)
        if not 1 <= replicas.fewest <= replicas.most <= 1_000:
            raise InvalidRequest(
                f"--replicas is {text!r}; a number such as 2, or the fewest and the most such as "
                "1:4, 1 to 1,000, was expected."
            )
        return replicas


@dataclass(frozen=True)
class Replica:
    """An ASGI application that is made where it runs: only its configuration travels."""

    config: ServerConfig

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._bridge(scope, receive, send)

    @cached_property
    def _bridge(self) -> Bridge:
        sys.setswitchinterval(SWITCH)
        services = make_services(self.config)
        app = create_app(self.config, services)
        workers = Workers(self.config.threads + SPARE + MOST_WAITING, "request")
        services.hosting.prepare()
        gate, config = Gate(app, self.config), self.config
        return Bridge(app, gate, executors(workers), config.path_prefix, config.proxies)


def serve_on_ray(
    config: ServerConfig, announce: Callable[..., None], replicas: str, address: str | None
) -> None:
    """Serve until SIGTERM or SIGINT, on the cluster at ``address`` or on this machine. ``replicas``
    as of ``Replicas.of``. Raises MissingExtra, InvalidRequest."""
    count = Replicas.of(replicas)
    if not config.port:
        raise InvalidRequest("--port is 0; under Ray a port of its own was expected, such as 8000.")
    with ray_session(address):
        from ray import serve

        serve.start(http_options={"host": config.host, "port": config.port})
        deployment = serve.deployment(
            max_ongoing_requests=MOST,
            ray_actor_options={"num_cpus": 1},
            autoscaling_config={
                "min_replicas": count.fewest,
                "max_replicas": count.most,
                "target_ongoing_requests": BUSY,
            },
        )
        ingress = serve.ingress(Replica(config))(type("Shotglass", (), {}))
        try:
            serve.run(deployment(ingress).bind(), name="shotglass")
            announce(f"http://{config.host}:{config.port}{config.path_prefix}")
            wait_for_signal(end_signals())
        finally:
            serve.shutdown()
