"""Workers under Ray (docs.ray.io), one a processor of every node, that read shards.

A node that joins later gets workers; the shard of a worker that ended is given to another. Nodes
write nothing: what is read comes back to the process that asked, which keeps it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from ...engine.library import Library
from ...engine.measurement.plan import Plan
from ...engine.model import Engine
from ...engine.sharded.shards import ReadShards, Recipe, Shard, read_shard
from ...engine.trial_load import TrialLoad
from ...errors import InvalidRequest, ShotglassError
from .session import ray_session

LOOK = 2.0  # seconds between two looks at which nodes there are
PATIENCE = 120.0  # seconds without any worker
ATTEMPTS = 4  # at a shard, before it is taken to end its workers
LOCAL_STORE = 100 << 20  # bytes of shared memory on this machine; shards are small


class ShardWorker:
    """Lives in a process of its own on some node. Our errors cross as their sentence."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._engines: list[Engine] = []

    def open(self) -> str | None:
        """None, or why this node cannot be used."""
        recipe = self._recipe
        try:
            for model in recipe.models:
                folder = Library(recipe.roots).folder(model)
                TrialLoad()(folder)
                self._engines.append(Engine.open(folder, **recipe.options))
        except ShotglassError as error:
            return str(error)
        fingerprints = tuple(engine.fingerprint for engine in self._engines)
        if fingerprints != recipe.fingerprints:
            return (
                f"its models compute other bits: {', '.join(fingerprints)}; "
                f"{', '.join(recipe.fingerprints)} was expected"
            )
        return None

    def read(self, part: Plan) -> bytes:
        try:
            return read_shard(self._engines, part, self._recipe.conditions)
        except ShotglassError as error:
            raise RuntimeError(str(error)) from None


@dataclass
class RayPool:
    """``tell`` gets a sentence of what changes: nodes that join, go or cannot be used."""

    ray: Any
    recipe: Recipe
    tell: Callable[[str], None]
    shards_of: Counter[str] = field(default_factory=Counter)  # by node, those that came back
    _nodes: dict[str, str] = field(default_factory=dict)  # those with workers: id and address
    _calls: dict[Any, tuple[Any, str, Shard | None]] = field(default_factory=dict)
    _idle: deque[tuple[Any, str]] = field(default_factory=deque)
    _lost: deque[Shard] = field(default_factory=deque)
    _attempts: Counter[int] = field(default_factory=Counter)

    def read(self, shards: Iterable[Shard]) -> Iterator[tuple[Shard, bytes]]:
        """Yields the shards as they come. Raises InvalidRequest for a shard that cannot be read, or
        where no node can be used."""
        rest, looked, alive = iter(shards), 0.0, monotonic()
        while True:
            if monotonic() - looked >= LOOK:
                self._look()
                looked = monotonic()
            self._give(rest)
            reading = any(shard is not None for _, _, shard in self._calls.values())
            if self._idle and not reading and not self._lost:
                return  # a worker is idle only where nothing is left
            if self._calls:
                alive = monotonic()
            elif monotonic() - alive > PATIENCE:
                raise InvalidRequest("No node of the Ray cluster has a worker left.")
            done, _ = self.ray.wait(list(self._calls), timeout=LOOK) if self._calls else ([], [])
            for call in done:
                yield from self._result(call)

    def _look(self) -> None:
        """Workers for each node that is new; a node that is gone may come again."""
        nodes = {node["NodeID"]: node for node in self.ray.nodes() if node["Alive"]}
        for gone in self._nodes.keys() - nodes.keys():
            self.tell(f"The node {self._nodes.pop(gone)} is gone")
        for id in nodes.keys() - self._nodes.keys():
            node = nodes[id]
            self._nodes[id] = f"{node['NodeManagerAddress']} ({id[:8]})"
            for _ in range(int(node["Resources"].get("CPU", 0))):
                self._start(id)

    def _start(self, node: str) -> None:
        strategy = self.ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy
        options = {"num_cpus": 1, "scheduling_strategy": strategy(node, soft=False)}
        worker = self.ray.remote(ShardWorker).options(**options).remote(self.recipe)
        self._calls[worker.open.remote()] = worker, node, None

    def _give(self, rest: Iterator[Shard]) -> None:
        while self._idle:
            shard = self._lost.popleft() if self._lost else next(rest, None)
            if shard is None:
                return
            worker, node = self._idle.popleft()
            self._calls[worker.read.remote(shard.part)] = worker, node, shard

    def _result(self, call: Any) -> Iterator[tuple[Shard, bytes]]:
        worker, node, shard = self._calls.pop(call)
        name = self._nodes.get(node, node[:8])
        try:
            answer = self.ray.get(call)
        except self.ray.exceptions.RayTaskError as error:
            raise InvalidRequest(f"Ray's worker on {name}: {error.cause}") from error
        except self.ray.exceptions.RayError as error:
            self.tell(f"A worker on {name} has ended: {str(error).splitlines()[0]}")
            if shard is not None:
                self._attempts[shard.number] += 1
                self._lost.append(shard)
                self.ray.kill(worker)  # which may only have been out of reach
                self._start(node)
            if shard is not None and self._attempts[shard.number] >= ATTEMPTS:
                raise InvalidRequest(
                    f"Shard {shard.number} has ended {ATTEMPTS} workers; its questions begin with "
                    f"{shard.part.items[0].input[:60]!r}."
                ) from error
            return
        if shard is None and answer is not None:
            self.tell(f"The node {name} is not used: {answer}")
            return
        self._idle.append((worker, node))
        if shard is not None:
            self.shards_of[name] += 1
            yield shard, answer


@contextmanager
def read_on_ray(
    address: str | None, recipe: Recipe, tell: Callable[[str], None]
) -> Iterator[ReadShards]:
    """On the cluster at ``address``; without one on a cluster of this machine, which ends with the
    block. Raises MissingExtra, InvalidRequest."""
    with ray_session(address, object_store_memory=LOCAL_STORE) as ray:
        pool = RayPool(ray, recipe, tell)
        yield pool.read
        for node, count in sorted(pool.shards_of.items()):
            tell(f"{count} shards were read on {node}")
