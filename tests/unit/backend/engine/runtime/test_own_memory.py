"""Mapped files become the process's own memory, at the same addresses."""

from __future__ import annotations

import mmap
import os
import sys
from pathlib import Path

import pytest
from support.models.tiny import write_tiny_folder

from shotglass.engine import Engine, Library
from shotglass.engine.runtime.process_memory import made_own

linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems' mappings stay as they are"
)


def mappings(begin: Path) -> int:
    maps = Path("/proc/self/maps").read_text()
    return sum(str(begin) in line for line in maps.splitlines())


@linux
def test_what_was_mapped_stays_readable_when_its_file_is_cut_off(tmp_path: Path) -> None:
    path, pages = tmp_path / "with a space.bin", 64
    data = os.urandom(pages * mmap.PAGESIZE - 100)
    path.write_bytes(data)
    with made_own([path]), path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
    assert mappings(path) == 0
    os.truncate(path, 0)
    assert mapped[:] == data
    mapped.close()


@linux
def test_what_others_have_mapped_stays_mapped(tmp_path: Path) -> None:
    path, other = tmp_path / "weights.bin", tmp_path / "other.bin"
    for file in (path, other):
        file.write_bytes(os.urandom(8 * mmap.PAGESIZE))
    with path.open("rb") as first, other.open("rb") as second:
        before = mmap.mmap(first.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
        with made_own([path]):
            beside = mmap.mmap(second.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
    assert (mappings(path), mappings(other)) == (1, 1)
    before.close()
    beside.close()


@linux
@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_loaded_model_maps_none_of_its_weights(tmp_path: Path, precision: str) -> None:
    folder = write_tiny_folder(tmp_path, "tiny", add=["int8"])
    engine = Engine.open(Library([tmp_path]).folder("tiny"), slots=1, precision=precision)
    found = mappings(folder / "weights")
    engine.close()
    assert found == 0
