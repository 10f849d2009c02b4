"""Every kernel gives the same bits with every instruction set of every processor, for all numbers
of rows to 70, odd widths, infinities, denormals and what is no number; and touches no memory but
its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BACKEND = HERE.parents[2] / "backend"
SOURCES = BACKEND / "kernels"
sys.path.insert(0, str(SOURCES))
from build import OPTIONS, build, compiler  # noqa: E402

NOT_NEEDED = {"operators.cpp", "onnxruntime.cpp"}  # which onnxruntime calls
FOR_A_PROGRAM = [word for word in OPTIONS if word not in ("-shared", "-fPIC")]
SANITIZED = ["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]
ARM, EMULATOR = "aarch64-linux-gnu-g++", "qemu-aarch64"
OF_INTEL = "qemu-x86_64"
DIGESTS = """\
product 91922701a56b8baf
block product 38cfdb06f2d29b67
rows 84dfbb9bf8c63da3
attention 64ffb88ce00b74de
"""

pytestmark = pytest.mark.skipif(compiler() is None, reason="there is no C++ compiler")


def compiled(to: Path, command: Sequence[str], *more: str) -> Path:
    sources = [str(path) for path in SOURCES.glob("*.cpp") if path.name not in NOT_NEEDED]
    words = [*command, *FOR_A_PROGRAM, *more, f"-I{SOURCES}", str(HERE / "digests.cpp"), *sources]
    subprocess.run([*words, "-o", str(to)], check=True, timeout=120)
    return to


def require_digests(*command: str) -> None:
    """With each instruction set that the program finds on its processor."""
    output = lambda *more: subprocess.check_output([*command, *more], text=True, timeout=300)  # noqa: E731
    sets = output().split()
    assert sets[-1] == "portable"
    assert {name: output(name) for name in sets} == dict.fromkeys(sets, DIGESTS)


def test_every_instruction_set_of_this_processor_gives_the_same_bits(tmp_path: Path) -> None:
    require_digests(str(compiled(tmp_path / "digests", compiler() or [])))


def test_nothing_is_read_or_written_outside_what_was_given(tmp_path: Path) -> None:
    require_digests(str(compiled(tmp_path / "digests", compiler() or [], *SANITIZED)))


@pytest.mark.skipif(sys.platform != "linux", reason="it loads a sanitizer before Python: Linux")
def test_no_operator_reads_or_writes_outside_what_it_was_given(tmp_path: Path) -> None:
    """All tests of the operators, hostile nodes and whole models among them, over a copy of the
    package whose library looks at each access."""
    package = BACKEND / "shotglass"
    leave = shutil.ignore_patterns("static", "__pycache__", "libkernels.*")
    shutil.copytree(package, tmp_path / "shotglass", ignore=leave)
    made = build(tmp_path / "shotglass" / "kernels", [*OPTIONS, *SANITIZED])
    assert made is not None
    libraries = [f"-print-file-name=lib{name}san.so" for name in ("a", "ub")]
    paths = [subprocess.check_output([*(compiler() or []), name], text=True) for name in libraries]
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "LD_PRELOAD": " ".join(map(str.strip, paths)),
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
    }
    tests = HERE.parents[1] / "unit" / "backend" / "engine" / "runtime" / "test_kernels.py"
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", str(tests)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert " passed" in run.stdout


@pytest.mark.skipif(
    not (shutil.which(ARM) and shutil.which(EMULATOR)), reason=f"it needs {ARM} and {EMULATOR}"
)
def test_a_processor_of_arm_gives_the_same_bits(tmp_path: Path) -> None:
    program = compiled(tmp_path / "digests", [ARM], "-static")
    assert subprocess.check_output([EMULATOR, program], text=True).split()[0] == "neon-dotprod"
    require_digests(EMULATOR, str(program))


@pytest.mark.skipif(not shutil.which(OF_INTEL), reason=f"it needs {OF_INTEL}")
@pytest.mark.parametrize(
    ("processor", "sets"), [("Nehalem", ["portable"]), ("Haswell", ["avx2", "portable"])]
)
def test_an_older_processor_takes_what_it_has_and_loads_the_rest_without_running_it(
    tmp_path: Path, processor: str, sets: list[str]
) -> None:
    """A constant that AVX-512 would make at load is an illegal instruction there."""
    emulator = [OF_INTEL, "-cpu", processor]
    program = str(compiled(tmp_path / "digests", compiler() or []))
    assert subprocess.check_output([*emulator, program], text=True).split() == sets
    require_digests(*emulator, program)
    library = build(tmp_path / "kernels")
    load = f"import ctypes; ctypes.CDLL({str(library)!r})"
    subprocess.run([*emulator, sys.executable, "-c", load], check=True, timeout=120)
