"""The parts of an experiment (``parts.py``) as tasks under Ray (docs.ray.io).

All that a run asks for before it uses any of it is computed at once, then what it asks for next.
What is computed comes back into the cache here, until a run finds everything there: its findings
are those of one process. What is not kept, such as a corpus that is read, each task has to read.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from socket import gethostname
from tempfile import TemporaryDirectory
from typing import Any

from shotglass.errors import ExperimentFailed, InvalidRequest
from shotglass.extensions.ray.session import ray_session
from shotglass_export.progress import silent

from .experiment import Context, Findings
from .parts import Part
from .registry import Registered, find

TASKS = 2  # a processor, of what is asked for at once; each does again what comes before its parts

Texts = Mapping[Path, str]  # of the cache's files, by where they are below the folder of all caches


@dataclass(frozen=True)
class Job:
    """What a task is given: which files of the cache it computes, and those that are there."""

    name: str
    code: str
    part: Part
    wanted: tuple[Path, ...]
    there: Texts


def spread(registered: Registered, context: Context, address: str | None) -> Findings:
    """What the experiment finds, its parts computed on the cluster at ``address``, or on this
    machine. Every node needs the same packages, and data at the same place. Raises MissingExtra,
    InvalidRequest, ExperimentFailed."""
    with ray_session(address) as ray:
        processors = _processors(ray, context.threads)
        task = ray.remote(num_cpus=context.threads)(_computed)
        while True:
            part = Part(**vars(context))
            findings = part.findings(registered.experiment.run)
            if findings is not None:
                return findings
            jobs = _jobs(registered, part, TASKS * processors)
            _compute(ray, {task.remote(job): job for job in jobs}, context)


def _processors(ray: Any, threads: int) -> int:
    of_nodes = [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]]
    most = max(of_nodes, default=0)
    if most < threads:
        raise InvalidRequest(
            f"A part is run on {threads} threads and no node of the cluster has more than {most} "
            f"processors: say --threads {max(1, most)}, with which the last bits of a result may "
            "be others."
        )
    return sum(of_nodes)


def _jobs(registered: Registered, part: Part, most: int) -> Iterator[Job]:
    """For all that ``part`` misses. Where it uses the first of it, what the other seeds begin with
    is computed beside it."""
    missing = tuple(part.missing)
    jobs = [(part, missing[first::most]) for first in range(min(most, len(missing)))]
    if len(missing) == 1:
        jobs += _first_of_seeds(registered, part)
    root = part.cache.parents[1]
    for each, files in jobs:
        there = {file.relative_to(root): file.read_text("utf-8") for file in each.there}
        wanted = tuple(file.relative_to(root) for file in files)
        context = replace(each, report=silent, there={}, missing={})
        yield Job(registered.name, registered.code, context, wanted, there)


def _first_of_seeds(registered: Registered, part: Part) -> Iterator[tuple[Part, tuple[Path, ...]]]:
    """What each seed's own run asks for first, and no other seed's."""
    alone = [replace(part, seeds=(seed,), there={}, missing={}) for seed in part.seeds]
    for each in alone:
        each.findings(registered.experiment.run)
    count = Counter(file for each in alone for file in each.missing)
    for each in alone:
        files = (file for file in each.missing if count[file] == 1 and file not in part.missing)
        yield from ((each, (file,)) for file in files)


def _compute(ray: Any, jobs: Mapping[Any, Job], context: Context) -> None:
    waiting = dict(jobs)
    while waiting:
        (ready,), _ = ray.wait(list(waiting), num_returns=1)
        job = waiting.pop(ready)
        names = ", ".join(file.stem for file in job.wanted)
        try:
            texts, worker = ray.get(ready)
        except ray.exceptions.RayError as error:
            cause = getattr(error, "cause", error)
            raise ExperimentFailed(f"{job.name} failed for {names}: {cause}") from error
        _write(texts, context.cache.parents[1])
        context.report(f"{names}: {worker}", 1 - len(waiting) / len(jobs))


def _write(texts: Texts, root: Path) -> None:
    for place, text in texts.items():
        file = root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch = file.with_suffix(".part")
        scratch.write_text(text, "utf-8")
        scratch.replace(file)


def _computed(job: Job) -> tuple[Texts, str]:
    """Runs on some node: the texts of what was wanted, and who computed it."""
    registered = find(job.name)
    if registered.code != job.code:
        raise ExperimentFailed(f"{registered.file} on {gethostname()} is another one than here.")
    part = job.part
    with TemporaryDirectory() as folder:
        root = Path(folder)
        _write(job.there, root)
        cache = root / part.cache.relative_to(part.cache.parents[1])
        cache.mkdir(parents=True, exist_ok=True)
        wanted = frozenset(root / place for place in job.wanted)
        replace(part, cache=cache, wanted=wanted).findings(registered.experiment.run)
        texts = {place: (root / place).read_text("utf-8") for place in job.wanted}
    return texts, f"process {os.getpid()} on {gethostname()}"
