"""An experiment's seeds as tasks under Ray (docs.ray.io), one a seed.

A task runs the experiment with its seed alone; what that keeps on the way (``Context.kept``) comes
back into the cache here. The run itself then reads it, so that its findings are those of one
process. What no key names a seed for is computed by every task.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from shotglass.engine.sharded.ray_session import ray_session
from shotglass.errors import ExperimentFailed, InvalidRequest
from shotglass_export.progress import silent

from .experiment import Context
from .registry import find


def spread_seeds(name: str, context: Context, address: str | None) -> None:
    """Fills ``context.cache`` with what the experiment ``name`` keeps for every seed, computed on
    the cluster at ``address``, or on this machine. Every node needs the same packages, and data
    at the same place. Raises MissingExtra, InvalidRequest, ExperimentFailed."""
    with ray_session(address) as ray:
        most = max((node["Resources"].get("CPU", 0) for node in ray.nodes()), default=0)
        if most < context.threads:
            raise InvalidRequest(
                f"A seed is run on {context.threads} threads and no node of the cluster has more "
                f"than {most:g} processors: say --threads {max(1, int(most))}, with which the "
                "last bits of a result may be others."
            )
        task = ray.remote(num_cpus=context.threads)(_kept_of_seed)
        cached = {file.name: file.read_text("utf-8") for file in context.cache.glob("*.json")}
        sent = replace(context, report=silent)
        waiting = {task.remote(name, sent, cached, seed): seed for seed in context.seeds}
        while waiting:
            (ready,), _ = ray.wait(list(waiting), num_returns=1)
            seed = waiting.pop(ready)
            try:
                _add(ray.get(ready), context.cache)
            except ray.exceptions.RayError as error:
                raise ExperimentFailed(f"{name} failed for seed {seed}: {error}") from error
            context.report(f"seed {seed}", 1 - len(waiting) / len(context.seeds))


def _kept_of_seed(name: str, context: Context, cached: dict[str, str], seed: int) -> dict[str, str]:
    """The texts of the cache's files, by their names, after a run of ``seed`` on some node."""
    with TemporaryDirectory() as folder:
        cache = Path(folder)
        for file, text in cached.items():
            (cache / file).write_text(text, "utf-8")
        find(name).experiment.run(replace(context, seeds=(seed,), cache=cache))
        return {file.name: file.read_text("utf-8") for file in cache.glob("*.json")}


def _add(files: dict[str, str], cache: Path) -> None:
    for name, text in files.items():
        file = cache / name
        if file.exists():
            here: dict[str, Any] = json.loads(file.read_text("utf-8"))
            if here["value"] != json.loads(text)["value"]:
                raise ExperimentFailed(
                    f"Two nodes computed {name} and have it differently: their packages or "
                    "processors are not alike."
                )
        else:
            scratch = file.with_suffix(".part")
            scratch.write_text(text, "utf-8")
            scratch.replace(file)
