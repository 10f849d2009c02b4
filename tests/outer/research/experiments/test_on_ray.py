"""Seeds as tasks of a cluster: the findings of one process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.servers.ray_nodes import RayNodes, ray_environment

from shotglass.errors import ExperimentFailed
from shotglass_research.experiments.on_ray import _add


def test_what_two_nodes_have_differently_is_refused(tmp_path: Path) -> None:
    texts = [json.dumps({"seconds": seconds, "value": [0.5]}) for seconds in (1, 2)]
    _add({"seed-1.json": texts[0], "shared.json": texts[0]}, tmp_path)
    _add({"seed-2.json": texts[1], "shared.json": texts[1]}, tmp_path)  # took longer, and is alike
    assert len(list(tmp_path.glob("*.json"))) == 3
    other = json.dumps({"seconds": 1, "value": [0.25]})
    with pytest.raises(ExperimentFailed, match=r"shared\.json .* differently"):
        _add({"shared.json": other}, tmp_path)


@pytest.mark.timeout(1800)
def test_three_nodes_find_what_one_process_finds(
    pytestconfig: pytest.Config, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    programs = ray_environment(pytestconfig)
    modules = os.pathsep.join(filter(None, sys.path))
    nodes = RayNodes(programs, tmp_path_factory.mktemp("ray"), modules)
    command = [programs / "python", "-m", "shotglass", "experiment", "descent", "--smoke"]
    command += ["--seeds", "3", "--into"]
    try:
        for _ in range(3):
            nodes.join()
        spread = ["--on", "ray", "--address", nodes.address]
        findings = []
        for name, words in (("spread.json", spread), ("alone.json", [])):
            subprocess.run([*command, tmp_path / name, *words], env=nodes.environment, check=True)
            findings.append(json.loads((tmp_path / name).read_text()))
    finally:
        nodes.close()
    assert [result.pop("minutes") > 0 for result in findings] == [True, True]
    assert findings[0] == findings[1]
    assert len(findings[0]["seeds"]) == 3
