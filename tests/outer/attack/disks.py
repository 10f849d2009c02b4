"""Disks that are full or take nothing: each is one sentence of the command that meets it, which
blames no file for the disk.

``tries`` yields a name and a call, as those of ``odd_files``.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from outer.attack.odd_files import Try, said
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import tiny_config, tiny_weights, write_tiny_folder
from support.models.tiny_gguf import write_gguf

# A file system in memory, seen by the command alone; as root or where users may make namespaces.
OWN = ("unshare", "--mount", "--map-root-user")
MOUNT = 'mount -t tmpfs -o "$0" tmpfs "$1" && shift && exec "$@"'


def tries(scratch: Path) -> Iterator[tuple[str, Try]]:
    (disk := scratch / "disk").mkdir()
    measuring = _measuring(scratch / "models")
    if subprocess.run([*OWN, "true"], capture_output=True).returncode:
        return
    record = (*measuring, disk / "record.json")
    words = "make room, and run this again"
    yield "no room for a record", partial(_says, words, *record, disk=(disk, "size=8k"))
    words, full = "and the same command goes on from there", (disk, "nr_inodes=1")
    yield "no room for readings", partial(_says, words, *record, disk=full)
    config = tiny_config("llama")
    file = write_gguf(scratch / "plain.gguf", config, tiny_weights(config))
    importing = ("import", file, "--id", "plain", "--models", disk / "models")
    small, closed = (disk, "size=100k"), (disk, "ro")
    yield "an import on a full disk", partial(_says, "no room left", *importing, disk=small)
    read_only = "Read-only file system): name another folder"
    yield "an import into a home to read", partial(_says, read_only, *importing, disk=closed)


def _measuring(models: Path) -> tuple[object, ...]:
    write_tiny_folder(models, "tiny", "llama", 3)
    items = [{"input": f"house {n}", "expected": LABELS[n % 2]} for n in range(6)]
    task, plan = models / "task.json", models / "plan.json"
    task.write_text(json.dumps(TASK | {"items": items}), "utf-8")
    plan.write_text(json.dumps({"conditions": {"k": [0, 2]}}), "utf-8")
    return "measure", task, "--plan", plan, "--models", models, "--model", "tiny", "--into"


def _says(words: str, *command: object, disk: tuple[Path, str]) -> None:
    """``disk``: where it is, and the options it is mounted with."""
    before = (*OWN, "sh", "-c", MOUNT, disk[1], str(disk[0]))
    sentence = said(*command, codes=(1,), before=before)
    assert words in sentence, sentence
