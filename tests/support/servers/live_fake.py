"""A live server over the scripted runner and exporter; run as: live_fake.py MODELS GRACE [STEP].

Prints its address, and "closed" whenever a run's iterator has been closed, STEP seconds later.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from support.servers.fakes import ScriptedRunner

from shotglass.engine.library import Library
from shotglass.exporter import Exporter
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.serve import serve
from shotglass.server.services import Services
from shotglass.server.streaming.admission import Admission


class Telling(threading.Event):
    def __init__(self, step: float) -> None:
        super().__init__()
        self._step = step

    def set(self) -> None:
        time.sleep(self._step)
        print("closed", flush=True)


def main() -> None:
    root, grace = Path(sys.argv[1]), float(sys.argv[2])
    config = ServerConfig(
        roots=(root,),
        port=0,
        threads=12,
        heartbeat=0.5,
        grace=grace,
        exports=root.parent / f"exports of {root.name}",
    )
    runner = ScriptedRunner()
    runner.closed = Telling(float(sys.argv[3]) if sys.argv[3:] else 0.0)
    hosting = ModelRegistry(Library(config.roots), lambda folder, precision: runner)
    exporter = Exporter(
        [sys.executable, str(Path(__file__).with_name("scripted_exporter.py")), "60"]
    )
    services = Services(config, hosting, Admission(config.most_runs), exporter=exporter)
    serve(config, lambda address: print(address, flush=True), services)


main()
