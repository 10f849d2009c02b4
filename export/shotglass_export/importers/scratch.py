"""Folders for work in progress, which do not pile up when a process is killed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_PREFIX = ".shotglass-import-"
_DEAD_AFTER = 600  # seconds: ten times what an import takes


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A new folder inside ``parent``, gone afterwards; so are those of long dead imports."""
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"{_PREFIX}*"):
        if time.time() - left.stat().st_mtime > _DEAD_AFTER:
            shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(dir=parent, prefix=_PREFIX) as folder:
        yield Path(folder)
