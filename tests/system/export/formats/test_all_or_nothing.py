"""Whatever stops an export, and whenever, its folder is absent or whole: a kill, a full disk."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.models.tiny import LOOSE, write_tiny_folder

from shotglass.errors import ExportFailed
from shotglass_export.formats.export import export_model
from shotglass_export.formats.report import REPORT
from shotglass_export.to_onnx.folder import file_entry

# Exports over and over, each replacing the last, in whatever format is next.
_CHILD = """
import sys
from itertools import cycle
from pathlib import Path
from support.models.tiny import LOOSE
from shotglass_export.formats.export import export_model
print("ready", flush=True)
for format in cycle(("portable", "int8", "hf")):
    folder, out = map(Path, sys.argv[1:3])
    export_model(folder, format, None, out, tolerances=LOOSE, force=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_folder(tmp_path_factory.mktemp("models"), "tiny", "llama")


def assert_absent_or_whole(out: Path) -> bool:
    """Whether it is there."""
    if not out.exists():
        return False
    told = json.loads((out / REPORT).read_text("utf-8"))
    found = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()} - {REPORT}
    assert found == set(told["files"])
    for name, entry in told["files"].items():
        expected = (entry["bytes"], entry["sha256"])
        assert (file_entry(out / name).bytes, file_entry(out / name).sha256) == expected
    return True


def killed(folder: Path, out: Path, times: int) -> int:
    """How often the folder was there afterwards."""
    moments, there = random.Random(0), 0
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[3]), *sys.path])
    }
    for _ in range(times):
        command = [sys.executable, "-c", _CHILD, str(folder), str(out)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0, 0.5))  # any moment of its work
            child.kill()
        there += assert_absent_or_whole(out)
    export_model(folder, "int8", None, out, tolerances=LOOSE, force=True)
    assert assert_absent_or_whole(out)
    assert [path.name for path in out.parent.iterdir()] == [out.name]  # and nothing beside it
    return there


def test_killed_a_few_times_it_is_absent_or_whole(folder, tmp_path):
    killed(folder, tmp_path / "out", 3)


@pytest.mark.slow
def test_killed_fifty_times_it_is_absent_or_whole(folder, tmp_path):
    there = killed(folder, tmp_path / "out", 50)
    print(f"there after {there} of 50 kills")
    assert there > 5  # else the kills all came before anything was written


@contextmanager
def small_disk(at: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of that size, in memory. Skips the test where we may not mount one."""
    at.mkdir()
    size = f"size={kilobytes}k"
    words = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(at)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command to make a small disk with")
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True)


def ended(folder: Path, at: Path) -> bool:
    """Whether an export onto this disk got to its end; if not, there is nothing."""
    try:
        export_model(folder, "portable", None, at / "out", tolerances=LOOSE)
    except ExportFailed as error:
        said, left = error.detail, list(at.iterdir())
    else:
        return assert_absent_or_whole(at / "out")
    assert "make room" in said
    assert left == []
    return False


def fill(folder: Path, disk: Path, sizes: Iterable[int]) -> list[bool]:
    """Exports onto disks of these sizes; whether each got to its end."""
    found = []
    for kilobytes in sizes:
        with small_disk(disk, kilobytes) as at:
            found.append(ended(folder, at))
        disk.rmdir()
    return found


def test_a_full_disk_is_a_sentence_and_leaves_nothing(folder, tmp_path):
    assert fill(folder, tmp_path / "disk", [40, 1040]) == [False, True]


@pytest.mark.slow
def test_on_ten_disks_it_is_absent_or_whole(folder, tmp_path):
    found = fill(folder, tmp_path / "disk", range(20, 520, 50))
    print(f"ended on disks of 20, 70 ... 470 kB: {found}")
    assert False in found
    assert True in found
