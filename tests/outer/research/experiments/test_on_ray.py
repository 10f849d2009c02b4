"""The parts of an experiment, computed apart and as tasks of a cluster: the findings of one
process."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from support.servers.ray_nodes import RayNodes, ray_environment

from shotglass.errors import ExperimentFailed, InvalidRequest
from shotglass_export.progress import silent
from shotglass_research.experiments import on_ray
from shotglass_research.experiments.experiment import Context
from shotglass_research.experiments.on_ray import spread
from shotglass_research.experiments.parts import Missing, Unfinished
from shotglass_research.experiments.registry import find

USES: dict[str, Callable[[Any], object]] = {
    "added": lambda value: 1 + value,
    "compared": lambda value: value["right"] < 2,
    "sorted": lambda value: max([value, value]),
    "unpacked": lambda value: [*value],
    "an array": lambda value: np.array([value]),
    "a mean": lambda value: statistics.mean([value, value]),
    "asked for its kind": lambda value: isinstance(value, dict),
    "a key": lambda value: {value: 1},
    "written": lambda value: f"{value}",
    "as JSON": lambda value: json.dumps([value]),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_run_ends_where_what_is_missing_is_used(use: Callable[[Any], object]) -> None:
    with pytest.raises(Unfinished):
        use(Missing())


class InThisProcess:
    """As much of Ray as ``spread`` needs, with one processor."""

    exceptions = SimpleNamespace(RayError=RuntimeError)

    def __init__(self) -> None:
        self.waves: list[list[str]] = []  # the parts that were wanted at once

    def nodes(self) -> list[dict[str, Any]]:
        return [{"Alive": True, "Resources": {"CPU": 1.0}}]

    def remote(self, *, num_cpus: int) -> Callable[[Any], Any]:
        assert num_cpus == 1
        self.waves.append([])
        return lambda task: SimpleNamespace(remote=lambda job: self._sent(task, job))

    def _sent(self, task: Any, job: Any) -> Any:
        self.waves[-1] += [file.stem for file in job.wanted]
        return lambda: task(job)

    def wait(self, calls: list[Any], num_returns: int) -> tuple[list[Any], list[Any]]:
        assert num_returns == 1
        if len(calls) == 1:
            self.waves.append([])
        return calls[:1], calls[1:]

    def get(self, call: Any) -> Any:
        return call()


@pytest.fixture
def ray(monkeypatch: pytest.MonkeyPatch) -> InThisProcess:
    ray = InThisProcess()
    monkeypatch.setattr(on_ray, "ray_session", lambda _address: nullcontext(ray))
    return ray


def toy(folder: Path, seeds: tuple[int, ...]) -> Context:
    folder.mkdir(parents=True)
    return Context(True, seeds, 1, folder, folder, silent)


def test_conditions_and_seeds_that_are_asked_for_together_are_computed_at_once(
    ray: InThisProcess, tmp_path: Path
) -> None:
    registered, seeds = find("bayes"), (1, 2)
    findings = spread(registered, toy(tmp_path / "a", seeds), None)
    assert findings == registered.experiment.run(toy(tmp_path / "b", seeds))
    together = {f"{kind}-{seed}" for kind in ("transformer", "lstm") for seed in seeds}
    assert set(ray.waves[0]) >= together
    assert ray.waves[1:] == [[]]


def test_seeds_whose_parts_are_used_at_once_are_computed_beside_each_other(
    ray: InThisProcess, tmp_path: Path
) -> None:
    registered, seeds = find("descent"), (1, 2, 3)
    findings = spread(registered, toy(tmp_path / "a", seeds), None)
    assert findings == registered.experiment.run(toy(tmp_path / "b", seeds))
    assert [sorted(wave) for wave in ray.waves] == [
        ["gpt-1", "gpt-2", "gpt-3"], ["linear-1", "linear-2", "linear-3"], []
    ]  # fmt: skip


def test_a_node_with_another_file_of_the_experiment_is_refused(
    ray: InThisProcess, tmp_path: Path
) -> None:
    other = replace(find("descent"), code="0" * 64)
    with pytest.raises(ExperimentFailed, match=r"descent\.py on .* is another one than here"):
        spread(other, toy(tmp_path / "a", (1,)), None)


def test_more_threads_than_a_node_has_are_refused(ray: InThisProcess, tmp_path: Path) -> None:
    context = replace(toy(tmp_path / "a", (1,)), threads=2)
    with pytest.raises(InvalidRequest, match=r"more than 1 processors: say --threads 1"):
        spread(find("descent"), context, None)


@contextmanager
def three_nodes(programs: Path, folder: Path) -> Iterator[RayNodes]:
    nodes = RayNodes(programs, folder, os.pathsep.join(filter(None, sys.path)))
    try:
        for _ in range(3):
            nodes.join()
        yield nodes
    finally:
        nodes.close()


@pytest.mark.timeout(1800)
def test_three_nodes_find_what_one_process_finds(
    pytestconfig: pytest.Config, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of one seed the conditions, of three both."""
    programs = ray_environment(pytestconfig)
    python = [str(programs / "python"), "-m", "shotglass", "experiment", "--smoke"]
    with three_nodes(programs, tmp_path_factory.mktemp("ray")) as nodes:
        on = ["--on", "ray", "--address", nodes.address]
        for name, seeds in (("patches", 1), ("descent", 3)):
            command = [*python, name, f"--seeds={seeds}", "--into"]
            results, workers = [], set()
            for file, words in (("spread.json", on), ("alone.json", [])):
                done = subprocess.run(
                    [*command, tmp_path / file, *words], env=nodes.environment, check=True,
                    capture_output=True, text=True,
                )  # fmt: skip
                workers |= set(re.findall(r": process (\d+) on ", done.stderr))
                results.append(json.loads((tmp_path / file).read_text()))
            assert [result.pop("minutes") > 0 for result in results] == [True, True]
            assert results[0] == results[1]
            assert len(results[0]["seeds"]) == seeds
            assert len(workers) == 3  # a node has one processor, so that each has its own
