"""Good files once a session, and the nursery that reads what is made of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from outer.hostile.good import write_good

TESTS = Path(__file__).parents[2]
Outcomes = list[dict[str, Any]]
Nursery = Callable[..., Outcomes]


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_good(tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="session")
def nursery() -> Nursery:
    def read(cases: Iterable[dict[str, Any]], *needs: str) -> Outcomes:
        """``needs``: modules to import before the first of them."""
        lines = "".join(json.dumps(case) + "\n" for case in cases)
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        done = subprocess.run(
            [sys.executable, "-m", "outer.hostile.nursery", *needs],
            input=lines,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | one | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])},
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return [json.loads(line) for line in done.stdout.splitlines()]

    return read
