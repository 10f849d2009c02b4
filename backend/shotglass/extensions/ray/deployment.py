"""The replicas as a deployment of Ray Serve (docs.ray.io): how many there are, and which of them
gets a request. No other module imports it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ray import serve
from ray.serve.exceptions import RayServeException
from ray.serve.request_router import RequestRouter

from ...errors import InvalidRequest
from ...parsing import parsed
from ...server.config import ServerConfig
from .prefix import preferred
from .replica import MOST, Replica

NAME = "shotglass"  # of the application
BUSY = 8  # requests of a replica in progress, above which Ray starts another


class PrefixRouter(RequestRouter):  # type: ignore[misc]  # Ray is not there where this is checked
    """A request's prefix is its ``session_id``."""

    async def choose_replicas(
        self, candidate_replicas: list[Any], pending_request: Any = None
    ) -> list[list[Any]]:
        """Returns the replicas in the order in which Ray is to look for one that has room."""
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


def application(fields: dict[str, Any]) -> Any:
    """Returns the application that a Serve config names as its ``import_path``. ``fields`` are
    those of ServerConfig, and the fewest and the most replicas. Raises InvalidRequest, and Unfit
    for other fields."""
    rest = dict(fields)
    fewest, most = rest.pop("fewest", 1), rest.pop("most", 1)
    return _bound(parsed(ServerConfig, rest), fewest, most)


def _bound(config: ServerConfig, fewest: int, most: int) -> Any:
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
    return deployment.bind(config)


@contextmanager
def deployed(config: ServerConfig, fewest: int, most: int) -> Iterator[Any]:
    """The deployment's handle, once all ``fewest`` replicas are there; they end with the block.
    Where the fewest are none, those of a Serve config answer, and stay. Raises InvalidRequest where
    they cannot start or are not there."""
    if not fewest:
        try:
            handle = serve.get_app_handle(NAME)
        except RayServeException as error:
            raise InvalidRequest(
                f"No Serve config has deployed an application {NAME!r} in this cluster yet: {error}"
            ) from error
        yield handle
        return
    serve.start(proxy_location="Disabled")
    try:
        try:
            handle = serve.run(_bound(config, fewest, most), name=NAME, route_prefix=None)
        except RuntimeError as error:
            raise InvalidRequest(f"The replicas did not start: {error}") from error
        yield handle
    finally:
        serve.shutdown()
