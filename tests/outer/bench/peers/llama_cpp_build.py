"""Builds llama.cpp for this very processor, from the sources that llama-cpp-python brings.

    python llama_cpp_build.py FOLDER

Library and programs lie in FOLDER/build/bin then. A build that was cut off goes on where it was.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

REQUIREMENT = "llama-cpp-python>=0.3.36,<0.4"
TARGETS = ("llama", "llama-server")
OFF = ("BUILD_TESTS", "BUILD_EXAMPLES", "OPENSSL", "BUILD_UI", "USE_PREBUILT_UI")


def main(folder: Path) -> None:
    source, build = folder / "source", folder / "build"
    if not (source / "vendor").is_dir():
        _unpack(folder, source)
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    configure = ["cmake", "-S", source / "vendor" / "llama.cpp", "-B", build, "-G", "Ninja"]
    configure += ["-DCMAKE_BUILD_TYPE=Release", "-DGGML_NATIVE=ON", "-DBUILD_SHARED_LIBS=ON"]
    configure += [f"-DLLAMA_{name}=OFF" for name in OFF]
    cores = str(len(os.sched_getaffinity(0)))
    compile_ = ["cmake", "--build", build, "--parallel", cores, "--target", *TARGETS]
    for command in (configure, compile_):
        subprocess.run(list(map(str, command)), env=environment, check=True)


def _unpack(folder: Path, source: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--no-binary", "llama-cpp-python", "--dest", str(folder), REQUIREMENT]
    subprocess.run(command, check=True)
    with tarfile.open(next(folder.glob("llama_cpp_python-*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    next(folder.glob("llama_cpp_python-*/")).rename(source)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
