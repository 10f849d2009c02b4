"""An environment of its own for every peer, under ``.make/bench``: made once, its error kept."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
BENCH = ROOT / ".make" / "bench"
REQUIREMENTS = Path(__file__).parent / "requirements"
INSTALLING = 5400  # seconds


class NotInstalled(Exception):
    """The peer would not install; the text is the installer's own."""


def python(name: str, under: Path = BENCH, requirements: Path = REQUIREMENTS) -> Path:
    """The interpreter of the environment ``under/name``; "" is our own. Raises NotInstalled.

    ``<name>.txt`` of ``requirements`` is installed, then ``<name>_build.py`` runs in it, if there
    is one.
    """
    if not name:
        return Path(sys.executable)
    folder, listed = under / name, requirements / f"{name}.txt"
    found, mark = folder / "bin" / "python", folder / "installed"
    build = Path(__file__).with_name(f"{name}_build.py")
    known = listed.read_bytes() + (build.read_bytes() if build.is_file() else b"")
    digest = hashlib.sha256(known).hexdigest()
    if mark.is_file() and mark.read_text() == digest:
        return found
    if not mark.is_file():  # none yet, or one whose making was cut off
        command(sys.executable, "-m", "venv", "--clear", folder)
    command(found, "-m", "pip", "install", "--quiet", "--requirement", listed)
    if build.is_file():
        command(found, build, folder)
    mark.write_text(digest)
    return found


def command(*words: str | Path) -> None:
    """Raises NotInstalled with its last lines."""
    done = subprocess.run(
        list(map(str, words)), capture_output=True, text=True, timeout=INSTALLING, check=False
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise NotInstalled("\n".join(lines[-6:]))
