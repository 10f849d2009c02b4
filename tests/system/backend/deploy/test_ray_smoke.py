"""Where Ray is installed beside the package: a few questions of a model that ships, twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.inputs.measured_task import LABELS, TASK
from support.servers.ray_nodes import SETTINGS


def test_a_few_questions_have_the_same_digest_twice_on_ray(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is an extra: pip install 'shotglass[ray]'")
    rows = [{"input": f"house {n}", "expected": LABELS[n % 2].strip()} for n in range(8)]
    (tmp_path / "items.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "task.json").write_text(json.dumps(TASK), "utf-8")
    (tmp_path / "plan.json").write_text(json.dumps({"conditions": {"k": [0]}}), "utf-8")
    command = [
        sys.executable, "-m", "shotglass", "measure", "task.json", "--items", "items.jsonl",
        "--plan", "plan.json", "--model", "house-gpt2", "--on", "ray", "--into",
    ]  # fmt: skip
    digests = []
    for record in ("first.json", "again.json"):
        subprocess.run(
            [*command, record], cwd=tmp_path, env=os.environ | SETTINGS, check=True,
            capture_output=True,
        )  # fmt: skip
        digests.append(json.loads((tmp_path / record).read_text("utf-8"))["digest"])
    assert digests[0] == digests[1]
