"""Programs that speak to OpenAI's API speak to ours: each installed where it is alone, asking a
house model and SmolLM2, with nobody else to reach."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from outer.bench.peers.venvs import NotInstalled
from outer.clients.others.environments import HERE, Trap, interpreter, packages, run, trap
from support.servers.live_server import live_server

from shotglass.engine import Library, default_roots

pytestmark = [pytest.mark.slow, pytest.mark.timeout(7200)]

CHAT, TEXT = "smollm2-135m", "house-gpt2"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    missing = {CHAT, TEXT} - {found.id for found in Library(default_roots()).manifests()}
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed: shotglass import ID")
    with live_server(None, "--precision", "fp32", "--model", TEXT) as found:
        yield found


@pytest.fixture
def out() -> Iterator[Trap]:
    with trap() as made:
        yield made


PYTHON = ["langchain", "litellm", "llm", "inspect", "outlines", "instructor", "pydantic_ai", "dspy"]


@pytest.mark.parametrize("name", PYTHON)
def test_a_python_client_is_served(name: str, address: str, tmp_path: Path, out: Trap) -> None:
    try:
        python = interpreter(name)
    except NotInstalled as error:
        pytest.skip(f"{name} would not install: {error}")
    script = HERE / f"check_{name}.py"
    ran = run([str(python), str(script), address], tmp_path, out)
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]
    checks = re.search(r"^def checks.*?return \{(.*?)\}", script.read_text("utf-8"), re.M | re.S)
    assert checks is not None
    assert ran.stdout.count("ok ") == checks[1].count(":")
    assert out.calls == set()


@pytest.fixture
def folder() -> Path:
    try:
        return packages()
    except NotInstalled as error:
        pytest.skip(f"npm's clients would not install: {error}")


def test_the_ai_sdk_is_served(folder: Path, address: str, tmp_path: Path, out: Trap) -> None:
    script = folder / "check_ai_sdk.mjs"
    shutil.copy(HERE / "npm" / script.name, script)
    ran = run(["node", str(script), address], tmp_path, out)
    checks = len(re.findall(r"^  async ", script.read_text("utf-8"), re.MULTILINE))
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]
    assert ran.stdout.count("ok ") == checks
    assert out.calls == set()


def test_promptfoo_is_served(folder: Path, address: str, tmp_path: Path, out: Trap) -> None:
    """With its telemetry off it still tries to send that it is off, for which it has no switch: the
    trap keeps that in."""
    shutil.copy(HERE / "npm" / "promptfoo.yaml", tmp_path)
    promptfoo = str(folder / "node_modules" / ".bin" / "promptfoo")
    options = ["-c", "promptfoo.yaml", "-o", "out.json", "--no-cache", "--no-write", "--no-table"]
    ran = run([promptfoo, "eval", *options], tmp_path, out, ADDRESS=address)
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-4000:]
    results = json.loads((tmp_path / "out.json").read_text("utf-8"))["results"]["results"]
    assert len(results) == 3
    assert all(result["success"] for result in results), results
    outputs = {result["provider"]["id"]: result["response"]["output"] for result in results}
    assert outputs[f"openai:chat:{CHAT}"] == outputs[f"openai:responses:{CHAT}"]
    assert out.calls <= {"CONNECT r.promptfoo.app:443 HTTP/1.1"}
