"""Compiles the kernels with whatever C++ compiler there is: ``python build.py``. Where there is
none, or it fails, that is said, and onnxruntime's own operators compute."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = HERE.parent / "shotglass" / "kernels"
LIBRARY = {"darwin": "libkernels.dylib", "win32": "kernels.dll"}.get(sys.platform, "libkernels.so")
COMPILERS = ("c++", "g++", "clang++")
# One order of every sum: the compiler must not fuse a multiplication and an addition by itself.
OPTIONS = [
    *("-std=c++17", "-O3", "-ffp-contract=off", "-fno-math-errno"),
    *("-fPIC", "-fvisibility=hidden", "-shared"),
]
STATIC = ["-static-libstdc++", "-static-libgcc"] if sys.platform == "linux" else []
MOST_SECONDS = 120
INSTEAD = "onnxruntime's own operators compute"


def compiler() -> list[str] | None:
    """The command of the C++ compiler: that of the variable CXX, or the first that is installed."""
    if own := os.environ.get("CXX"):
        return shlex.split(own)
    found = filter(None, map(shutil.which, COMPILERS))
    return next(([path] for path in found), None)


def build(folder: Path = FOLDER, options: list[str] | None = None) -> Path | None:
    """Returns the library, or None where it could not be made; why is printed."""
    library = folder / LIBRARY
    library.unlink(missing_ok=True)
    command = compiler()
    if command is None:
        print(f"There is no C++ compiler (g++ is one): {INSTEAD}.")
        return None
    folder.mkdir(parents=True, exist_ok=True)
    made = library.with_suffix(".part")
    sources = [str(path) for path in sorted(HERE.glob("*.cpp"))]
    arguments = [*command, *(options or [*OPTIONS, *STATIC]), *sources, "-o", str(made)]
    try:
        run = subprocess.run(arguments, capture_output=True, text=True, timeout=MOST_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"The kernels were not compiled ({error}): {INSTEAD}.")
        return None
    if run.returncode:
        print(f"{command[0]} does not compile the kernels: {INSTEAD}.\n{run.stderr[-2000:]}")
        return None
    made.replace(library)
    return library


if __name__ == "__main__":
    build()
