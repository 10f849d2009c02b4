"""Many machines by Ray (docs.ray.io): replicas of a server, and workers that read a measurement."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import click

from ...extending import Extension, Given, Machines

if TYPE_CHECKING:
    from ...engine.sharded.shards import ReadShards, Recipe
    from ...server.config import ServerConfig
    from ...server.parts import RunningServer

NAME = "ray"
ADDRESS = click.Option(
    ["--address"], help="Of the Ray cluster: HOST:6379.  [default: this machine alone]"
)
SERVE = (
    click.Option(
        ["--on"],
        type=click.Choice((NAME,)),
        help="Serve by replicas on the nodes of a Ray cluster: pip install 'shotglass[ray]'.",
    ),
    ADDRESS,
    click.Option(
        ["--replicas"],
        default="1",
        show_default=True,
        help="Under Ray: how many, or the fewest and the most, such as 1:4; 0:4 starts none and "
        "asks those of a Serve config.",
    ),
)
MEASURE = (
    click.Option(
        ["--on"],
        type=click.Choice((NAME,)),
        help="Ask on every node of a Ray cluster, a worker a processor: "
        "pip install 'shotglass[ray]'.",
    ),
    ADDRESS,
)


def _serve(config: ServerConfig, announce: Callable[[RunningServer], object], given: Given) -> bool:
    from .serving import serve_on_ray

    return serve_on_ray(config, announce, given["replicas"], given["address"])


def _read(
    recipe: Recipe, given: Given, tell: Callable[[str], None]
) -> AbstractContextManager[ReadShards]:
    from .pool import read_on_ray

    return read_on_ray(given["address"], recipe, tell)


EXTENSION = Extension(
    NAME,
    options={"serve": SERVE, "measure": MEASURE},
    machines={NAME: Machines(_serve, _read)},
)
