"""Folders of exports whose server was killed while it made them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shotglass.server.downloads.export_store import MAKING, SETTLED, ExportStore

MAKE = """
import sys, time
from pathlib import Path
from shotglass.server.downloads.export_store import ExportStore
with ExportStore(Path(sys.argv[1]), 1).making() as place:
    print(place, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be held there")
def test_what_a_killed_server_left_goes_and_what_is_being_made_stays(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", MAKE, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    place = Path(process.stdout.readline().strip())
    assert place.name.startswith(MAKING)
    old = time.time() - 2 * SETTLED
    os.utime(place, (old, old))

    store = ExportStore(tmp_path, 1)
    with store.making():
        assert place.is_dir(), "another server makes it"
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    process.stdout.close()
    with store.making() as own:
        assert not place.exists()
        assert own.is_dir()
    assert list(tmp_path.iterdir()) == []
