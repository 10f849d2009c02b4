"""A measurement on three nodes of this machine: the digest of one process, whatever happens to a
node, and every question once."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder
from support.servers.ray_nodes import SETTINGS, RayNodes, ray_environment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

ITEMS, SHARDS = 6_000, 12
WORDS = ("red", "house", "small", "cat", "dog", "mat", "fast", "tree", "river", "stone", "light")


@pytest.fixture(scope="module")
def programs(pytestconfig: pytest.Config) -> Path:
    return ray_environment(pytestconfig)


@pytest.fixture
def nodes(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RayNodes]:
    nodes = RayNodes(programs, tmp_path_factory.mktemp("ray"))
    try:
        for _ in range(3):
            nodes.join()
        yield nodes
    finally:
        nodes.close()


@pytest.fixture(scope="module")
def asked(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command without where its record goes."""
    folder, chance = tmp_path_factory.mktemp("asked"), random.Random(5)
    write_tiny_folder(folder / "models", "tiny", "llama", 3)
    rows = (
        {
            "id": f"q{n}",
            "input": f"{n} {' '.join(chance.choices(WORDS, k=6))}",
            "expected": chance.choice(LABELS).strip(),
        }
        for n in range(ITEMS)
    )
    (folder / "items.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (folder / "task.json").write_text(json.dumps(TASK), "utf-8")
    (folder / "plan.json").write_text(json.dumps({"conditions": {"k": [0, 4]}}), "utf-8")
    return [
        str(programs / "shotglass"), "measure", str(folder / "task.json"),
        "--items", str(folder / "items.jsonl"), "--plan", str(folder / "plan.json"),
        "--models", str(folder / "models"), "--model", "tiny", "--threads", "1",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def alone(asked: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The record of one process."""
    path = tmp_path_factory.mktemp("alone") / "record.json"
    subprocess.run([*asked, "--into", str(path)], check=True, capture_output=True)
    return dict(json.loads(path.read_text("utf-8")))


def on_ray(
    asked: list[str], nodes: RayNodes, path: Path, share: float, then: Callable[[Any], None]
) -> tuple[int, str]:
    """Exit code and what was told; ``then`` is called with the process at ``share`` of all
    shards."""
    command = [*asked, "--on", "ray", "--address", nodes.address, "--into", str(path)]
    said = path.with_suffix(".txt")
    with said.open("w") as output:
        process = subprocess.Popen(
            [*command, "--into", str(path.with_suffix(".csv"))],
            stdout=output, stderr=subprocess.STDOUT, env=os.environ | SETTINGS,
        )  # fmt: skip
    while process.poll() is None and shards_in(path) < share * SHARDS:
        time.sleep(0.1)
    assert process.poll() is None, said.read_text()[-3000:]
    then(process)
    process.wait(1800)
    return process.returncode, said.read_text()


def shards_in(path: Path) -> int:
    return len(list(path.with_name(f"{path.name}.shards").glob("0*.json")))


def test_a_node_that_is_killed_loses_nothing_and_all_nodes_worked(
    asked: list[str], alone: dict[str, Any], nodes: RayNodes, tmp_path: Path
) -> None:
    path = tmp_path / "killed.json"
    code, said = on_ray(asked, nodes, path, 0.3, lambda _: nodes.kill(2))

    assert code == 0, said[-3000:]
    record = json.loads(path.read_text("utf-8"))
    assert record["digest"] == alone["digest"]
    counts = [int(count) for count in re.findall(r"(\d+) shards were read on", said)]
    assert len(counts) == 3
    assert sum(counts) == SHARDS
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file) if row["k"] == "0"]
    assert ids == [f"q{n}" for n in range(ITEMS)]


def test_a_run_that_was_killed_goes_on_and_a_node_that_joins_works(
    asked: list[str], alone: dict[str, Any], nodes: RayNodes, tmp_path: Path
) -> None:
    path = tmp_path / "stopped.json"
    code, _ = on_ray(asked, nodes, path, 0.4, lambda process: process.kill())
    assert code < 0
    before = shards_in(path)
    assert 0.4 * SHARDS <= before < SHARDS

    code, said = on_ray(asked, nodes, path, 0.0, lambda _: nodes.join())

    assert code == 0, said[-3000:]
    counts = [int(count) for count in re.findall(r"(\d+) shards were read on", said)]
    assert sum(counts) == SHARDS - before
    assert json.loads(path.read_text("utf-8"))["digest"] == alone["digest"]


def test_a_node_that_joins_while_others_read_gets_shards(
    asked: list[str],
    alone: dict[str, Any],
    programs: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    nodes, path = RayNodes(programs, tmp_path_factory.mktemp("ray")), tmp_path / "joined.json"

    def join(process: subprocess.Popen[bytes]) -> None:
        """Who asks is held meanwhile, since a busy machine starts a node in minutes."""
        process.send_signal(signal.SIGSTOP)
        nodes.join()
        process.send_signal(signal.SIGCONT)

    try:
        nodes.join()
        code, said = on_ray(asked, nodes, path, 0.05, join)
    finally:
        nodes.close()
    assert code == 0, said[-3000:]
    counts = [int(count) for count in re.findall(r"(\d+) shards were read on", said)]
    assert len(counts) == 2
    assert sum(counts) == SHARDS
    assert json.loads(path.read_text("utf-8"))["digest"] == alone["digest"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Has room for some of the shards."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(path)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("A file system of its own can be mounted by root on Linux alone.")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


def test_a_full_disk_is_told_and_the_run_goes_on_once_there_is_room(
    asked: list[str], alone: dict[str, Any], small_disk: Path
) -> None:
    path = small_disk / "record.json"
    command = [*asked, "--into", str(path)]
    full = subprocess.run(command, capture_output=True, text=True)
    assert full.returncode == 1
    assert "No space left on device" in full.stderr
    assert "make room, and the same command goes on from there" in full.stderr
    assert 0 < shards_in(path) < SHARDS

    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    subprocess.run(command, check=True, capture_output=True)
    assert json.loads(path.read_text("utf-8"))["digest"] == alone["digest"]
