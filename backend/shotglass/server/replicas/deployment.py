"""The replicas as a deployment of Ray Serve (docs.ray.io): how many there are, and which of them
gets a request. No other module imports it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ray import serve
from ray.serve.request_router import RequestRouter

from ...errors import InvalidRequest
from ..config import ServerConfig
from .prefix import preferred
from .replica import MOST, Replica

BUSY = 8  # requests of a replica in progress, above which Ray starts another


class PrefixRouter(RequestRouter):  # type: ignore[misc]  # Ray is not there where this is checked
    """A request's prefix is its ``session_id``."""

    async def choose_replicas(
        self, candidate_replicas: list[Any], pending_request: Any = None
    ) -> list[list[Any]]:
        """In the order in which Ray is to look for one that has room."""
        if pending_request is None:
            return [candidate_replicas]
        pending_request.routing_context.should_backoff = True  # where none of them has
        replicas = {each.replica_id.unique_id: each for each in candidate_replicas}
        waiting = {
            id: self.replica_queue_len_cache.get(each.replica_id) or 0
            for id, each in replicas.items()
        }
        order = preferred(pending_request.metadata.session_id, waiting, BUSY)
        return [[replicas[id]] for id in order]


@contextmanager
def deployed(config: ServerConfig, fewest: int, most: int) -> Iterator[Any]:
    """The deployment's handle, once all ``fewest`` replicas are there; they end with the block.
    Raises InvalidRequest where they cannot start."""
    serve.start(proxy_location="Disabled")
    deployment = serve.deployment(
        Replica,
        max_ongoing_requests=MOST,
        ray_actor_options={"num_cpus": 1},
        request_router_config={"request_router_class": PrefixRouter},
        autoscaling_config={
            "min_replicas": fewest,
            "max_replicas": most,
            "target_ongoing_requests": BUSY,
        },
    )
    try:
        try:
            handle = serve.run(deployment.bind(config), name="shotglass", route_prefix=None)
        except RuntimeError as error:
            raise InvalidRequest(f"The replicas did not start: {error}") from error
        yield handle
    finally:
        serve.shutdown()
