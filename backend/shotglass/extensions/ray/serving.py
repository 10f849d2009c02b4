"""Replicas under Ray Serve (docs.ray.io), which starts as many as the requests in progress ask for,
and another where one died. The process that was started is their door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ...engine.batching.cancellation import CancellationToken
from ...errors import InvalidRequest
from ...server.app import create_app, make_services
from ...server.config import ServerConfig
from ...server.parts import RunningServer
from ...server.serve import serve
from .door import ReplicaEnded, stand_before
from .replica import Inquiry, Piece
from .session import ray_session

MOST_THREADS = 1_024  # of the door, where each request waits for the first of its answer
LOOK = 10.0  # seconds that the replicas have to say how they are


@dataclass(frozen=True)
class Replicas:
    """``fewest`` to ``most``, each of which Ray counts as one processor; 0 where none are started
    and those that a Serve config has deployed answer."""

    fewest: int = 1
    most: int = 1

    @classmethod
    def of(cls, text: str) -> Replicas:
        """``2``, ``1:4`` or ``0:4``. Raises InvalidRequest."""
        fewest, _, most = text.partition(":")
        try:
            replicas = cls(int(fewest), int(most or fewest))
        except ValueError:
            replicas = cls(0, 0)
        if not 0 <= replicas.fewest <= replicas.most or not 1 <= replicas.most <= 1_000:
            raise InvalidRequest(
                f"--replicas is {text!r}; a number such as 2, or the fewest and the most such as "
                "1:4, 1 to 1,000, was expected; 0:4 for those that a Serve config has deployed."
            )
        return replicas


@dataclass(frozen=True)
class RayReplicas:
    """``door.Computers``. ``handle``: of the deployment."""

    ray: Any
    handle: Any

    def answer(self, inquiry: Inquiry, cancelled: CancellationToken) -> Iterator[Piece]:
        errors = self.ray.exceptions
        handle = self.handle.options(stream=True, session_id=inquiry.prefix)
        pieces = handle.answer.remote(inquiry)
        try:
            with cancelled.calling(pieces.cancel):
                yield from pieces
        except errors.TaskCancelledError:
            return
        except (errors.RayActorError, self.ray.serve.exceptions.RayServeException) as error:
            raise ReplicaEnded from error

    def each(self, method: str) -> list[tuple[str, Any]]:
        unavailable = self.ray.serve.exceptions.RayServeException, TimeoutError
        try:
            answers = self.handle.broadcast(method).results(timeout_s=LOOK, return_exceptions=True)
        except unavailable:
            return []  # none is there now
        return [answer for answer in answers if not isinstance(answer, Exception)]


def serve_on_ray(
    config: ServerConfig,
    announce: Callable[[RunningServer], object],
    replicas: str,
    address: str | None,
) -> bool:
    """Serve until SIGTERM or SIGINT, on the cluster at ``address`` or on this machine. ``replicas``
    as of ``Replicas.of``. Raises as ``serve`` does, and MissingExtra."""
    count = Replicas.of(replicas)
    config = replace(config, threads=min(MOST_THREADS, config.threads * count.most))
    with ray_session(address) as ray:
        from .deployment import deployed

        with deployed(config, count.fewest, count.most) as handle:
            services = make_services(config)
            app = create_app(config, services)
            stand_before(RayReplicas(ray, handle), app, services)
            return serve(config, announce, services, app)
