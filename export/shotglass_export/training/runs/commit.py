"""Which commit of this code is running."""

from __future__ import annotations

import subprocess
from pathlib import Path


def commit() -> str | None:
    """Its full name, with "-dirty" where files differ from it; None outside our git checkout."""
    try:
        _git("ls-files", "--error-unmatch", Path(__file__).name)  # another project's may hold us
        return _git("describe", "--always", "--abbrev=40", "--dirty", "--exclude=*").strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
