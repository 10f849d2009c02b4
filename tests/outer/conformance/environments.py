"""Where the runtimes from elsewhere are: under ``.make/conformance``, each made once."""

from __future__ import annotations

import shutil
from pathlib import Path

from outer.bench.peers.venvs import ROOT, NotInstalled, command, python

CONFORMANCE = ROOT / ".make" / "conformance"
REQUIREMENTS = Path(__file__).parent / "requirements"


def interpreter(name: str) -> Path:
    """The Python of the environment ``name``; "" is our own. Raises NotInstalled."""
    return python(name, CONFORMANCE, REQUIREMENTS)


def packages() -> Path:
    """The folder that holds npm's ``node_modules``. Raises NotInstalled.

    Without install scripts: onnxruntime-node's would fetch a CUDA library from elsewhere.
    """
    folder, listed = CONFORMANCE / "npm", (REQUIREMENTS / "package.json").read_text("utf-8")
    mark = folder / "installed.json"
    if mark.is_file() and mark.read_text("utf-8") == listed:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(listed, "utf-8")
    if (npm := shutil.which("npm")) is None:
        raise NotInstalled("npm is not here: install Node.js 20 or newer.")
    flags = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    command(npm, "install", *flags, "--prefix", folder)
    mark.write_text(listed, "utf-8")
    return folder
