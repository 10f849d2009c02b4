"""What `measure --on ray` takes beyond one process: processor time of all processes, in pairs.

    cd tests && python -m outer.bench.scaling.ray_overhead PROGRAMS [--pairs 5] [--questions 20000]

PROGRAMS: the folder of programs of an environment with `shotglass[ray]`. One process with one
thread, and three nodes of one processor each, measure the same questions in turn, which of them
first changing each pair. The start of the nodes is a cost of the cluster and is told apart; what
its processes take while a measurement runs is counted. Prints each pair with where the time went,
and the ratio of the medians.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import time
from collections import Counter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder
from support.servers.ray_nodes import RayNodes

NODES = 3
LOOK = 0.3  # seconds between two looks at what each process has taken
WORDS = ("red", "house", "small", "cat", "dog", "mat", "fast", "tree", "river", "stone", "light")


class Meter:
    """Processor seconds of processes and all that they start, also of those that have ended."""

    def __init__(self) -> None:
        self._seconds: dict[tuple[int, float], tuple[str, float]] = {}

    def look(self, roots: list[psutil.Process]) -> None:
        for root in roots:
            for process in [root, *root.children(recursive=True)]:
                try:
                    times, name = process.cpu_times(), _name(process)
                except psutil.Error:
                    continue  # it has ended since
                key = process.pid, process.create_time()
                self._seconds[key] = name, times.user + times.system

    @property
    def by_name(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for name, seconds in self._seconds.values():
            total[name] += seconds  # type: ignore[assignment]
        return total


def _name(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    names = {"ShardWorker": "workers", "ray::IDLE": "workers", "-m shotglass": "asking"}
    names |= {"bin/shotglass": "asking", "raylet": "raylets", "gcs_server": "GCS"}
    return next((name for part, name in names.items() if part in words), "other of Ray's")


def write_inputs(folder: Path, questions: int) -> list[str]:
    """The words of the command, but for where the record goes."""
    chance = random.Random(5)
    write_tiny_folder(folder / "models", "tiny", "llama", 3)
    rows = (
        {
            "input": f"{n} {' '.join(chance.choices(WORDS, k=6))}",
            "expected": chance.choice(LABELS).strip(),
        }
        for n in range(questions)
    )
    (folder / "items.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (folder / "task.json").write_text(json.dumps(TASK), "utf-8")
    (folder / "plan.json").write_text(json.dumps({"conditions": {"k": [0, 1, 2, 4]}}), "utf-8")
    return [
        "measure", str(folder / "task.json"), "--items", str(folder / "items.jsonl"),
        "--plan", str(folder / "plan.json"), "--models", str(folder / "models"),
        "--model", "tiny", "--threads", "1",
    ]  # fmt: skip


def measured(
    command: list[str], record: Path, nodes: RayNodes, with_nodes: bool
) -> tuple[Counter[str], str]:
    """Processor seconds by kind of process, and the record's digest."""
    families = [psutil.Process(process.pid) for process in nodes.processes if with_nodes]
    before, after = Meter(), Meter()
    before.look(families)
    process = subprocess.Popen(
        [*command, "--into", str(record)], env=nodes.environment, stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    asking = psutil.Process(process.pid)
    while process.poll() is None:
        after.look([asking, *families])
        time.sleep(LOOK)
    after.look(families)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(command)}")
    return after.by_name - before.by_name, json.loads(record.read_text("utf-8"))["digest"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--questions", type=int, default=20_000)
    options = parser.parse_args()
    totals: dict[str, list[float]] = {"one process": [], "three nodes": []}
    with TemporaryDirectory() as text:
        folder = Path(text)
        alone = [str(options.programs / "shotglass"), *write_inputs(folder, options.questions)]
        (folder / "ray").mkdir()
        nodes = RayNodes(options.programs, folder / "ray")
        try:
            start = Meter()
            for _ in range(NODES):
                nodes.join()
            time.sleep(20)  # their agents start behind their backs
            start.look([psutil.Process(process.pid) for process in nodes.processes])
            print(f"Start of {NODES} nodes: {start.by_name.total():.1f} s of processor time")
            on_ray = [*alone, "--on", "ray", "--address", nodes.address]
            digests = set()
            for pair in range(options.pairs):
                sides = [("one process", alone), ("three nodes", on_ray)]
                for side, command in sides[:: -1 if pair % 2 else 1]:
                    record = folder / f"{side.replace(' ', '-')}-{pair}.json"
                    by_name, digest = measured(command, record, nodes, side == "three nodes")
                    totals[side].append(by_name.total())
                    digests.add(digest)
                    parts = ", ".join(f"{name} {s:.1f}" for name, s in by_name.most_common())
                    print(f"pair {pair + 1}, {side}: {by_name.total():.1f} s ({parts})", flush=True)
        finally:
            nodes.close()
    single, spread = (median(totals[side]) for side in ("one process", "three nodes"))
    more = f"{spread / single - 1:+.1%}"
    print(f"Medians of {options.pairs}: {single:.1f} s and {spread:.1f} s, {more}")
    print(f"Digests: {len(digests)} different, 1 is right")


if __name__ == "__main__":
    main()
